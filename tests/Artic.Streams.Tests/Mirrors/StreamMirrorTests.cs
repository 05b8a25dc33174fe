using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Artic.Hosting.Logs;
using Artic.Hosting.Options;
using Artic.Hosting.Publishing;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Tests.Publishing;
using Artic.Streams.Waiting;

namespace Artic.Streams.Tests.Mirrors;

/// <summary>Copies of a stream by ZeroMQ against its owner, in processes of their own where one of them dies.</summary>
public sealed partial class StreamMirrorTests : IDisposable
{
    private const long PatienceNs = 60_000_000_000;
    private const int LowHighWaterMark = 100;
    private const int StopNumber = 19;
    private const int ContinueNumber = 18;

    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_copy_that_begins_late_has_every_record_with_its_times_its_bytes_and_its_steps()
    {
        using PublishingOwner owner = new(_run.Paths.RunFolder, highWaterMark: 1000);
        _ = owner.Write(5000, stepRecords: 3);
        using MirroringService service = new(_run.Paths, highWaterMark: 1000);
        long last = owner.Write(5002, stepRecords: 7);
        Assert.Equal(10_002, last);
        service.NeedLast(last);
        NeedSame(last);
        Assert.Equal(last, service.Value("mirror_records_total"));
        Assert.Equal(0, service.Value("mirror_refused_total"));
        service.Need("no lag", () => service.Value("mirror_lag_records") == 0);
        Assert.Null(service.Fault);

        // Another run's folder never takes these segments for its own.
        using RecordReader foreign = new(_run.Paths.MirrorsOf("signal-bridge"), StreamId.Market);
        Assert.False(foreign.TryRead(out _));
    }

    [Fact]
    public void A_service_that_was_stopped_while_most_was_dropped_ends_with_every_record()
    {
        using SecondProcess owner = Own("publish");
        using SecondProcess service = new("mirror", _run.Paths.RunFolder, LowHighWaterMark);
        Assert.Equal("1000", Write(owner, 1000));
        _ = NeedLast(service, 1000);
        Signal(service, StopNumber);
        Assert.Equal("151000", Write(owner, 150_000));
        Signal(service, ContinueNumber);
        long[] status = NeedLast(service, 151_000);
        NeedSame(151_000);
        Assert.True(status[1] > 0 && status[2] > 50_000, $"{string.Join(' ', status)}");
    }

    [Fact]
    public void A_service_that_is_killed_again_and_again_goes_on_where_its_copy_ends()
    {
        using SecondProcess owner = Own("publish");
        long last = 0;
        for (int i = 0; i < 4; i++)
        {
            using SecondProcess service = new("mirror", _run.Paths.RunFolder, LowHighWaterMark);
            last = long.Parse(Write(owner, 20_000)!);
            if (i == 3)
            {
                _ = NeedLast(service, last);
                continue;
            }

            // In the midst of what it takes in.
            Assert.True(Poll.Until(() => Status(service)[0] > last - 20_000, PatienceNs));
            service.Kill();
            _ = Write(owner, 100);
        }

        NeedSame(last);
    }

