using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// A live market elsewhere: its frames go out as they come, and the account's orders trade with it
/// (<see cref="ForeignMarket"/>). Whatever comes is only looked at: what cannot be read is passed on and counted. Thread: the
/// engine's.
/// </summary>
public sealed class MirrorOrderFlow(Instrument instrument, string name) : ForeignOrderFlow(new ForeignMarket(instrument.MaxPriceE8))
{
    private const StreamKind AnyStream =
        StreamKind.Trade | StreamKind.BookTicker | StreamKind.Depth100Ms | StreamKind.Depth1000Ms;

    /// <inheritdoc/>
    public override string Name { get; } = $"mirror:{name}";

    /// <inheritdoc/>
    public override Instrument Instrument { get; } = instrument;

    /// <inheritdoc/>
    public override bool StartsWithFirstSubscriber => false;

    /// <inheritdoc/>
    public override bool IsFinished => false;

    /// <inheritdoc/>
    public override long NextDueNs => long.MaxValue;

    /// <summary>Frames that could not be read, or did not follow on.</summary>
    public long Refused { get; private set; }

    /// <summary>Called where a snapshot is needed to go on.</summary>
    public Action? SnapshotWanted { get; set; }

    /// <summary>The connection has ended: nothing is known until <see cref="TakeSnapshot"/>.</summary>
    public void Lost() => Market.Withdraw();

    /// <summary>A frame of the combined streams came.</summary>
    public void TakeFrame(byte[] json)
    {
        ReplayFrame frame;
        try
        {
            frame = ReplayFrame.Parse(0, json);
        }
        catch (InvalidDataException)
        {
            // It may have been a diff: the next one shows that, so the book stays until then.
            Refused++;
            Published?.Invoke(new MarketMessage(AnyStream, json, 0, json.Length));
            return;
        }

        bool hadBook = HasBook;
        if (frame.Kind == StreamKind.Depth100Ms && frame.Symbol == Instrument.Symbol && !Market.TakeDiff(frame))
        {
            Refused += hadBook ? 1 : 0;
            SnapshotWanted?.Invoke();
        }

        bool isTrade = frame.Kind == StreamKind.Trade && frame.PriceE8 > 0 && frame.PriceE8 <= Instrument.MaxPriceE8
            && frame.QuantityE8 > 0;

        // What is no stream of this venue, such as the announcement of a shutdown, is for everybody.
        MarketMessage message = frame.Kind == StreamKind.None
            ? new MarketMessage(AnyStream, json, 0, json.Length)
            : frame.ToMessage();
        Published?.Invoke(isTrade ? message : message with { Trade = null });
        if (isTrade)
        {
            Market.Traded(frame);
        }
    }

    /// <summary>The REST snapshot that was wanted came.</summary>
    public void TakeSnapshot(byte[] json)
    {
        // One that was asked for over an earlier connection would be a book of the past.
        if (!Market.IsWaiting)
        {
            return;
        }

        ReplayFrame? snapshot = null;
        try
        {
            snapshot = ReplayFrame.Parse(0, json);
        }
        catch (InvalidDataException)
        {
            // Another is asked for below.
        }

        if (snapshot is not { IsSnapshot: true } || !Market.TakeSnapshot(snapshot))
        {
            Refused++;
            SnapshotWanted?.Invoke();
        }
    }

    /// <inheritdoc/>
    public override bool AdvanceTo(long simulatedNs, int maxEvents) => true;
}
