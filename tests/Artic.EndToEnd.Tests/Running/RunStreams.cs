using Artic.Messaging.Records;
using Artic.Streams.Log;
using Google.Protobuf;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>The streams of a run as any reader sees them: hot while it lives, from the archive afterwards.</summary>
internal static class RunStreams
{
    /// <summary>All streams that a run has.</summary>
    public static readonly StreamId[] All = [.. Enum.GetValues<StreamId>().Where(stream => stream != StreamId.None)];

    /// <summary>
    /// The records of the given types, from the first of the run to the last; all types where none is given. A gap in
    /// the sequence or a damaged record throws.
    /// </summary>
    public static List<StreamRecord> Read(RunPaths paths, StreamId stream, params RecordType[] types)
    {
        using RecordReader reader = new(paths, stream);
        return Read(reader, types);
    }

    /// <summary>The same of the archive alone, which lags behind.</summary>
    public static List<StreamRecord> ReadArchive(RunPaths paths, StreamId stream, params RecordType[] types)
    {
        using RecordReader reader = RecordReader.OfArchive(paths, stream);
        return Read(reader, types);
    }

    private static List<StreamRecord> Read(RecordReader reader, RecordType[] types)
    {
        List<StreamRecord> records = [];
        while (reader.TryRead(out Artic.Streams.Log.Record record))
        {
            RecordType type = RecordCodec.TypeOf(record);
            if (types.Length == 0 || types.Contains(type))
            {
                records.Add(new StreamRecord(
                    type, record.Header.Sequence, record.Header.PublishedNs, record.Header.OriginNs,
                    RecordNames.Parse(type, record.Payload)));
            }
        }

        return records;
    }
}

/// <summary>One record, copied.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Sequence">Its place in the stream.</param>
/// <param name="PublishedNs">CLOCK_MONOTONIC at its commit.</param>
/// <param name="OriginNs">CLOCK_MONOTONIC at the receipt of the frame at its root.</param>
/// <param name="Message">Its content; null for a type that this version does not know.</param>
internal sealed record StreamRecord(RecordType Type, long Sequence, long PublishedNs, long OriginNs, IMessage? Message)
{
    /// <summary>The content as the message that the type stands for.</summary>
    public T As<T>()
        where T : IMessage => (T)Message!;
}
