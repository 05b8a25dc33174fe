using System.Globalization;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Core.Time;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Bench.Soak;

/// <summary>
/// <c>artic bench soak</c>: a writer at an even rate with its archive, and three readers, the first of which is stopped
/// (SIGSTOP) in the middle. Every reader must check every record, and memory must be at the end what it was before.
/// Thread: the main thread.
/// </summary>
public sealed class SoakCommand(Installation installation, SoakOptions options)
{
    /// <summary>Reading processes; the first is the one that is stopped.</summary>
    public const int Readers = 3;

    /// <summary>A segment, as services have it.</summary>
    internal const long SegmentBytes = 16 << 20;

    /// <summary>Between two looks at memory and archive.</summary>
    internal const long SampleNs = 500_000_000;

    private const long LookNs = 20_000_000;
    private const long JoinNs = 30_000_000_000;
    private const long SayNs = 10_000_000_000;
    private const int StopMs = 5000;

    /// <summary>The writer must have kept up with so much of the rate, or it was not that soak.</summary>
    private const double LeastShare = 0.95;

    private readonly List<ChildProcess> _children = [];
    private readonly List<SoakSample> _samples = [];
    private long _begin;
    private long _lastSampleNs;
    private long _lastSaidNs;

    /// <summary>Runs it and gives the exit code: 1 where something was lost or grew.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("soak", options.Violations()))
        {
            return 2;
        }

        using Interruption interruption = new();
        SoakReport report = new() { Machine = Machine.Look(), Rate = options.RatePerSecond };
        string run = Path.Combine(installation.Runs, $"soak-{Environment.ProcessId}-{Clock.MonotonicNs()}");
        RunPaths paths = new(run);
        paths.CreateFolders();
        try
        {
            using SoakPage page = new(SoakProcess.PageIn(run));
            Soak(paths, page, report);
        }
        catch (BenchFailedException failure)
        {
            report.Failure = failure.Message;
        }
        finally
        {
            foreach (ChildProcess child in _children)
            {
                // One that is stopped does not hear the end.
                _ = Signals.Send(child.ProcessNumber, Signals.Continue);
                child.Terminate();
                _ = child.WaitOrKill(StopMs);
                child.Dispose();
            }

            Directory.Delete(paths.HotFolder, recursive: true);
            Directory.Delete(run, recursive: true);
        }

        Print(report);
        ReportFile.Write(report, options.Json, BenchJson.Default.SoakReport);

