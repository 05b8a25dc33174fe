using Artic.Core.Time;
using Artic.Streams.Log;

namespace Artic.Streams.Steps;

/// <summary>
/// Where a loop writes. Live, records go into the loop's stream, behind a step record that says which inputs were
/// consumed since the last commit, in their order, and, as its publishing time, when the last of them was taken. While
/// the loop's state is rebuilt, the same calls compare the bytes with what the stream already holds. Thread: the loop's.
/// Allocates nothing after construction, but for the scratch memory of a rebuild.
/// </summary>
public sealed class StepOutput
{
    /// <summary>Type number of the step record; its payload is the message Step of the schema.</summary>
    public const ushort StepRecordType = 1;

    private const int MaxRuns = 256;
    private const byte RunsTag = 0x0A;
    private const byte InputsTag = 0x10;
    private const int MaxStepPayload = 8 + (MaxRuns * 12) + 12;

    private readonly RecordWriter? _live;
    private readonly ulong[] _runs = new ulong[MaxRuns];
    private readonly byte[] _payload = new byte[MaxStepPayload];
    private int _runCount;
    private StreamId _causeStream;
    private long _causeSequence;
    private long _originNs;
    private long _takenNs;
    private long _inputsTaken;
    private RebuildComparison? _rebuild;

    /// <param name="writer">The loop's own stream.</param>
    public StepOutput(RecordWriter writer) => _live = writer;

    private StepOutput()
    {
    }

    /// <summary>For a loop that is only run again: it compares and writes nothing.</summary>
    public static StepOutput ForReplay() => new();

    private RecordWriter Writer => _live ?? throw new InvalidOperationException("a loop that is run again writes nothing");

    /// <summary>True while recorded inputs are run again: outputs are compared, nothing leaves the process.</summary>
    public bool Rebuilding => _rebuild != null;

    /// <summary>Records that wait for the commit.</summary>
    public int PendingRecords => _rebuild != null ? _rebuild.Produced : Writer.PendingRecords;

    /// <summary>
    /// Sequence of the record that was begun last, or will be once its step is committed; the same whenever the loop is run
    /// again.
    /// </summary>
    public long LastSequence => _rebuild != null ? _rebuild.LastSequence : Writer.LastSequence + Writer.PendingRecords;

    /// <summary>
    /// Appends a record caused by the input in hand and gives its payload to fill before the next call.
    /// </summary>
    public Span<byte> Begin(int payloadLength, ushort type, uint instrumentId)
    {
        if (_rebuild != null)
        {
            return _rebuild.Begin(payloadLength, type, instrumentId, _originNs, _causeStream, _causeSequence);
        }

        if (Writer.PendingRecords == 0)
        {
            WriteStep();
        }

        return Writer.Begin(payloadLength, type, instrumentId, _originNs, _causeStream, _causeSequence);
    }

    internal void Consume(in RecordHeader header, StreamId stream, long takenNs)
    {
        if (_rebuild == null)
        {
            bool isSameRun = _runCount > 0 && (StreamId)(_runs[_runCount - 1] & 0xFF) == stream;
            if (!isSameRun && _runCount == MaxRuns)
            {
                // Inputs without outputs for a long time: a step of its own keeps the list short. It bears the cause of
                // the last input in its list, not of the one in hand.
                WriteStep();
                Writer.Commit(Clock.MonotonicNs());
            }

            _inputsTaken++;
            if (isSameRun)
            {
                _runs[_runCount - 1] += 0x100;
            }
            else
            {
                _runs[_runCount++] = 0x100 | (ulong)stream;
            }
        }

        _takenNs = takenNs;
        _originNs = header.OriginNs;
        _causeStream = stream;
        _causeSequence = header.Sequence;
    }

    /// <summary>When the last step was committed; CLOCK_MONOTONIC. Whoever it woke may have run since.</summary>
    public long LastCommitNs { get; private set; }

    internal void Commit(long nowNs)
    {
        LastCommitNs = nowNs;
        Writer.Commit(nowNs);
    }

    /// <summary>True where a recorded step bears what it would bear here: the origin and the cause of its last input.</summary>
    internal bool IsStepOf(in RecordHeader step) =>
        step.OriginNs == _originNs && step.CauseStream == _causeStream && step.CauseSequence == _causeSequence &&
        step.InstrumentId == 0 && (step.Flags & ~RecordFlags.StepContinues) == 0;

    internal void StartRebuild(RebuildComparison comparison) => _rebuild = comparison;

    internal void EndRebuild(long inputsTaken)
    {
        _rebuild = null;
        _inputsTaken = inputsTaken;
    }

    /// <summary>
    /// Reads the message Step: the runs of inputs, packed, and the number of inputs so far. False where it is malformed.
    /// </summary>
    internal static bool TryReadStep(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> runs, out long inputsTaken)
    {
        runs = default;
        inputsTaken = 0;
        if (payload.Length == 0 || payload[0] != RunsTag)
        {
            return false;
        }

        payload = payload[1..];
        if (!Varint.TryRead(ref payload, out ulong length) || length >= (ulong)payload.Length || payload[(int)length] != InputsTag)
        {
            return false;
        }

        runs = payload[..(int)length];
        payload = payload[((int)length + 1)..];
        bool isRead = Varint.TryRead(ref payload, out ulong inputs) && payload.Length == 0 && inputs <= long.MaxValue;
        inputsTaken = isRead ? (long)inputs : 0;
        return isRead;
    }

    /// <summary>The message Step: runs of inputs, packed, each its count times 256 plus the stream; and all inputs so far.</summary>
    private void WriteStep()
    {
        int length = 0;
        for (int i = 0; i < _runCount; i++)
        {
            length += Varint.Write(_payload.AsSpan(length), _runs[i]);
        }

        Span<byte> prefix = stackalloc byte[12];
        prefix[0] = RunsTag;
        int prefixLength = 1 + Varint.Write(prefix[1..], (ulong)length);
        _payload[length++] = InputsTag;
        length += Varint.Write(_payload.AsSpan(length), (ulong)_inputsTaken);
        Span<byte> payload = Writer.Begin(
            prefixLength + length, StepRecordType, 0, _originNs, _causeStream, _causeSequence, _takenNs);
        prefix[..prefixLength].CopyTo(payload);
        _payload.AsSpan(0, length).CopyTo(payload[prefixLength..]);
        _runCount = 0;
    }
}
