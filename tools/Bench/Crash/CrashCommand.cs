#pragma warning disable RS0030 // A crash test is random, from a seed that it prints.
using System.Globalization;
using System.Text.Json;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Core.Time;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Bench.Crash;

/// <summary>
/// <c>artic bench crash</c>: a writer is killed at random moments while readers follow, and some writers are stopped,
/// succeeded and woken. No reader may see a torn, reordered or unheard-of record, and none may miss a committed one.
/// Thread: the main thread.
/// </summary>
public sealed class CrashCommand(Installation installation, int kills, int successions, int seed, bool broken, string? json)
{
    private const int Readers = 3;
    private const long PatienceNs = 60_000_000_000;
    private const long LookNs = 200_000;
    private const int LongestLifeUs = 12_000;
    private const int StopMs = 5000;

    private readonly Random _random = new(seed);
    private readonly List<ChildProcess> _readers = [];
    private string _run = "";
    private string _logs = "";

    /// <summary>Runs it and gives the exit code: 1 where a reader found something.</summary>
    public int Execute()
    {
        if (kills is < 0 or > 100_000 || successions is < 0 or > 10_000)
        {
            Console.Error.WriteLine("artic bench crash: --kills must be 0 to 100000, --successions 0 to 10000");
            return 2;
        }

        using Interruption interruption = new();
        _run = Path.Combine(installation.Runs, $"crash-{Environment.ProcessId}-{Clock.MonotonicNs()}");
        RunPaths paths = new(_run);
        paths.CreateFolders();
        _logs = paths.Logs;
        CrashReport report = new() { Seed = seed, Kills = kills, Successions = successions, Readers = Readers };
        long begin = Clock.MonotonicNs();
        try
        {
            using CrashPage page = new(CrashProcess.PageIn(_run));
            Torment(page, report);
        }
        catch (BenchFailedException failure)
        {
            report.Failure = failure.Message;
        }
        finally
        {
            foreach (ChildProcess reader in _readers)
            {
                reader.Terminate();
                _ = reader.WaitOrKill(StopMs);
                reader.Dispose();
            }

            Directory.Delete(paths.HotFolder, recursive: true);
            Directory.Delete(_run, recursive: true);
        }

        report.Seconds = Math.Round((Clock.MonotonicNs() - begin) / 1e9, 1);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Kills} kills and {report.Successions} successions, seed {report.Seed}: {report.Records} records through {report.Epochs} owners to {Readers} readers in {report.Seconds} s: {report.Failure ?? "each whole, once, in order"}"));
        if (json != null)
        {
            File.WriteAllText(json, JsonSerializer.Serialize(report, BenchJson.Default.CrashReport) + "\n");
        }

