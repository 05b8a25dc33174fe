using System.Security.Cryptography;
using Artic.Core.Time;
using Artic.Streams.Native;

namespace Artic.Hosting.Net;

/// <summary>
/// Connects on a thread of its own, again and again with a growing pause and jitter, until there is a connection; the hot thread
/// only looks whether one has come. Thread: <see cref="TryTake"/> and <see cref="Begin"/> from one thread.
/// </summary>
public sealed class BackgroundConnector
{
    private const long FirstPauseNs = 50_000_000;
    private const long LongestPauseNs = 8_000_000_000;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(3);

    private readonly Uri _address;
    private readonly int[] _cores = ThreadSettings.AllowedCores();
    private readonly Action<string> _onFailure;
    private readonly ManualResetEventSlim _stop = new();
    private PolledWebSocket? _ready;
    private Thread? _thread;
    private long _connectedNs;
    private long _pauseNs = FirstPauseNs;

    /// <param name="address">Where to; made on a thread that has the process's cores.</param>
    /// <param name="onFailure">Told of every attempt that failed, on the connector's thread.</param>
    public BackgroundConnector(Uri address, Action<string> onFailure)
    {
        _address = address;
        _onFailure = onFailure;
    }

    /// <summary>Begins to connect; a connection that held for a while starts the pauses anew.</summary>
    public void Begin()
    {
        if (_connectedNs != 0 && Clock.MonotonicNs() - _connectedNs > LongestPauseNs)
        {
            _pauseNs = FirstPauseNs;
        }

        _thread = new Thread(Connect) { Name = "artic-connect", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Gives the connection once it is there.</summary>
    public PolledWebSocket? TryTake()
    {
        PolledWebSocket? ready = Volatile.Read(ref _ready);
        if (ready != null)
        {
            Volatile.Write(ref _ready, null);
            _connectedNs = Clock.MonotonicNs();
        }

        return ready;
    }

    /// <summary>Gives up connecting.</summary>
    public void Stop() => _stop.Set();

    private void Connect()
    {
        // Not on the core of the hot thread, which may have begun this one.
        ThreadSettings.PinTo(_cores);
        while (!_stop.IsSet)
        {
            try
            {
                Volatile.Write(ref _ready, PolledWebSocket.Connect(_address, s_timeout));
                return;
            }
            catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
            {
                _onFailure(error.Message);
            }

            // A part of it by chance: whoever lost a venue at the same moment must not come back at the same moment.
            int pauseMs = (int)(_pauseNs / 1_000_000);
            _ = _stop.Wait((pauseMs / 2) + RandomNumberGenerator.GetInt32((pauseMs / 2) + 1));
            _pauseNs = Math.Min(_pauseNs * 2, LongestPauseNs);
        }
    }
}
