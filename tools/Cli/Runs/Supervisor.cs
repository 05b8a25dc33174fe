using Artic.Core.Time;
using Artic.Runs;

namespace Artic.Cli.Runs;

/// <summary>
/// Keeps the processes of a run alive: one that ends is started again, at once the first time, then with a growing
/// pause. Thread: one.
/// </summary>
public sealed class Supervisor(List<ChildProcess> children) : IDisposable
{
    private const long StableNs = 10_000_000_000;
    private const int MaxQuickRestarts = 8;

    private readonly Dictionary<string, (int Quick, long NextNs)> _pauses = [];
    private readonly long _beginNs = Clock.MonotonicNs();

    /// <summary>The processes, in the order of their start.</summary>
    public IReadOnlyList<ChildProcess> Children => children;

    /// <summary>What was started again, in its order.</summary>
    public List<Restart> Restarts { get; } = [];

    /// <summary>Starts all.</summary>
    public void Start()
    {
        foreach (ChildProcess child in children)
        {
            child.Start();
        }
    }

    /// <summary>
    /// Looks after all once. Gives the reason where a process cannot be kept alive.
    /// </summary>
    public string? Look()
    {
        foreach (ChildProcess child in children)
        {
            if (child.IsRunning)
            {
                continue;
            }

            (int quick, long next) = _pauses.GetValueOrDefault(child.Name);
            if (child.AgeNs > StableNs)
            {
                quick = 0;
            }

            if (Clock.MonotonicNs() < next)
            {
                continue;
            }

            if (quick >= MaxQuickRestarts)
            {
                return $"{child.Name} ended {quick} times in a row (exit {child.ExitCode}); the end of {child.LogPath}:\n{child.LogTail(5)}";
            }

            int before = child.ProcessNumber;
            int exit = child.ExitCode;
            child.Start();
            _pauses[child.Name] = (quick + 1, Clock.MonotonicNs() + (50_000_000L << quick));
            Restarts.Add(new Restart(
                child.Name, before, child.ProcessNumber, exit > 128 ? $"signal {exit - 128}" : $"exit {exit}",
                (Clock.MonotonicNs() - _beginNs) / 1e9));
        }

        return null;
    }

    /// <summary>Ends all, last first; kills what does not end within <paramref name="milliseconds"/>.</summary>
    public void Stop(int milliseconds)
    {
        foreach (ChildProcess child in children)
        {
            child.Terminate();
        }

        for (int i = children.Count - 1; i >= 0; i--)
        {
            _ = children[i].WaitOrKill(milliseconds);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ChildProcess child in children)
        {
            child.Dispose();
        }
    }
}

/// <summary>One restart.</summary>
/// <param name="Name">The service.</param>
/// <param name="ProcessBefore">The process that ended.</param>
/// <param name="ProcessAfter">The one that goes on.</param>
/// <param name="Reason">How the first ended.</param>
/// <param name="AtSeconds">Seconds since the run began.</param>
public sealed record Restart(string Name, int ProcessBefore, int ProcessAfter, string Reason, double AtSeconds);
