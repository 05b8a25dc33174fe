using Artic.Streams.Log;

namespace Artic.Streams.Steps;

/// <summary>Takes what a loop says while it is run again, and holds it against the recorded stream.</summary>
internal sealed class RebuildComparison(RecordReader recorded)
{
    private readonly List<(RecordHeader Header, byte[] Payload)> _produced = [];

    /// <summary>Records of the step in hand.</summary>
    public int Produced => _produced.Count;

    /// <summary>Sequence of the last of them: the step's own record has been read, those behind it have not.</summary>
    public long LastSequence => recorded.LastSequence + _produced.Count;

    public Span<byte> Begin(
        int payloadLength, ushort type, uint instrumentId, long originNs, StreamId causeStream, long causeSequence)
    {
        RecordHeader header = new()
        {
            Length = (uint)(RecordHeader.SizeBytes + payloadLength),
            Type = type,
            OriginNs = originNs,
            CauseStream = causeStream,
            CauseSequence = causeSequence,
            InstrumentId = instrumentId,
        };
        byte[] payload = new byte[payloadLength];
        _produced.Add((header, payload));
        return payload;
    }

    /// <summary>
    /// Reads as many records as were produced, the last of which ends the recorded step, and compares all but the
    /// publishing time. Errors: <see cref="StepMismatchException"/> names the first that differs.
    /// </summary>
    public void CheckStep(bool stepContinues)
    {
        foreach ((RecordHeader header, byte[] payload) in _produced)
        {
            if (!stepContinues || !recorded.TryRead(out Record record))
            {
                throw Mismatch("the record ends here, the loop says more");
            }

            ref readonly RecordHeader said = ref record.Header;
            if (said.Type != header.Type || said.Length != header.Length || said.OriginNs != header.OriginNs || said.InstrumentId != header.InstrumentId ||
                said.CauseStream != header.CauseStream || said.CauseSequence != header.CauseSequence ||
                (said.Flags & ~RecordFlags.StepContinues) != 0 ||
                !record.Payload.SequenceEqual(payload))
            {
                throw Mismatch(
                    $"recorded type {said.Type} {Convert.ToHexString(record.Payload)}, " +
                    $"run again type {header.Type} {Convert.ToHexString(payload)}");
            }

            stepContinues = said.Flags.HasFlag(RecordFlags.StepContinues);
        }

        if (stepContinues)
        {
            throw Mismatch("the record goes on, the loop says nothing more");
        }

        _produced.Clear();
    }

    private StepMismatchException Mismatch(string what) =>
        new($"stream '{RunPaths.NameOf(recorded.Stream)}', sequence {recorded.LastSequence}: {what}");
}
