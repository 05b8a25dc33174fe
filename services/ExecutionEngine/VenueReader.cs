using Artic.Core.Time;
using Artic.Hosting;
using Artic.Hosting.Net;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.V1;

namespace Artic.ExecutionEngine;

/// <summary>
/// The venue edge of the engine: one thread that keeps the connection to the order API and puts every message on record
/// in <c>venue</c>. Owner of that stream. The hot thread sends on <see cref="Socket"/>.
/// </summary>
public sealed class VenueReader : IDisposable
{
    private const int WaitMs = 5;
    private const int ConnectPauseMs = 50;

    private readonly ServiceHost _host;
    private readonly Uri _address;
    private readonly RecordWriter _venue;
    private readonly ConnectionChanged _change = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private PolledWebSocket? _socket;

    /// <param name="host">The process.</param>
    public VenueReader(ServiceHost host)
    {
        _host = host;
        _address = new Uri(host.Options.Venue.OrderApiUrl);
        _venue = host.OpenWriter(StreamId.Venue);
        _venue.RingsSoon = true;
        _thread = new Thread(Run) { Name = "artic-venue-rd", IsBackground = true };
    }

    /// <summary>The connection, or null. Sent on by the hot thread alone.</summary>
    public PolledWebSocket? Socket => Volatile.Read(ref _socket);

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the thread; its last word is on record.</summary>
    public void Stop()
    {
        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _venue.Dispose();
    }

    private void Run()
    {
        try
        {
            ThreadSettings.SetName("artic-venue-rd");
            Change(ConnectionState.Disconnected);
            while (!_stop.IsSet)
            {
                Connect();
            }
        }
#pragma warning disable CA1031 // The top of a thread: the process ends with the reason.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _host.Fail(error);
        }
    }

    private void Connect()
    {
        PolledWebSocket socket;
        try
        {
            socket = PolledWebSocket.Connect(_address, TimeSpan.FromSeconds(3));
        }
        catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
        {
            _host.Log.Warn($"order API: {error.Message}");
            _ = _stop.Wait(ConnectPauseMs);
            return;
        }

        Volatile.Write(ref _socket, socket);
        Change(ConnectionState.Connected);
        _host.Log.Info("connected to the order API");
        try
        {
            while (!_stop.IsSet)
            {
                while (socket.TryReceive(out ReadOnlySpan<byte> message))
                {
                    long now = Clock.MonotonicNs();
                    _venue.AppendFrame(FrameChannel.OrderApi, 0, message, now);
                    _venue.Commit(now);
                }

                socket.WaitReadable(WaitMs);
            }
        }
        catch (IOException error)
        {
            _host.Log.Warn($"order API: {error.Message}; connecting again");
        }

        Volatile.Write(ref _socket, null);
        socket.Dispose();
        Change(ConnectionState.Disconnected);
    }

    private void Change(ConnectionState state)
    {
        _change.State = state;
        _change.UtcNs = Clock.UtcNs();
        _venue.Append(RecordType.ConnectionChanged, _change);
        _venue.Commit(Clock.MonotonicNs());
    }
}
