namespace Artic.Streams.Control;

/// <summary>How a flattening has ended.</summary>
/// <param name="Outcome">The number of the outcome in the record.</param>
/// <param name="Orders">Orders that it has sent.</param>
/// <param name="Remaining">Instruments where something remains.</param>
/// <param name="RemainingInstrument">One of them; 0: none.</param>
/// <param name="RemainingQuantity">What remains there, at the instrument's scale.</param>
public sealed record FlattenResult(
    long Outcome, long Orders, long Remaining, long RemainingInstrument, long RemainingQuantity);
