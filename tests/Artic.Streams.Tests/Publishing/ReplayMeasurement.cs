using Artic.Hosting.Logs;
using Artic.Hosting.Publishing;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Waiting;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Streams.Tests.Publishing;

/// <summary>
/// A replay server and somebody who asks it, alone in a process, so that what the process allocates is what a page does.
/// </summary>
internal sealed class ReplayMeasurement : IDisposable
{
    private const int RecordsOfPage = 1000;

    /// <summary>All records in one: to enter a segment allocates.</summary>
    private const long SegmentBytes = 64 << 20;

    private const int PatienceMs = 20_000;

    private readonly DoorbellTable _doorbells;
    private readonly RecordWriter _writer;
    private readonly CountersFile _counters;
    private readonly ZmqContext _context = new();
    private readonly StreamPublisher _publisher;
    private readonly ReplayServer _server;
    private readonly ZmqSocket _asker;
    private readonly ReplayRequest _request = new();
    private readonly byte[] _frame = new byte[1024];
    private ulong _next = 1;
    private object? _control;

    public ReplayMeasurement(string folder, int pages)
    {
        RunPaths paths = new(folder);
        paths.CreateFolders();
        _doorbells = DoorbellTable.Open(paths.Doorbells);
        _counters = CountersFile.OpenOrCreate(paths.Counters("market-data"));
        _writer = RecordWriter.Open(paths, StreamId.Market, _doorbells, SegmentBytes, hotSegments: 1);
        for (int i = 1; i <= pages * RecordsOfPage; i++)
        {
            TestRecord.Write(_writer, i, PublishingOwner.PayloadLength);
            _writer.Commit(i);
        }

        _publisher = new StreamPublisher(paths, StreamId.Market, _writer.Epoch, _context, new Dictionary<uint, string>());
        _server = new ReplayServer(_counters, new JsonLog("market-data", paths.RunId));
        _server.Add(paths, StreamId.Market, _context, new Dictionary<uint, string>(), _publisher);
        _server.Start();
        _asker = new ZmqSocket(_context, ZmqSocketType.Dealer)
        {
            ReceiveTimeoutMs = PatienceMs, SendTimeoutMs = PatienceMs,
        };
        _asker.Connect($"ipc://{paths.Sockets}/market.replay");
    }

    /// <summary>Bytes on the managed heap over so many pages of one range, after as many to warm up.</summary>
    public long BytesOver(int pages, bool control)
    {
        Take(pages, control);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Take(pages, control);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    public void Dispose()
    {
        _asker.Dispose();
        _server.Dispose();
        _publisher.Dispose();
        _context.Dispose();
        _writer.Dispose();
        _counters.Dispose();
        _doorbells.Dispose();
        GC.KeepAlive(_control);
    }

    private void Take(int pages, bool control)
    {
        for (int i = 0; i < pages; i++)
        {
            _request.FromSequence = _next;
            Span<byte> request = _frame.AsSpan(0, _request.CalculateSize());
            _request.WriteTo(request);
            int frames = 0;
            bool more = _asker.TrySend(request, more: false);
            while (more && _asker.TryReceive(_frame, out _, out more))
            {
                frames++;
            }

            _next += RecordsOfPage;
            if (frames != 1 + (3 * RecordsOfPage))
            {
                throw new InvalidDataException($"a page of {frames} frames");
            }

            if (control)
            {
                _control = new object();
            }
        }
    }
}
