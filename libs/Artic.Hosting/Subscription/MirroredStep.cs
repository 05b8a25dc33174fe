using Artic.Streams.Log;

namespace Artic.Hosting.Subscription;

/// <summary>
/// The records of a step as they come in, kept until the last is there: a step is appended whole or not at all. Thread:
/// the mirror's. Allocates until it has held its longest step.
/// </summary>
internal sealed class MirroredStep
{
    private const int AlignmentBytes = 8;

    private readonly byte[] _payloads = GC.AllocateUninitializedArray<byte>(RecordWriter.MaxStepBytes);
    private RecordHeader[] _headers = new RecordHeader[16];
    private int[] _lengths = new int[16];
    private int _used;
    private int _stepBytes;

    /// <summary>Records so far.</summary>
    public int Count { get; private set; }

    /// <summary>The last record of the step is there.</summary>
    public bool IsComplete => Count > 0 && (_headers[Count - 1].Flags & RecordFlags.StepContinues) == 0;

    /// <summary>Where the next payload is put, before <see cref="TryAdd"/>; larger ones are none of a step.</summary>
    public Span<byte> Room => _payloads.AsSpan(_used);

    /// <summary>One of them; its lengths are not set.</summary>
    public ref readonly RecordHeader this[int index] => ref _headers[index];

    /// <summary>Adds a record whose payload is the first bytes of <see cref="Room"/>; false where the step would be larger
    /// than any owner writes.</summary>
    public bool TryAdd(in RecordHeader header, int payloadLength)
    {
        int bytes = (RecordHeader.SizeBytes + payloadLength + AlignmentBytes - 1) & -AlignmentBytes;
        if (payloadLength > Room.Length || bytes > RecordWriter.MaxStepBytes - _stepBytes)
        {
            return false;
        }

        if (Count == _headers.Length)
        {
            Array.Resize(ref _headers, 2 * Count);
            Array.Resize(ref _lengths, 2 * Count);
        }

        _headers[Count] = header;
        _lengths[Count] = payloadLength;
        Count++;
        _used += payloadLength;
        _stepBytes += bytes;
        return true;
    }

    /// <summary>Appends the step as it was published, and forgets it. Errors: as the writer's.</summary>
    public void CommitTo(RecordWriter writer, long nowNs)
    {
        int at = 0;
        for (int i = 0; i < Count; i++)
        {
            ref readonly RecordHeader header = ref _headers[i];
            Span<byte> payload = writer.Begin(
                _lengths[i], header.Type, header.InstrumentId, header.OriginNs, header.CauseStream, header.CauseSequence,
                header.PublishedNs);
            _payloads.AsSpan(at, _lengths[i]).CopyTo(payload);
            at += _lengths[i];
        }

        Clear();
        writer.Commit(nowNs);
    }

    /// <summary>Forgets what is there.</summary>
    public void Clear() => Count = _used = _stepBytes = 0;
}