        return report.Failure == null ? 0 : 1;
    }

    private void Torment(CrashPage page, CrashReport report)
    {
        for (int i = 0; i < Readers; i++)
        {
            StartReader(i);
        }

        // Successions are strewn among the kills.
        int rounds = kills + successions;
        int stopped = 0;
        long lastSaidNs = Clock.MonotonicNs();
        for (int round = 0; round < rounds; round++)
        {
            if (Interruption.IsWanted)
            {
                throw new BenchFailedException("interrupted");
            }

            bool succeed = (long)(round + 1) * successions / rounds > stopped;
            stopped += succeed ? 1 : 0;
            long epoch = Volatile.Read(ref page.WritingEpoch);
            using ChildProcess writer = Writer(round, takeOver: false);
            try
            {
                Live(writer, page, epoch);
                if (succeed)
                {
                    Succeed(writer, page, round);
                }
            }
            finally
            {
                _ = writer.WaitOrKill(0);
            }

            if (Clock.MonotonicNs() - lastSaidNs > 2_000_000_000)
            {
                lastSaidNs = Clock.MonotonicNs();
                Console.Error.WriteLine($"round {round + 1} of {rounds}: {Volatile.Read(ref page.Committed)} records");
            }
        }

        Finish(page, report);
    }

    private void Live(ChildProcess writer, CrashPage page, long epochBefore)
    {
        writer.Start();
        if (!Poll.Until(
            () => Volatile.Read(ref page.WritingEpoch) > epochBefore || !writer.IsRunning || Dead() != null, PatienceNs, LookNs) ||
            !writer.IsRunning || Dead() != null)
        {
            throw Failed(writer);
        }

        long lifeNs = _random.Next(LongestLifeUs) * 1000L;
        Poll.Pause(lifeNs);
    }

    /// <summary>The writer is stopped, another takes over and is killed, and the first wakes.</summary>
    private void Succeed(ChildProcess old, CrashPage page, int round)
    {
        _ = Signals.Send(old.ProcessNumber, Signals.Stop);
        using ChildProcess successor = Writer(round + 1_000_000, takeOver: true);
        try
        {
            Live(successor, page, Volatile.Read(ref page.WritingEpoch));
            _ = Signals.Send(old.ProcessNumber, Signals.Continue);
            if (!Poll.Until(() => !old.IsRunning, PatienceNs, LookNs) || old.ExitCode != CrashProcess.ExitFenced)
            {
                throw new BenchFailedException(
                    $"a writer that was succeeded and woken did not end by itself (exit {old.ExitCode}):\n{old.LogTail(12)}");
            }
        }
        finally
        {
            _ = successor.WaitOrKill(0);
        }
    }

    /// <summary>A last owner closes the stream; each reader must come to its end, and all must have read the same.</summary>
    private void Finish(CrashPage page, CrashReport report)
    {
        RunPaths paths = new(_run);
        using (DoorbellTable doorbells = DoorbellTable.Open(paths.Doorbells))
        using (RecordWriter last = RecordWriter.Open(paths, StreamId.Market, doorbells, 8 << 20))
        {
            using StreamArchiver archiver = new(paths, last, ArchivePolicy.Default);
            report.Records = last.LastSequence;
            report.Epochs = last.Epoch;
            if (report.Records < Volatile.Read(ref page.Committed))
            {
                throw new BenchFailedException($"record {page.Committed} was committed; the stream ends at {report.Records}");
            }

            Volatile.Write(ref page.Last, report.Records);
            WaitForReaders();
            if (!archiver.Flush())
            {
                throw new BenchFailedException($"the archive failed: {archiver.LastFault}");
            }
        }

        // Once more from the archive alone: what the readers heard is what is on disk.
        Directory.Delete(paths.HotStream(StreamId.Market), recursive: true);
        StartReader(Readers);
        WaitForReaders();
        for (int i = 0; i <= Readers; i++)
        {
            if (page.Checked(i) != report.Records || page.Digest(i) != page.Digest(0))
            {
                throw new BenchFailedException(
                    $"reader {i} has read {page.Checked(i)} of {report.Records} records, digest {page.Digest(i):x}; reader 0 has {page.Digest(0):x}");
            }
        }
    }

    private void StartReader(int number)
    {
        ChildProcess reader = Child($"reader {number}", ["--number", number.ToString(CultureInfo.InvariantCulture)], "crash-reader");
        _readers.Add(reader);
        reader.Start();
    }

    private void WaitForReaders()
    {
        if (!Poll.Until(
            () => Interruption.IsWanted || Dead() != null || _readers.TrueForAll(reader => !reader.IsRunning), PatienceNs, LookNs) ||
            Interruption.IsWanted || Dead() != null)
        {
            throw Failed(null);
        }
    }

    private ChildProcess? Dead() => _readers.Find(reader => !reader.IsRunning && reader.ExitCode != 0);

    private BenchFailedException Failed(ChildProcess? writer)
    {
        ChildProcess? dead = Dead() ?? (writer is { IsRunning: false } ? writer : null);
        return new BenchFailedException(
            Interruption.IsWanted ? "interrupted"
            : dead == null ? $"not done within {PatienceNs / 1_000_000_000} s"
            : $"{dead.Name} ended (exit {dead.ExitCode}):\n{dead.LogTail(4)}");
    }

    private ChildProcess Writer(int round, bool takeOver)
    {
        List<string> arguments = ["--seed", _random.Next().ToString(CultureInfo.InvariantCulture)];
        if (takeOver)
        {
            arguments.Add("--take-over");
        }

        if (broken)
        {
            arguments.Add("--broken");
        }

        return Child($"writer {round}", arguments, "crash-writer");
    }

    private ChildProcess Child(string name, List<string> arguments, string command) => new(
        name, Environment.ProcessPath!, [command, "--folder", _run, .. arguments], Path.Combine(_logs, $"{name}.log"));
}
