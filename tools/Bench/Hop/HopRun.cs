using System.Globalization;
using Artic.Bench.Chain;
using Artic.Core.Time;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Bench.Hop;

/// <summary>
/// One measurement of a hop: a writing process and its readers, in folders that are removed. Thread: the main thread.
/// Errors: <see cref="BenchFailedException"/>; nothing is left running.
/// </summary>
public sealed class HopRun(Installation installation, HopPlan plan, Func<bool> isInterrupted)
{
    private const long TimeoutNs = 180_000_000_000;
    private const long LookNs = 5_000_000;
    private const int StopMs = 2000;

    /// <summary>Runs it and gives the results, the writer's first. Blocks.</summary>
    public HopResult[] Execute()
    {
        string name = $"hop-{Environment.ProcessId}-{Clock.MonotonicNs()}";
        string folder = $"/dev/shm/artic-{name}";
        plan.RunFolder = Path.Combine(installation.Runs, name);
        RunPaths paths = new(plan.RunFolder);
        paths.CreateFolders();
        _ = Directory.CreateDirectory(folder);
        List<ChildProcess> children = [];
        try
        {
            plan.Write(folder);
            for (int i = 0; i <= plan.Readers; i++)
            {
                ChildProcess child = new(
                    i == 0 ? "the writer" : $"reader {i}", Environment.ProcessPath!,
                    ["hop-process", "--folder", folder, "--number", i.ToString(CultureInfo.InvariantCulture)],
                    Path.Combine(folder, $"{i}.log"));
                children.Add(child);
                child.Start();
            }

            bool done = Poll.Until(
                () => isInterrupted() || AllDone(folder) || children.Exists(child => !child.IsRunning && child.ExitCode != 0),
                TimeoutNs, LookNs);
            if (isInterrupted() || !done || !AllDone(folder))
            {
                ChildProcess? dead = children.Find(child => !child.IsRunning && child.ExitCode != 0);
                throw new BenchFailedException(
                    isInterrupted() ? "interrupted"
                    : dead != null ? $"{plan.Kind}: {dead.Name} ended (exit {dead.ExitCode}):\n{dead.LogTail(5)}"
                    : $"{plan.Kind}: not done within {TimeoutNs / 1_000_000_000} s");
            }

            return [.. Enumerable.Range(0, plan.Readers + 1).Select(number => HopResult.Read(folder, number))];
        }
        finally
        {
            foreach (ChildProcess child in children)
            {
                child.Terminate();
                _ = child.WaitOrKill(StopMs);
                child.Dispose();
            }

            Directory.Delete(folder, recursive: true);
            Directory.Delete(paths.HotFolder, recursive: true);
            Directory.Delete(plan.RunFolder, recursive: true);
        }
    }

    private bool AllDone(string folder)
    {
        for (int i = 0; i <= plan.Readers; i++)
        {
            if (!File.Exists(HopPlan.ResultIn(folder, i)))
            {
                return false;
            }
        }

        return true;
    }
}
