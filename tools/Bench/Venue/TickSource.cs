using System.Net.Sockets;
using Artic.Bench.Pace;
using Artic.Core.Time;
using Artic.Streams.Native;

namespace Artic.Bench.Venue;

/// <summary>
/// Sends the depth messages on time, whatever has become of the ones before: a late tick goes out at once and keeps the
/// moment at which it was meant. Thread: its own, at a real-time priority where that is allowed. Allocates nothing while
/// it sends.
/// </summary>
public sealed class TickSource
{
    private const int Priority = 20;
    private const long StartDelayNs = 20_000_000;

    private readonly VenueOptions _options;
    private readonly DepthFrames[] _frames;
    private readonly Pacer _pacer;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _go = new();
    private Socket? _socket;
    private TickSchedule _schedule;
    private long _sent;
    private long _maxLateNs;
    private volatile string? _failure;

    /// <param name="options">Rate and number of the ticks.</param>
    public TickSource(VenueOptions options)
    {
        _options = options;
        _frames = new DepthFrames[options.Instruments];
        for (int i = 0; i < _frames.Length; i++)
        {
            _frames[i] = new DepthFrames(i);
        }

        _pacer = new Pacer(options.RatePerSecond, options.Burst, options.Sleeps);
        _thread = new Thread(Run) { Name = "venue-ticks", IsBackground = true };
        _thread.Start();
    }

    /// <summary>It has begun to send.</summary>
    public bool HasStarted => _go.IsSet;

    /// <summary>Ticks that the kernel has taken.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Longest time between the moment that a tick was meant for and its send.</summary>
    public long MaxLateNs => Volatile.Read(ref _maxLateNs);

    /// <summary>Why it had to end, or null.</summary>
    public string? Failure => _failure;

    /// <summary>Sends to this connection from now on.</summary>
    public void Attach(Socket socket) => Volatile.Write(ref _socket, socket);

    /// <summary>Begins, and gives the moment of tick 0; null where nobody listens yet.</summary>
    public long? Start()
    {
        if (Volatile.Read(ref _socket) == null)
        {
            return null;
        }

        if (!_go.IsSet)
        {
            _schedule = new TickSchedule(Clock.MonotonicNs() + StartDelayNs, _options.RatePerSecond, _options.Burst);
            _go.Set();
        }

        return _schedule.StartNs;
    }

    private void Run()
    {
        ThreadSettings.SetName("venue-ticks");
        _go.Wait();
        _ = ThreadSettings.TrySetRealTime(Priority);
        int instruments = _frames.Length;
        long utcOffsetNs = Clock.UtcNs() - Clock.MonotonicNs();
        for (long tick = 0; tick < _options.Ticks; tick++)
        {
            long intendedNs = _schedule.IntendedNs(tick);
            _pacer.WaitUntil(intendedNs);
            long lastId = BenchInstrument.FirstUpdateId + tick + 1;
            long now = Clock.MonotonicNs();
            ReadOnlySpan<byte> frame = _frames[tick % instruments].Next(
                tick / instruments, lastId - instruments + 1, lastId, (now + utcOffsetNs) / 1_000_000);
            while (frame.Length > 0)
            {
                int sent = _socket!.Send(frame, SocketFlags.None, out SocketError error);
                if (error != SocketError.Success)
                {
                    _failure = $"the market streams ended after {tick} ticks: {error}";
                    return;
                }

                frame = frame[sent..];
            }

            if (now - intendedNs > _maxLateNs)
            {
                Volatile.Write(ref _maxLateNs, now - intendedNs);
            }

            Volatile.Write(ref _sent, tick + 1);
        }
    }
}
