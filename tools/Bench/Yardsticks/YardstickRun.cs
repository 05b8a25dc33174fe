using System.Globalization;
using Artic.Bench.Chain;
using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Waiting;

namespace Artic.Bench.Yardsticks;

/// <summary>
/// One run of a yardstick: five processes, in a folder in memory that is removed. Thread: the main thread.
/// Errors: <see cref="BenchFailedException"/> with the end of the log of whoever failed; nothing is left running.
/// </summary>
public sealed class YardstickRun(
    YardstickKind kind, ChainLoad load, ThreadPlan plan, int[] payloadBytes, Func<bool> isInterrupted)
{
    private const long StartTimeoutNs = 30_000_000_000;
    private const long LookNs = 5_000_000;
    private const int StopMs = 2000;

    /// <summary>Runs it. Blocks for as long as the load lasts.</summary>
    public YardstickResult Execute()
    {
        string folder = $"/dev/shm/artic-yardstick-{Environment.ProcessId}-{Clock.MonotonicNs()}";
        _ = Directory.CreateDirectory(folder);
        List<ChildProcess> children = [];
        try
        {
            Plan().Write(folder);
            for (int i = 0; i <= YardstickPlan.Hops; i++)
            {
                ChildProcess child = new(
                    $"process {i} of {kind}", Environment.ProcessPath!,
                    ["yardstick", "--folder", folder, "--number", i.ToString(CultureInfo.InvariantCulture)],
                    Path.Combine(folder, $"{i}.log"));
                children.Add(child);
                child.Start();
            }

            Wait(children, folder);
            return YardstickResult.Read(folder);
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
        }
    }

    private YardstickPlan Plan()
    {
        Dictionary<string, ServiceOptions> services = [];
        foreach (string service in OptionsRules.ServiceNames)
        {
            services.Add(service, new ServiceOptions());
        }

        plan.Apply(services);
        return new YardstickPlan
        {
            Kind = kind,
            RatePerSecond = load.RatePerSecond,
            Burst = load.Burst,
            Messages = load.Ticks,
            WarmUpMessages = load.WarmUpTicks,
            PayloadBytes = payloadBytes,
            SourceCore = plan.HouseCores[0],
            Threads = [.. OptionsRules.ServiceNames[..YardstickPlan.Hops].Select(service => services[service])],
        };
    }

    private void Wait(List<ChildProcess> children, string folder)
    {
        long timeoutNs = (load.Ticks * 1_000_000_000 / load.RatePerSecond) + StartTimeoutNs;
        string result = YardstickPlan.ResultIn(folder);
        bool done = Poll.Until(
            () => isInterrupted() || File.Exists(result) || children.Exists(child => !child.IsRunning), timeoutNs, LookNs);
        if (isInterrupted())
        {
            throw new BenchFailedException("interrupted");
        }

        if (!done || !File.Exists(result))
        {
            ChildProcess? dead = children.Find(child => !child.IsRunning && child.ExitCode != 0);
            throw new BenchFailedException(
                dead != null
                    ? $"{dead.Name} ended (exit {dead.ExitCode}); the end of its log:\n{dead.LogTail(5)}"
                    : $"{kind}: not every message came through");
        }
    }
}
