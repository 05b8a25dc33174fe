using System.Collections.Concurrent;
using Artic.Core.Time;
using Artic.Hosting.Logs;
using Artic.V1;

namespace Artic.MarketData;

/// <summary>
/// Fetches REST documents on a thread of its own; the hot thread takes what has come. Thread: <see cref="Ask"/> and
/// <see cref="TryTake"/> from the hot thread.
/// </summary>
public sealed class SnapshotFetcher : IDisposable
{
    private const int SnapshotLevels = 5000;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly BlockingCollection<(FrameChannel Channel, uint InstrumentId, string Path)> _wanted = [];
    private readonly ConcurrentQueue<FetchedDocument> _fetched = new();
    private readonly HashSet<(FrameChannel Channel, uint InstrumentId)> _underWay = [];
    private readonly Dictionary<string, long> _lastNs = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client;
    private readonly JsonLog _log;

    /// <param name="restUrl">Where REST is.</param>
    /// <param name="log">Failures go here.</param>
    public SnapshotFetcher(string restUrl, JsonLog log)
    {
        _log = log;
        _client = new HttpClient { BaseAddress = new Uri(restUrl), Timeout = TimeSpan.FromSeconds(5) };
        new Thread(Work) { Name = "artic-rest", IsBackground = true }.Start();
    }

    /// <summary>Asks for the depth of a symbol.</summary>
    public void Ask(uint instrumentId, string symbol) =>
        Want(FrameChannel.DepthSnapshot, instrumentId, $"/api/v3/depth?symbol={symbol}&limit={SnapshotLevels}");

    /// <summary>Asks for the definitions of symbols.</summary>
    public void AskDefinitions(string[] symbols) =>
        Want(
            FrameChannel.ExchangeInfo, 0,
            $"/api/v3/exchangeInfo?symbols=[{string.Join(',', Array.ConvertAll(symbols, symbol => $"%22{symbol}%22"))}]");

    /// <summary>Gives a document that has come.</summary>
    public bool TryTake(out FetchedDocument document)
    {
        bool taken = _fetched.TryDequeue(out document);
        return taken && _underWay.Remove((document.Channel, document.InstrumentId));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _client.Dispose();
    }

    /// <summary>One request for a document at a time: what comes back too old is asked for again.</summary>
    private void Want(FrameChannel channel, uint instrumentId, string path)
    {
        if (_underWay.Add((channel, instrumentId)))
        {
            _wanted.Add((channel, instrumentId, path));
        }
    }

    /// <summary>
    /// The same document at most four times a second: one that cannot be used must not become a storm, and a venue
    /// counts the weight of each.
    /// </summary>
    private void WaitForTurn(string path)
    {
        if (_lastNs.TryGetValue(path, out long last))
        {
            long waitMs = (long)s_pause.TotalMilliseconds - ((Clock.MonotonicNs() - last) / 1_000_000);
            if (waitMs > 0)
            {
                _ = _stop.Token.WaitHandle.WaitOne((int)waitMs);
            }
        }

        _lastNs[path] = Clock.MonotonicNs();
    }

    private void Work()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                (FrameChannel channel, uint instrumentId, string path) = _wanted.Take(_stop.Token);
                Fetch(channel, instrumentId, path);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Fetch(FrameChannel channel, uint instrumentId, string path)
    {
        WaitForTurn(path);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                byte[] body = _client.GetByteArrayAsync(new Uri(path, UriKind.Relative), _stop.Token).GetAwaiter().GetResult();
                _fetched.Enqueue(new FetchedDocument(channel, instrumentId, body));
                return;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !_stop.IsCancellationRequested)
            {
                _log.Warn($"GET {path}: {error.Message}");
                _ = _stop.Token.WaitHandle.WaitOne(s_pause);
            }
        }
    }
}

/// <summary>A REST document and what it is.</summary>
/// <param name="Channel">What was asked.</param>
/// <param name="InstrumentId">For which instrument; 0: all.</param>
/// <param name="Body">The body as it came.</param>
public readonly record struct FetchedDocument(FrameChannel Channel, uint InstrumentId, byte[] Body);
