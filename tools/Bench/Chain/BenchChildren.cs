using Artic.Runs;
using Artic.Streams.Waiting;

namespace Artic.Bench.Chain;

/// <summary>
/// The processes of a measurement, with their logs in the run's folder. Owner of the processes: they end with it. Thread: the main thread,
/// whose end ends them too. Errors: <see cref="BenchFailedException"/> with the end of the log of whoever failed.
/// </summary>
/// <param name="run">Whose folder it is.</param>
/// <param name="isInterrupted">Somebody wants it to end.</param>
public sealed class BenchChildren(RunFolder run, Func<bool> isInterrupted) : IDisposable
{
    private const long LookNs = 5_000_000;
    private const int StopMs = 5000;

    private readonly List<ChildProcess> _children = [];

    /// <summary>The process of this name.</summary>
    public ChildProcess this[string name] => _children.Find(child => child.Name == name)!;

    /// <summary>Starts one; does not wait.</summary>
    public void Begin(string name, string binary, params string[] arguments)
    {
        ChildProcess child = new(name, binary, arguments, Path.Combine(run.Paths.Logs, $"{name}.log"));
        _children.Add(child);
        child.Start();
    }

    /// <summary>Waits, and looks after the children meanwhile: one that ends ends the measurement.</summary>
    public void WaitFor(Func<bool> condition, long timeoutNs, string failure)
    {
        ChildProcess? dead = null;
        bool holds = Poll.Until(
            () => isInterrupted() || (dead = _children.Find(child => !child.IsRunning)) != null || condition(),
            timeoutNs, LookNs);
        if (isInterrupted())
        {
            throw new BenchFailedException("interrupted");
        }

        if (dead != null)
        {
            throw new BenchFailedException($"{dead.Name} ended (exit {dead.ExitCode}); the end of its log:\n{dead.LogTail(5)}");
        }

        if (!holds)
        {
            string tails = string.Join('\n', _children.ConvertAll(child => $"{child.Name}: {child.LogTail(1)}"));
            throw new BenchFailedException($"{failure} within {timeoutNs / 1_000_000_000} s\n{tails}");
        }
    }

    /// <summary>Ends the services, then the venue, which began first: their last words go to one that is still there.</summary>
    public void Stop()
    {
        for (int i = _children.Count - 1; i >= 0; i--)
        {
            _children[i].Terminate();
        }

        foreach (ChildProcess child in _children)
        {
            _ = child.WaitOrKill(StopMs);
            child.Dispose();
        }

        _children.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();
}
