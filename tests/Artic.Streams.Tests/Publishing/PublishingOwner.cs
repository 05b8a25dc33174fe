using Artic.Hosting;
using Artic.Hosting.Logs;
using Artic.Hosting.Publishing;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Streams.Tests.Publishing;

/// <summary>
/// The market stream's owner with all that a service has beside it: archive, publisher, replay. Its records are those
/// of <see cref="TestRecord"/>, so that whoever gets one can tell what it must hold.
/// </summary>
internal sealed class PublishingOwner : IDisposable
{
    public const int PayloadLength = 24;

    private const long MostLagBytes = 16 << 20;
    private const long PatienceNs = 60_000_000_000;

    private readonly DoorbellTable _doorbells;
    private readonly RecordWriter _writer;
    private readonly ZmqContext _context = new();
    private readonly CountersFile _counters;
    private readonly StreamPublisher _publisher;
    private readonly ReplayServer _replay;
    private readonly Housekeeper _housekeeper = new(static error => Environment.FailFast(error.Message, error));

    public PublishingOwner(string folder, int highWaterMark, bool takeOver = false)
    {
        RunPaths paths = new(folder);
        _doorbells = DoorbellTable.Open(paths.Doorbells);
        _counters = CountersFile.OpenOrCreate(paths.Counters("market-data"));
        _writer = RecordWriter.Open(paths, StreamId.Market, _doorbells, TestRun.SegmentBytes, takeOver: takeOver);
        _publisher = new StreamPublisher(paths, StreamId.Market, _writer.Epoch, _context, new Dictionary<uint, string>(), highWaterMark);
        _replay = new ReplayServer(_counters, new JsonLog("market-data", paths.RunId));
        _replay.Add(paths, StreamId.Market, _context, new Dictionary<uint, string>(), _publisher);
        _housekeeper.Keep(paths, _writer, ArchivePolicy.Default);
        _housekeeper.Add(_publisher.Work);
        _housekeeper.Start();
        _replay.Start();
    }

    /// <summary>Writes so many more, in steps of one or more, and gives the last one's sequence; no faster than the disk
    /// takes them.</summary>
    public long Write(int records, int stepRecords = 1)
    {
        for (int i = 1; i <= records; i++)
        {
            long number = _writer.LastSequence + _writer.PendingRecords + 1;
            if (number % 1000 == 0 && _housekeeper.ArchiveLagBytes > MostLagBytes)
            {
                _ = Poll.Until(() => _housekeeper.ArchiveLagBytes <= MostLagBytes, PatienceNs);
            }

            TestRecord.Write(_writer, number, PayloadLength);
            if (i % stepRecords == 0 || i == records)
            {
                _writer.Commit(number);
            }
        }

        return _writer.LastSequence;
    }

    public void Dispose()
    {
        _replay.Dispose();
        _ = _housekeeper.Stop();
        _publisher.Dispose();
        _context.Dispose();
        _writer.Dispose();
        _counters.Dispose();
        _doorbells.Dispose();
    }
}
