using Artic.Messaging.Records;
using Artic.V1;
using Google.Protobuf;

namespace Artic.RiskManager;

/// <summary>
/// A person's command on its way from whoever asked to the risk loop. Either the loop takes it or the asker gives it up, never
/// both. Thread: the asker's and the loop's. The loop allocates nothing for it.
/// </summary>
internal sealed class PendingCommand(RecordType type, IMessage message)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int GivenUp = 2;

    private int _state;
    private long _sequence;
    private long _clientOrderId;
    private int _outcome;
    private int _denial;

    /// <summary>Which message it is.</summary>
    public RecordType Type { get; } = type;

    /// <summary>What goes on record.</summary>
    public IMessage Message { get; } = message;

    /// <summary>Its sequence once it is in effect; 0 before.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>What became of an override; after <see cref="Sequence"/>.</summary>
    public OverrideOutcome Outcome => (OverrideOutcome)_outcome;

    /// <summary>The check that has denied an override, or the code that is never waived.</summary>
    public DenialCode Denial => (DenialCode)_denial;

    /// <summary>The order that an override has let pass.</summary>
    public ulong ClientOrderId => (ulong)_clientOrderId;

    /// <summary>The loop's: false where the asker has given up.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>The asker's: false where the loop has it.</summary>
    public bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting;

    /// <summary>The loop's: what became of an override; before <see cref="Done"/>.</summary>
    public void Decided(OverrideDecided decided)
    {
        _outcome = (int)decided.Outcome;
        _denial = (int)(decided.Outcome == OverrideOutcome.Denied ? decided.Denial : decided.Waived);
        _clientOrderId = (long)decided.ClientOrderId;
    }

    /// <summary>The loop's: it is in effect.</summary>
    public void Done(long sequence) => Volatile.Write(ref _sequence, sequence); // ORDER: last; partner: Sequence.
}
