using Artic.Core.Time;
using Artic.Messaging.Records;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Waiting;
using Google.Protobuf;

namespace Artic.Services.Tests.Support;

/// <summary>A run of its own for one test, with the streams as the services see them; gone afterwards.</summary>
internal sealed class TestRun : IDisposable
{
    private const long SegmentBytes = 64 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");
    private readonly List<IDisposable> _owned = [];

    public TestRun()
    {
        Paths = new RunPaths(_folder.FullName);
        Paths.CreateFolders();
        Doorbells = Own(DoorbellTable.Open(Paths.Doorbells));
    }

    public RunPaths Paths { get; }

    public DoorbellTable Doorbells { get; }

    public CountersFile Counters(string service) => Own(CountersFile.OpenOrCreate(Paths.Counters(service)));

    public RecordWriter Writer(StreamId stream) => Own(RecordWriter.Open(Paths, stream, Doorbells, SegmentBytes));

    public RecordReader Reader(StreamId stream) => Own(new RecordReader(Paths, stream));

    /// <summary>All messages of one type that a stream holds, from its start.</summary>
    public List<T> All<T>(StreamId stream, RecordType type)
        where T : class, IMessage
    {
        using RecordReader reader = new(Paths, stream);
        List<T> found = [];
        while (reader.TryRead(out Record record))
        {
            if (RecordCodec.TypeOf(record) == type)
            {
                found.Add((T)RecordNames.Parse(type, record.Payload)!);
            }
        }

        return found;
    }

    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        Directory.Delete(Paths.HotFolder, recursive: true);
        _folder.Delete(recursive: true);
    }

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}

/// <summary>Shorthand of tests.</summary>
internal static class Units
{
    /// <summary>A decimal at scale 8.</summary>
    public static long E8(decimal value) => (long)(value * 100_000_000m);

    /// <summary>Commits a message on a stream of an edge, stamped now.</summary>
    public static void Say<T>(this RecordWriter writer, RecordType type, T message, long originNs = 0)
        where T : IMessage
    {
        writer.Append(type, message, originNs);
        writer.Commit(Clock.MonotonicNs());
    }

    /// <summary>Appends a message that is about an instrument; the caller commits.</summary>
    public static void AppendOf<T>(this RecordWriter writer, RecordType type, uint instrumentId, T message, long originNs = 0)
        where T : IMessage =>
        message.WriteTo(writer.Begin(message.CalculateSize(), (ushort)type, instrumentId, originNs, StreamId.None, 0));
}
