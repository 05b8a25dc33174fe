using Artic.Messaging.Records;
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

    /// <summary>Which message it is.</summary>
    public RecordType Type { get; } = type;

    /// <summary>What goes on record.</summary>
    public IMessage Message { get; } = message;

    /// <summary>Its sequence once it is in effect; 0 before.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>The loop's: false where the asker has given up.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>The asker's: false where the loop has it.</summary>
    public bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting;

    /// <summary>The loop's: it is in effect.</summary>
    public void Done(long sequence) => Volatile.Write(ref _sequence, sequence);
}