        return report.Failure == null ? 0 : 1;
    }

    private void Soak(RunPaths paths, SoakPage page, SoakReport report)
    {
        SoakArchive archive = new(paths.ArchiveStream(StreamId.Market), options.KeepsArchive);
        for (int i = 0; i < Readers; i++)
        {
            Start(paths, $"reader {i}", "soak-reader", "--number", Text(i));
        }

        Start(paths, "the writer", "soak-writer", "--rate", Text(options.RatePerSecond), "--seconds", Text(options.Seconds));
        ChildProcess stopped = _children[0];
        ChildProcess writer = _children[Readers];
        Watch(JoinNs, paths, page, archive, () => page.Written > 0, "the writer has not begun");
        _begin = Clock.MonotonicNs();
        long half = options.Seconds * 500_000_000L;
        long pauseNs = options.PauseSeconds * 1_000_000_000L;
        Watch(half * 2, paths, page, archive, () => Clock.MonotonicNs() - _begin >= half - (pauseNs / 2), "");
        _ = Signals.Send(stopped.ProcessNumber, Signals.Stop);
        long pauseBegin = Clock.MonotonicNs();
        Watch(half * 2, paths, page, archive, () => Clock.MonotonicNs() - pauseBegin >= pauseNs, "");
        report.PauseSeconds = Seconds(Clock.MonotonicNs() - pauseBegin);
        report.BehindRecords = page.Written - page.Checked(0);
        long woken = Clock.MonotonicNs();
        _ = Signals.Send(stopped.ProcessNumber, Signals.Continue);
        long goal = page.Written;
        Watch(half * 2, paths, page, archive, () => page.Checked(0) >= goal, "the reader that was stopped did not catch up");
        report.CatchUpSeconds = Seconds(Clock.MonotonicNs() - woken);
        Watch(half * 2, paths, page, archive, () => Volatile.Read(ref page.Last) > 0, "the writer has not ended in time");
        long end = Clock.MonotonicNs();
        report.Seconds = Seconds(end - _begin);
        report.Records = page.Last;
        report.RecordsPerSecond = Math.Round(page.Last / Seconds(end - _begin));
        Judge(report, pauseBegin, end);
        Watch(
            JoinNs, paths, page, archive, () => _children.TrueForAll(child => !child.IsRunning),
            "not all have ended after the last record");
        report.WriterLateMs = Math.Round(page.LatestNs / 1e6, 1);
        report.LateSegments = page.LateSegments;
        report.Checked = [page.Checked(0), page.Checked(1), page.Checked(2)];
        archive.Look(page.Last);
        report.ArchivedBytes = archive.AllBytes;
        report.ArchivePeakBytes = archive.PeakBytes;
        report.Failure = FailureOf(report);
    }

    /// <summary>Waits, samples memory and deletes what is passed. Errors: a process that fails, or the time.</summary>
    private void Watch(
        long timeoutNs, RunPaths paths, SoakPage page, SoakArchive archive, Func<bool> isDone, string otherwise)
    {
        ChildProcess? dead = null;
        bool done = Poll.Until(
            () =>
            {
                long now = Clock.MonotonicNs();
                if (now - _lastSampleNs >= SampleNs && page.Written > 0)
                {
                    _lastSampleNs = now;
                    _samples.Add(SoakSample.Take(now, _children, paths.HotStream(StreamId.Market)));
                    archive.Look(Math.Min(page.Checked(0), Math.Min(page.Checked(1), page.Checked(2))));
                }

                if (now - _lastSaidNs >= SayNs)
                {
                    _lastSaidNs = now;
                    Console.Error.WriteLine($"{page.Written} records written; read {page.Checked(0)}, {page.Checked(1)}, {page.Checked(2)}");
                }

                dead = _children.Find(child => !child.IsRunning && child.ExitCode != 0);
                return Interruption.IsWanted || dead != null || isDone();
            },
            timeoutNs + JoinNs, LookNs);
        if (dead != null || !done || Interruption.IsWanted)
        {
            throw new BenchFailedException(
                dead != null ? $"{dead.Name} ended (exit {dead.ExitCode}):\n{dead.LogTail(5)}"
                : Interruption.IsWanted ? "interrupted"
                : otherwise);
        }
    }

    private void Judge(SoakReport report, long pauseBegin, long end)
    {
        long fifth = (end - _begin) / 5;
        for (int i = 0; i <= _children.Count; i++)
        {
            int which = i;
            double[] Of(Func<SoakSample, bool> when) =>
                [.. _samples.Where(when).Select(sample => sample.Bytes[which].Private / 1e6)];
            report.Memory.Add(new SoakMemory
            {
                Name = i < _children.Count ? _children[i].Name : "the stream in /dev/shm",
                BeforeMb = Latency.Middle(Of(sample => sample.AtNs >= _begin + fifth && sample.AtNs < pauseBegin)),
                AfterMb = Latency.Middle(Of(sample => sample.AtNs >= end - fifth)),
                PeakMb = Math.Round(Of(_ => true).Max(), 3),
                SharedPeakMb = Math.Round(_samples.Max(sample => sample.Bytes[which].Shared) / 1e6, 3),
            });
        }
    }

    private string? FailureOf(SoakReport report)
    {
        List<string> failures = [];
        for (int i = 0; i < Readers; i++)
        {
            if (report.Checked[i] != report.Records)
            {
                failures.Add($"reader {i} has checked {report.Checked[i]} of {report.Records} records");
            }
        }

        if (report.Records != (long)options.RatePerSecond * options.Seconds)
        {
            failures.Add($"{report.Records} records were written, not {options.RatePerSecond} in each of {options.Seconds} seconds");
        }

        if (report.RecordsPerSecond < options.RatePerSecond * LeastShare)
        {
            failures.Add($"the writer did not keep up: {report.RecordsPerSecond} records a second of {options.RatePerSecond}");
        }

        foreach (SoakMemory memory in report.Memory)
        {
            if (!memory.IsFlat)
            {
                failures.Add(
                    $"{memory.Name} has grown from {memory.BeforeMb} to {memory.AfterMb} MB alone, or shared {memory.SharedPeakMb} MB");
            }
        }

        return failures.Count == 0 ? null : string.Join("; ", failures);
    }

    private void Start(RunPaths paths, string name, string command, params string[] arguments)
    {
        ChildProcess child = new(
            name, Environment.ProcessPath!, [command, "--folder", paths.RunFolder, .. arguments],
            Path.Combine(paths.Logs, $"{name}.log"));
        _children.Add(child);
        child.Start();
    }

    private static void Print(SoakReport report)
    {
        Line($"{report.Records} records in {report.Seconds} s ({report.RecordsPerSecond:F0}/s of {report.Rate}/s; the writer was late by {report.WriterLateMs} ms at most): {report.Failure ?? "each checked by each reader"}");
        Line($"  one reader stopped for {report.PauseSeconds} s was {report.BehindRecords} records behind and caught up in {report.CatchUpSeconds} s");
        Line($"  archived {report.ArchivedBytes / 1e9:F2} GB, at most {report.ArchivePeakBytes / 1e9:F2} GB at once");
        foreach (SoakMemory memory in report.Memory)
        {
            Line($"  {memory.Name,-22} {memory.BeforeMb,6:F1} MB before, {memory.AfterMb,6:F1} MB at the end, {memory.PeakMb,6:F1} MB at most; shared {memory.SharedPeakMb,6:F1} MB at most");
        }
    }

    private static double Seconds(long ns) => Math.Round(ns / 1e9, 3);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
