using Artic.Core.Time;

namespace Artic.Streams.Tests;

/// <summary>
/// A second thread of a test. What it throws fails the test in <see cref="Join"/>; where the test itself fails first,
/// it ends at its next <see cref="Pause"/>.
/// </summary>
internal sealed class SideThread : IDisposable
{
    private const long PatienceNs = 30_000_000_000;

    [ThreadStatic]
    private static SideThread? s_current;

    private readonly Thread _thread;
    private readonly long _deadlineNs = Clock.MonotonicNs() + PatienceNs;
    private Exception? _failure;
    private volatile bool _ending;

    public SideThread(Action work)
    {
        _thread = new Thread(() => Run(work)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Does jobs over and over until it is disposed of: housekeeping, as often as it can.</summary>
    public static SideThread Repeat(params Action?[] jobs) => new(() =>
    {
        while (!s_current!._ending)
        {
            foreach (Action? job in jobs)
            {
                job?.Invoke();
            }

            _ = Thread.Yield();
        }
    });

    /// <summary>Lets others run while a side thread waits for something.</summary>
    public static void Pause()
    {
        _ = Thread.Yield();
        if (s_current is { } current && (current._ending || Clock.MonotonicNs() > current._deadlineNs))
        {
            throw new TimeoutException("what a side thread waits for did not come");
        }
    }

    /// <summary>Waits for its end; throws what it threw.</summary>
    public void Join()
    {
        _thread.Join();
        if (_failure != null)
        {
            throw new InvalidOperationException("the side thread failed", _failure);
        }
    }

    public void Dispose()
    {
        _ending = true;
        _thread.Join();
    }

    private void Run(Action work)
    {
        s_current = this;
        try
        {
            work();
        }
        catch (Exception error)
        {
            _failure = error;
        }
    }
}
