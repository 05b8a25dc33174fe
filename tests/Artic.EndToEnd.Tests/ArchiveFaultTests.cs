using System.Diagnostics;
using System.Security.Cryptography;
using Artic.Core.Time;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>What cannot be recorded is not traded: a disk that refuses stops new orders, ends the open ones, loses nothing.</summary>
public sealed class ArchiveFaultTests
{
    private const int StallMs = 1000;

    [RootFact]
    public void A_full_disk_halts_trading_until_there_is_room_again_and_nothing_is_lost() => Home.Story(home =>
    {
        using SmallDisk disk = new(Path.Combine(home.Runs, "full"), megabytes: 64);
        TradingRun run = new(home, "full", StallMs);
        NeedHaltWhile(run, () => disk.Fill(Directory.GetFiles(run.Paths.Logs)), disk.Free);
        NeedNothingLost(home, run);
    });

    [RootFact]
    public void A_disk_that_refuses_to_write_halts_trading_until_it_does_not_and_nothing_is_lost() => Home.Story(home =>
    {
        TradingRun run = new(home, "refused", StallMs);
        string[] files = [];
        try
        {
            NeedHaltWhile(
                run,
                () => SetImmutable("+i", files = Directory.GetFiles(
                    Path.Combine(run.Paths.RunFolder, "streams"), "*", SearchOption.AllDirectories)),
                () => SetImmutable("-i", files));
        }
        finally
        {
            SetImmutable("-i", files);
        }

        NeedNothingLost(home, run);
    });

    /// <summary>The demo once deleted its memory at the end whatever the disk had said: records with no other copy.</summary>
    [RootFact]
    public void What_the_disk_refused_until_the_end_stays_in_memory_and_is_said() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "unwritten");
        string[] files = Directory.GetFiles(demo.Paths.ArchiveStream(StreamId.Execution));
        try
        {
            SetImmutable("+i", files);
            demo.NeedOrders(2);
            DemoResult result = demo.End();

            Assert.Equal(1, result.ExitCode);
            Assert.Contains(
                $"the archive of execution is not complete; the only copy stays in memory: {demo.Paths.HotFolder}",
                demo.Cli.ErrorText, StringComparison.Ordinal);
            Assert.Equal(
                result.Number("orders", "fills"),
                RunStreams.Read(demo.Paths, StreamId.Execution, RecordType.Fill).Count);
            Verification.NeedIdentical(home, demo.Paths);
        }
        finally
        {
            SetImmutable("-i", files);
        }
    });

    private static void NeedHaltWhile(TradingRun run, Action begin, Action end)
    {
        run.NeedOrders(3);
        Deadline.Need("an order rests at the venue", 20, () => run.Venue.OpenOrders() > 0);
        begin();
        run.NeedState(active: false, 20);
        long haltedUtcNs = Clock.UtcNs();
        Deadline.Need("the open orders end", 20, () =>
            run.Venue.OpenOrders() == 0 && run.Value("execution-engine", "orders_open") == 0);

        // What was approved before the halt may have been on its way.
        Deadline.Never("the venue accepted an order", 3, () =>
        {
            run.NeedAlive();
            return run.Venue.Accepted().Exists(order => order.AtNs > haltedUtcNs + 100_000_000);
        });

        // The others have little to say now, and it may fit in their last pages.
        foreach (string service in (string[])["market-data", "risk-manager"])
        {
            Assert.True(run.Value(service, "archive_faults_total") > 0, $"{service} counts no fault of its archive");
        }

        TradingStateChanged halt = States(run.Paths)[^1];
        Assert.Equal((TradingStateValue.Halted, TradingStateReason.ArchiveBehind), (halt.State, halt.Reason));

        end();
        run.NeedState(active: true, 20);
        TradingStateChanged caughtUp = States(run.Paths)[^1];
        Assert.Equal((TradingStateValue.Active, TradingStateReason.ArchiveCaughtUp), (caughtUp.State, caughtUp.Reason));
        run.NeedOrders(2);
        foreach (string service in Repository.Services)
        {
            Deadline.Need($"the archive of {service} has caught up", 10, () => run.Value(service, "archive_lag_bytes") < 1 << 20);
        }
    }

    private static void NeedNothingLost(Home home, TradingRun run)
    {
        run.End();
        Dictionary<StreamId, string> hot = RunStreams.All.ToDictionary(stream => stream, stream => Digest(run.Paths, stream));
        Directory.Delete(run.Paths.HotFolder, recursive: true);
        foreach (StreamId stream in RunStreams.All)
        {
            Assert.Equal(hot[stream], Digest(run.Paths, stream));
        }

        StartedProgram verify = home.Cli("stream", "verify", run.Paths.RunId);
        Assert.True(verify.WaitForEnd(0) == 0, $"{verify}");
        Verification.NeedIdentical(home, run.Paths);
        Assert.Equal(0, run.Value("position-tracker", "position_breaks_total"));
    }

    private static List<TradingStateChanged> States(RunPaths paths) =>
        [.. RunStreams.Read(paths, StreamId.Order, RecordType.TradingStateChanged).Select(record => record.As<TradingStateChanged>())];

    /// <summary>Number of a stream's records, and a hash of all their headers and payloads.</summary>
    private static string Digest(RunPaths paths, StreamId stream)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using RecordReader reader = new(paths, stream);
        while (reader.TryRead(out Artic.Streams.Log.Record record))
        {
            hash.AppendData(BitConverter.GetBytes(record.Header.PublishedNs));
            hash.AppendData(BitConverter.GetBytes(record.Header.CauseSequence));
            hash.AppendData(record.Payload);
        }

        return $"{RunPaths.NameOf(stream)} {reader.LastSequence} {Convert.ToHexString(hash.GetHashAndReset())}";
    }

    private static void SetImmutable(string how, string[] files)
    {
        if (files.Length == 0)
        {
            return;
        }

        using Process chattr = Process.Start(Repository.OnPath("chattr")!, [how, .. files]);
        chattr.WaitForExit();
        Assert.True(chattr.ExitCode == 0, $"chattr {how} failed: this test needs a file system that has the attribute, such as ext4");
    }
}