    [Fact]
    public void Copies_go_on_when_their_owner_is_killed_and_started_again()
    {
        using MirroringService service = new(_run.Paths, LowHighWaterMark);
        for (int i = 1; i <= 4; i++)
        {
            using SecondProcess owner = Own("publish");
            Assert.Equal($"{i * 10_000}", Write(owner, 10_000));
            if (i == 4)
            {
                service.NeedLast(40_000);
            }

            owner.Kill();
        }

        NeedSame(40_000);
        service.Need("word of its silence", () => service.Fault != null);
        Assert.StartsWith("nothing is heard of the owner of 'market' at ipc://", service.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_owner_that_was_stopped_and_succeeded_is_left_for_the_one_after_it()
    {
        using SecondProcess stopped = Own("publish");
        Assert.Equal("1000", Write(stopped, 1000));
        using MirroringService service = new(_run.Paths, highWaterMark: 1000);
        service.NeedLast(1000);
        Signal(stopped, StopNumber);
        using SecondProcess successor = Own("succeed");
        Assert.Equal("3000", Write(successor, 2000));
        service.NeedLast(3000);

        // What it still writes is not heard: it is not in the stream, and its epoch is an old one.
        stopped.WriteLine("500");
        Signal(stopped, ContinueNumber);
        Assert.Equal("4000", Write(successor, 1000));
        service.NeedLast(4000);
        NeedSame(4000);
    }

    [Fact]
    public void A_copy_whose_owner_has_lost_its_end_is_not_written_on()
    {
        long last;
        using (PublishingOwner owner = new(_run.Paths.RunFolder, 1000))
        {
            using MirroringService service = new(_run.Paths, 1000);
            last = owner.Write(1000);
            service.NeedLast(last);
        }

        // The owner's host began anew, before the disk had it all.
        Directory.Delete(_run.Paths.HotStream(StreamId.Market), recursive: true);
        Directory.Delete(_run.Paths.ArchiveStream(StreamId.Market), recursive: true);
        using PublishingOwner successor = new(_run.Paths.RunFolder, 1000);
        Assert.Equal(400, successor.Write(400));
        using MirroringService again = new(_run.Paths, 1000);
        again.Need("a refusal", () => again.Value("mirror_refused_total") > 0);
        Assert.Equal("the owner of 'market' has 400 records, and 1000 are here: it lost its end", again.Fault);
        _ = successor.Write(599, stepRecords: 2);
        _ = successor.Write(201, stepRecords: 2);
        again.Need("a refusal", () => again.Fault!.EndsWith(
            "has another record 1000 than this copy: another stream, or one that lost its end", StringComparison.Ordinal));
        Assert.Equal(1000, again.Last);
    }

    [Fact]
    public void An_effect_waits_for_its_cause()
    {
        // The signal's owner is heard at once, that of the market later.
        using ZmqContext context = new();
        RecordWriter market = _run.Writer(StreamId.Market);
        RecordWriter signal = _run.Writer(StreamId.Signal);
        for (int i = 1; i <= 100; i++)
        {
            TestRecord.Write(market, i, 24);
            market.Commit(i);
            _ = signal.Begin(8, TestRecord.Type, 0, i, StreamId.Market, i);
            signal.Commit(i);
        }

        using MirroringService service = new(
            _run.Paths, 1000, streams: [StreamId.Signal, StreamId.Market]);
        CountersFile counters = _run.Own(CountersFile.OpenOrCreate(_run.Paths.Counters("signal-bridge")));
        using StreamPublisher signals = new(_run.Paths, StreamId.Signal, signal.Epoch, context, new Dictionary<uint, string>());
        using ReplayServer signalReplay = new(counters, new JsonLog("signal-bridge", _run.Paths.RunId));
        signalReplay.Add(_run.Paths, StreamId.Signal, context, new Dictionary<uint, string>(), signals);
        using SideThread first = SideThread.Repeat(signals.Work);
        signalReplay.Start();
        service.Need("a signal", () => service.Value("mirror_recovered_total") >= 1);
        Assert.False(Poll.Until(() => service.Last > 0, 300_000_000));

        using StreamPublisher quotes = new(_run.Paths, StreamId.Market, market.Epoch, context, new Dictionary<uint, string>());
        using ReplayServer marketReplay = new(counters, new JsonLog("market-data", _run.Paths.RunId));
        marketReplay.Add(_run.Paths, StreamId.Market, context, new Dictionary<uint, string>(), quotes);
        using SideThread second = SideThread.Repeat(quotes.Work);
        marketReplay.Start();
        service.NeedLast(100);
        Assert.Equal(100, service.LastOf(StreamId.Market));
    }

    [Fact]
    public void A_copy_by_tcp_needs_the_right_keys()
    {
        using ZmqContext context = new();
        ZmqCurveKeys serverKeys = ZmqCurveKeys.Generate();
        ZmqCurveKeys friendKeys = ZmqCurveKeys.Generate();
        string secret = Path.Combine(_run.Paths.RunFolder, "curve-secret");
        File.WriteAllText(secret, serverKeys.Secret);
        int port = FreePort();
        TcpPublishing tcp = TcpPublishing.From(new PublishOptions
        {
            TcpHost = "127.0.0.1", TcpPortBase = port - TcpPublishing.PublisherPort(0, StreamId.Market),
            CurveSecretFile = secret, CurveClients = [friendKeys.Public],
        })!;
        using ZmqCurveClients clients = new(context, [friendKeys.Public]);
        RecordWriter writer = _run.Writer(StreamId.Market);
        using StreamPublisher publisher = new(
            _run.Paths, StreamId.Market, writer.Epoch, context, new Dictionary<uint, string>(), tcp: tcp);
        using ReplayServer replay = new(
            _run.Own(CountersFile.OpenOrCreate(_run.Paths.Counters("market-data"))), new JsonLog("market-data", _run.Paths.RunId));
        replay.Add(_run.Paths, StreamId.Market, context, new Dictionary<uint, string>(), publisher, tcp);
        replay.Start();
        using SideThread housekeeping = SideThread.Repeat(publisher.Work);
        TestRecord.Write(writer, 1, 24);
        writer.Commit(1);

        ServiceOptions options = new();
        options.Inputs.Add("market", new InputOptions
        {
            Publisher = $"tcp://127.0.0.1:{port}", Replay = $"tcp://127.0.0.1:{port + 1}", ServerKey = serverKeys.Public,
        });
        using (MirroringService stranger = new(_run.Paths, 1000, keys: ZmqCurveKeys.Generate(), options: options))
        {
            stranger.Need("a refusal", () => clients.Refused > 0);
            Assert.Equal(0, stranger.Last);
        }

        using MirroringService friend = new(_run.Paths, 1000, needsOwnClock: true, friendKeys, options);
        friend.NeedLast(1);
        TestRecord.Write(writer, 2, 24);
        writer.Commit(2);
        friend.NeedLast(2);
        NeedSame(2);
    }

    [Fact]
    public void Copying_allocates_nothing_for_a_record()
    {
        using SecondProcess process = new("measure-mirror", _run.Paths.RunFolder, 20_000);
        string[] bytes = process.ReadToEnd();

        // Ten waits and their conditions, whatever is copied.
        Assert.InRange(long.Parse(bytes[^1]), 0, 20_000);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Write(SecondProcess owner, int records)
    {
        owner.WriteLine($"{records}");
        return owner.ReadLine();
    }

    private static long[] Status(SecondProcess service)
    {
        service.WriteLine("?");
        return Array.ConvertAll(service.ReadLine()!.Split(' '), long.Parse);
    }

    private static long[] NeedLast(SecondProcess service, long last)
    {
        long[] status = [];
        bool came = Poll.Until(
            () =>
            {
                status = Status(service);
                return status[0] == last;
            },
            PatienceNs, 20_000_000);
        Assert.True(came, $"record {last} did not come: {string.Join(' ', status)}");
        return status;
    }

    private static void Signal(SecondProcess process, int signal) => Assert.Equal(0, SendSignal(process.Id, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    private SecondProcess Own(string role) => new(role, _run.Paths.RunFolder, LowHighWaterMark);

    /// <summary>The copy has the same records as the stream, up to the last.</summary>
    private void NeedSame(long last)
    {
        using RecordReader original = new(_run.Paths, StreamId.Market);
        using RecordReader copy = new(_run.Paths.MirrorsOf("position-tracker"), StreamId.Market);
        for (long i = 1; i <= last; i++)
        {
            Assert.True(original.TryRead(out Record published));
            Assert.True(copy.TryRead(out Record copied), $"the copy ends before {i}");
            ReadOnlySpan<byte> header = Bytes(published.Header);
            Assert.True(
                header.SequenceEqual(Bytes(copied.Header)) && published.Payload.SequenceEqual(copied.Payload),
                $"record {i} differs: {Convert.ToHexString(header)} was copied as {Convert.ToHexString(Bytes(copied.Header))}");
            TestRecord.Check(copied, i, PublishingOwner.PayloadLength);
        }

        Assert.False(copy.TryRead(out _));
    }

    private static ReadOnlySpan<byte> Bytes(in RecordHeader header) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<RecordHeader>(in header));
}
