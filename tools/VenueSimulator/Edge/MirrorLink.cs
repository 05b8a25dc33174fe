using System.Net.WebSockets;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;
using Artic.VenueSimulator.Options;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// The connection to the mirrored venue: frames and snapshots go to the engine, which waits for nothing. A connection that
/// breaks, is silent for <see cref="SilenceSeconds"/> or says too much at once is made anew, once a second at most, and this
/// venue's own market connections end with it, so that whoever follows notices. Thread: the pool's.
/// </summary>
public sealed class MirrorLink : IAsyncDisposable
{
    /// <summary>A market that says nothing for so long is not there.</summary>
    public const int SilenceSeconds = 5;

    private const int SnapshotLevels = 5_000;
    private const int MaxMessageBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly VenueEngine _engine;
    private readonly MirrorOrderFlow _flow;
    private readonly Uri _streams;
    private readonly Uri _snapshot;
    private readonly HttpClient _http = new() { Timeout = s_timeout };
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private Task _fetching = Task.CompletedTask;
    private bool _isConnected;

    /// <summary>Allocates; <see cref="Start"/> connects.</summary>
    public MirrorLink(VenueEngine engine, MirrorOrderFlow flow, MirrorOptions options)
    {
        _engine = engine;
        _flow = flow;
        Instrument instrument = flow.Instrument;
        string name = instrument.LowerSymbol;
        _streams = new Uri(options.Streams, $"/stream?streams={name}@depth@100ms/{name}@bookTicker/{name}@trade");
        _snapshot = new Uri(options.Rest, $"/api/v3/depth?symbol={instrument.Symbol}&limit={SnapshotLevels}");
        flow.SnapshotWanted = () => _wanted.Release();
    }

    /// <summary>Begins; returns at once.</summary>
    public void Start()
    {
        _reading = ReadAllAsync();
        _fetching = FetchAllAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_reading, _fetching);
        _http.Dispose();
        _wanted.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAllAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _isConnected = false;
            string reason = await ReadOneAsync();
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            if (_isConnected)
            {
                _engine.LoseMirror(_flow, reason);
            }
            else
            {
                _engine.NoteMirror("mirror_not_connected", reason);
            }

            await PauseAsync();
        }
    }

    /// <summary>One connection from its beginning to its end, and why it ended.</summary>
    private async Task<string> ReadOneAsync()
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using ClientWebSocket socket = new();
        try
        {
            deadline.CancelAfter(s_timeout);
            await socket.ConnectAsync(_streams, deadline.Token);
            _isConnected = true;
            _engine.NoteMirror("mirror_connected", _streams.ToString());
            byte[] buffer = new byte[64 * 1024];
            int length = 0;
            while (true)
            {
                deadline.CancelAfter(TimeSpan.FromSeconds(SilenceSeconds));
                ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(length), deadline.Token);
                length += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return "closed by the mirrored venue";
                }

                if (!result.EndOfMessage)
                {
                    if (length == MaxMessageBytes)
                    {
                        return $"a message above {MaxMessageBytes} bytes";
                    }

                    Array.Resize(ref buffer, length == buffer.Length ? Math.Min(2 * length, MaxMessageBytes) : buffer.Length);
                    continue;
                }

                // Market streams are text; a binary frame says nothing that could be passed on as it is.
                if (result.MessageType == WebSocketMessageType.Text)
                {
                    byte[] frame = buffer[..length];
                    _engine.Post(_ => _flow.TakeFrame(frame));
                }

                length = 0;
            }
        }
        catch (OperationCanceledException)
        {
            return $"no connection, or silent for {SilenceSeconds} s";
        }
        catch (Exception e) when (e is WebSocketException or IOException or HttpRequestException)
        {
            return e.Message;
        }
    }

    private async Task FetchAllAsync()
    {
        try
        {
            while (true)
            {
                await _wanted.WaitAsync(_stop.Token);

                // It is wanted by each diff that waits: one serves them all, and the mirrored venue counts what it is asked.
                while (_wanted.Wait(0, CancellationToken.None))
                {
                }

                try
                {
                    byte[] body = await _http.GetByteArrayAsync(_snapshot, _stop.Token);
                    _engine.Post(_ => _flow.TakeSnapshot(body));
                }
                catch (Exception e) when (e is HttpRequestException or (TaskCanceledException and { InnerException: TimeoutException }))
                {
                    _engine.NoteMirror("mirror_snapshot_failed", e.Message);
                    _wanted.Release();
                }

                await Task.Delay(s_pause, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It stops.
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(s_pause, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // It stops.
        }
    }
}
