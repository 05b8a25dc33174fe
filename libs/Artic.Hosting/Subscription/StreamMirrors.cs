using Artic.Core.Time;
using Artic.Hosting.Logs;
using Artic.Hosting.Options;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Hosting.Subscription;

/// <summary>
/// The streams of other services that this process takes by ZeroMQ (<c>transport: zmq</c>), each copied into a stream of
/// its own (<see cref="StreamMirror"/>), all on one thread (artic-mirror). Thread: built and ended by the main thread;
/// <see cref="Fault"/> from any. Allocates nothing while owners stay.
/// </summary>
public sealed class StreamMirrors : IDisposable
{
    private const int LongestWaitMs = 50;

    /// <summary>A mirror that waits for its archive is not woken by a message.</summary>
    private const int HeldWaitMs = 5;

    private const int MostStreams = 64;
    private const long PauseNs = 10_000_000;

    private readonly RunPaths _paths;
    private readonly ZmqContext _context;
    private readonly ZmqCurveKeys? _keys;
    private readonly ulong _boot;
    private readonly int _highWaterMark;
    private readonly MirrorCounters _counters;
    private readonly JsonLog _log;
    private readonly Action<Exception> _onFailure;
    private readonly List<StreamMirror> _mirrors = [];
    private readonly StreamMirror?[] _byStream = new StreamMirror?[MostStreams];
    private readonly List<string?> _faults = [];
    private readonly ZmqSocket[] _waiting = new ZmqSocket[ZmqPoller.MostSockets];
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <param name="paths">Where the copies lie (<see cref="RunPaths.MirrorsOf"/>).</param>
    /// <param name="context">ZeroMQ of this process.</param>
    /// <param name="keys">This side's keys; null: it has none.</param>
    /// <param name="needsOwnClock">Owners on another machine are refused.</param>
    /// <param name="counters">The service's counters; slots are taken here.</param>
    /// <param name="log">Where faults are said.</param>
    /// <param name="onFailure">Called where a copy cannot be written; the thread has ended then.</param>
    /// <param name="highWaterMark">Messages of a stream that wait in this process; those beyond are asked for later.</param>
    public StreamMirrors(
        RunPaths paths, ZmqContext context, ZmqCurveKeys? keys, bool needsOwnClock, CountersFile counters, JsonLog log,
        Action<Exception> onFailure, int highWaterMark = StreamMirror.DefaultHighWaterMark)
    {
        _paths = paths;
        _context = context;
        _keys = keys;
        _boot = needsOwnClock ? BootClock.BootId : 0;
        _counters = new MirrorCounters(counters);
        _log = log;
        _onFailure = onFailure;
        _highWaterMark = highWaterMark;
        _thread = new Thread(Run) { Name = "artic-mirror", IsBackground = true };
    }

    /// <summary>Why a stream does not come, or null.</summary>
    public string? Fault
    {
        get
        {
            foreach (StreamMirror mirror in _mirrors)
            {
                if (mirror.Fault is { } fault)
                {
                    return fault;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// Adds a stream, before <see cref="Start"/>. Errors: <see cref="ZmqException"/> for an endpoint that cannot be.
    /// </summary>
    /// <param name="writer">The copy's; its owner keeps it until this has ended.</param>
    /// <param name="input">Where the stream is published.</param>
    public void Add(RecordWriter writer, InputOptions input)
    {
        StreamMirror mirror = new(
            _paths, writer, _context, input, _keys, _boot, _byStream, _counters, _highWaterMark);
        _mirrors.Add(mirror);
        _faults.Add(mirror.Fault);
        _byStream[(int)writer.Stream] = mirror;
    }

    /// <summary>Begins to copy.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the thread and closes the sockets. Blocks shortly.</summary>
    public void Dispose()
    {
        _stopping = true;
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _mirrors.ForEach(mirror => mirror.Dispose());
    }

    private void Run()
    {
        ThreadSettings.SetName("artic-mirror");
        ThreadSettings.StandBehind();
        while (!_stopping)
        {
            try
            {
                if (!Turn())
                {
                    Wait();
                }
            }
            catch (ZmqException error) when (error.Code == ZmqErrno.ContextTerminated)
            {
                break;
            }
            catch (ZmqException error)
            {
                _log.Error($"mirror: {error.Message}");
                Poll.Pause(PauseNs);
            }
#pragma warning disable CA1031 // The top of a thread: the process ends with the reason.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _onFailure(error);
                break;
            }
        }
    }

    private bool Turn()
    {
        long now = Clock.MonotonicNs();
        long lag = 0;
        bool worked = false;
        for (int i = 0; i < _mirrors.Count; i++)
        {
            StreamMirror mirror = _mirrors[i];
            worked |= mirror.Work(now);
            lag = Math.Max(lag, mirror.LagRecords);
            string? fault = mirror.Fault;
            if (fault != _faults[i])
            {
                _faults[i] = fault;
                if (fault == null)
                {
                    _log.Info($"'{RunPaths.NameOf(mirror.Stream)}' comes by ZeroMQ");
                }
                else
                {
                    _log.Warn(fault);
                }
            }
        }

        _counters.ShowLag(lag);
        return worked;
    }

    private void Wait()
    {
        int count = 0;
        bool isHeld = false;
        foreach (StreamMirror mirror in _mirrors)
        {
            isHeld |= mirror.IsHeld;
            if (!mirror.IsHeld)
            {
                _waiting[count++] = mirror.IsRecovering ? mirror.Replay : mirror.Subscriber;
            }
        }

        _ = ZmqPoller.Poll(_waiting.AsSpan(0, count), isHeld ? HeldWaitMs : LongestWaitMs);
    }
}
