using Artic.Core.Time;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Waiting;
using Artic.V1;
using Google.Protobuf;

namespace Artic.SignalBridge;

/// <summary>
/// The one way of a command to the signal loop: as records of <c>instance</c>, which the hot thread itself writes and takes before
/// anything else. What is slow (checking, building, loading) is done by the asker before. Thread: <see cref="Record"/> from any,
/// one after the other; the others are the hot thread's and allocate nothing.
/// </summary>
/// <param name="writer">The stream.</param>
/// <param name="ring">Wakes the hot thread.</param>
public sealed class InstanceEdge(RecordWriter writer, Action ring)
{
    private const long PatienceNs = 2_000_000_000;
    private const int LockPatienceMs = 2000;

    private readonly Lock _askers = new();
    private Pending? _waiting;
    private Pending? _inHand;

    /// <summary>The last record of the stream; 0: nothing was ever declared in this run.</summary>
    public long LastSequence => writer.LastSequence;

    /// <summary>A command waits.</summary>
    public bool HasInput => Volatile.Read(ref _waiting) != null;

    /// <summary>
    /// Puts records on record in one commit and waits until the loop has taken them. Gives the sequence of the last; 0 with a
    /// <paramref name="refusal"/>: <c>INSTANCE_BUSY</c> or <c>INSTANCE_NOT_TAKEN</c>, and nothing is on record, or
    /// <c>INSTANCE_UNCONFIRMED</c>, and only the record can tell. Blocks for two seconds at the most, and as long for its turn.
    /// </summary>
    public long Record(IReadOnlyList<(RecordType Type, IMessage Message)> records, out string? refusal)
    {
        refusal = null;
        if (!_askers.TryEnter(LockPatienceMs))
        {
            refusal = "INSTANCE_BUSY";
            return 0;
        }

        try
        {
            Pending pending = new(records);
            Volatile.Write(ref _waiting, pending);
            ring();
            if (!Poll.Until(() => pending.Sequence != 0, PatienceNs))
            {
                bool isOurs = Interlocked.CompareExchange(ref _waiting, null, pending) == pending;
                refusal = isOurs ? "INSTANCE_NOT_TAKEN"
                    : Poll.Until(() => pending.Sequence != 0, PatienceNs) ? null : "INSTANCE_UNCONFIRMED";
            }

            return pending.Sequence;
        }
        finally
        {
            _askers.Exit();
        }
    }

    /// <summary>A run begins: all that its configuration declares goes on record in one commit, before the loop's first turn.</summary>
    public void Begin(IReadOnlyList<InstanceDeclared> declarations)
    {
        foreach (InstanceDeclared declared in declarations)
        {
            writer.Append(RecordType.InstanceDeclared, declared);
        }

        if (declarations.Count > 0)
        {
            writer.Commit(Clock.MonotonicNs());
        }
    }

    /// <summary>Before a turn of the loop: what waits goes on record.</summary>
    public void Take()
    {
        if (!HasInput || Interlocked.Exchange(ref _waiting, null) is not { } pending)
        {
            return;
        }

        for (int i = 0; i < pending.Records.Count; i++)
        {
            writer.Append(pending.Records[i].Type, pending.Records[i].Message);
        }

        writer.Commit(Clock.MonotonicNs());
        _inHand = pending;
    }

    /// <summary>After it: the loop has taken all of its edge's records, so what was asked for is in effect.</summary>
    public void Done()
    {
        _inHand?.Done(writer.LastSequence);
        _inHand = null;
    }

    /// <summary>A command on its way.</summary>
    private sealed class Pending(IReadOnlyList<(RecordType Type, IMessage Message)> records)
    {
        private long _sequence;

        public IReadOnlyList<(RecordType Type, IMessage Message)> Records => records;

        public long Sequence => Volatile.Read(ref _sequence);

        public void Done(long sequence) => Volatile.Write(ref _sequence, sequence); // ORDER: last; partner: Sequence.
    }
}
