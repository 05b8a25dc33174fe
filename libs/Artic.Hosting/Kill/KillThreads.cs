using Artic.Streams.Native;

namespace Artic.Hosting.Kill;

/// <summary>
/// Threads that wait for a kill, started and first in turn before there is one: to make a thread for it takes a tenth of a
/// millisecond, and as an ordinary one it then waits for whoever has the core. What has latched gives its turn back
/// (<see cref="ThreadSettings.TakeOrdinaryTurns"/>), so that those can run who carry the answer. Kills at once each have their own.
/// Thread: any.
/// </summary>
public sealed class KillThreads
{
    private const int Waiting = 2;

    private readonly object _gate = new();
    private readonly Queue<Action> _work = [];
    private int _idle;

    /// <summary>Starts those that wait.</summary>
    /// <param name="wait">False in a process that may not kill: it has none of them.</param>
    public KillThreads(bool wait = true)
    {
        for (int i = 0; i < Waiting && wait; i++)
        {
            Start(null);
        }
    }

    /// <summary>
    /// Has <paramref name="work"/>, which throws nothing, done by one of them, or by a new one. Errors:
    /// <see cref="OutOfMemoryException"/> where that cannot be started.
    /// </summary>
    public void Run(Action work)
    {
        lock (_gate)
        {
            if (_idle > _work.Count)
            {
                _work.Enqueue(work);
                Monitor.Pulse(_gate);
                return;
            }
        }

        Start(work);
    }

    private void Start(Action? first) =>
        new Thread(() => Serve(first)) { Name = "artic-kill", IsBackground = true }.Start();

    private void Serve(Action? work)
    {
        ThreadSettings.SetName("artic-kill");
        while (true)
        {
            ThreadSettings.TakeFirstTurn();
            work ??= Next();
            if (work == null)
            {
                return;
            }

            work();
            work = null;
        }
    }

    /// <summary>Waits for more; null where enough others do.</summary>
    private Action? Next()
    {
        lock (_gate)
        {
            if (_idle >= Waiting)
            {
                return null;
            }

            _idle++;
            while (_work.Count == 0)
            {
                _ = Monitor.Wait(_gate);
            }

            _idle--;
            return _work.Dequeue();
        }
    }
}
