using Artic.Core.Time;
using Artic.Hosting.Logs;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Hosting.Publishing;

/// <summary>
/// Replays the streams of this process to subscribers that have missed something: one <see cref="ReplaySocket"/> for
/// each, all on one thread (artic-replay), a page for each in turn. Thread: built and ended by the main thread.
/// Allocates nothing for a page. Errors: whatever a request causes is said in the log; the thread goes on.
/// </summary>
public sealed class ReplayServer : IDisposable
{
    /// <summary>The longest that the end waits for this thread.</summary>
    private const int LongestWaitMs = 50;

    private const long CloseIdlePeriodNs = 1_000_000_000;
    private const long PauseNs = 10_000_000;

    private readonly ReplayCounters _counters;
    private readonly JsonLog _log;
    private readonly ReplayRecords _records = new();
    private readonly List<ReplaySocket> _sockets = [];
    private readonly Thread _thread;
    private ZmqSocket[] _routers = [];
    private long _closedIdleNs;
    private volatile bool _stopping;

    /// <param name="counters">The service's counters; slots are taken here.</param>
    /// <param name="log">Where failures are said.</param>
    public ReplayServer(CountersFile counters, JsonLog log)
    {
        _counters = new ReplayCounters(counters);
        _log = log;
        _thread = new Thread(Run) { Name = "artic-replay", IsBackground = true };
    }

    /// <summary>
    /// Adds a stream, before <see cref="Start"/>, and by tcp besides where <paramref name="tcp"/> is given. Errors:
    /// <see cref="ZmqException"/> where a socket cannot be bound.
    /// </summary>
    public void Add(
        RunPaths paths, StreamId stream, ZmqContext context, IReadOnlyDictionary<uint, string> symbols,
        StreamPublisher publisher, TcpPublishing? tcp = null)
    {
        Add(new ReplaySocket(paths, stream, context, symbols, publisher, _counters, _records, tcp: null));
        if (tcp != null)
        {
            Add(new ReplaySocket(paths, stream, context, symbols, publisher, _counters, _records, tcp));
        }
    }

    /// <summary>Begins to answer.</summary>
    public void Start()
    {
        if (_sockets.Count > 0)
        {
            _thread.Start();
        }
    }

    /// <summary>Ends the thread and closes the sockets. Blocks shortly.</summary>
    public void Dispose()
    {
        _stopping = true;
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        foreach (ReplaySocket socket in _sockets)
        {
            socket.Dispose();
        }
    }

    /// <summary>Waits for requests at most so long and answers one of each stream, as often as there are some.</summary>
    internal void Work(int longestWaitMs)
    {
        _ = ZmqPoller.Poll(_routers, longestWaitMs);
        bool worked = true;
        while (worked && !_stopping)
        {
            worked = false;
            foreach (ReplaySocket socket in _sockets)
            {
                worked |= socket.TryAnswer();
            }
        }

        long now = Clock.MonotonicNs();
        if (now - _closedIdleNs >= CloseIdlePeriodNs)
        {
            _closedIdleNs = now;
            foreach (ReplaySocket socket in _sockets)
            {
                socket.CloseIdle(now);
            }
        }
    }

    private void Add(ReplaySocket socket)
    {
        _sockets.Add(socket);
        _routers = [.. _routers, socket.Router];
    }

    private void Run()
    {
        ThreadSettings.SetName("artic-replay");
        ThreadSettings.StandBehind();
        while (!_stopping)
        {
            try
            {
                Work(LongestWaitMs);
            }
            catch (ZmqException error) when (error.Code == ZmqErrno.ContextTerminated)
            {
                break;
            }
#pragma warning disable CA1031 // The edge: whatever a request causes must not end the way back for the others.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _log.Error($"replay: {error.Message}");
                Poll.Pause(PauseNs);
            }
        }
    }
}
