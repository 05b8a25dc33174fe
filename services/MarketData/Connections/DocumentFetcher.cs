using System.Collections.Concurrent;
using System.Net;
using Artic.Core.Time;
using Artic.Hosting.Logs;
using Artic.MarketData.Venues;
using Artic.V1;

namespace Artic.MarketData.Connections;

/// <summary>
/// Fetches REST documents on a thread of its own, one after the other and within what the venue allows; the hot thread
/// takes what has come. Thread: <see cref="Ask"/> and <see cref="TryTake"/> from the hot thread.
/// </summary>
public sealed class DocumentFetcher : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(2);

    private readonly BlockingCollection<(FrameChannel Channel, uint InstrumentId, RestRequest Request)> _wanted = [];
    private readonly ConcurrentQueue<FetchedDocument> _fetched = new();
    private readonly HashSet<string> _underWay = [];
    private readonly Dictionary<string, long> _lastNs = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly RequestBudget _budget;
    private readonly HttpClient _client;
    private readonly JsonLog _log;

    /// <param name="restUrl">Where REST is.</param>
    /// <param name="weightPerMinute">What the venue allows.</param>
    /// <param name="log">Failures go here.</param>
    public DocumentFetcher(string restUrl, int weightPerMinute, JsonLog log)
    {
        _log = log;
        _budget = new RequestBudget(weightPerMinute, Clock.MonotonicNs());
        _client = new HttpClient { BaseAddress = new Uri(restUrl), Timeout = TimeSpan.FromSeconds(5) };
        new Thread(Work) { Name = "artic-rest", IsBackground = true }.Start();
    }

    /// <summary>Asks for a document; once, until it has come and was taken: what is too old is asked for again.</summary>
    public void Ask(FrameChannel channel, uint instrumentId, in RestRequest request)
    {
        if (_underWay.Add(request.Path))
        {
            _wanted.Add((channel, instrumentId, request));
        }
    }

    /// <summary>Gives a document that has come.</summary>
    public bool TryTake(out FetchedDocument document)
    {
        bool taken = _fetched.TryDequeue(out document);
        return taken && _underWay.Remove(document.Path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _client.Dispose();
    }

    private void Work()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                (FrameChannel channel, uint instrumentId, RestRequest request) = _wanted.Take(_stop.Token);
                Fetch(channel, instrumentId, request);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Fetch(FrameChannel channel, uint instrumentId, in RestRequest request)
    {
        while (!_stop.IsCancellationRequested)
        {
            WaitForTurn(request);
            TimeSpan pause = s_pause;
            try
            {
                using HttpResponseMessage answer =
                    _client.GetAsync(new Uri(request.Path, UriKind.Relative), _stop.Token).GetAwaiter().GetResult();
                if (answer.IsSuccessStatusCode)
                {
                    byte[] body = answer.Content.ReadAsByteArrayAsync(_stop.Token).GetAwaiter().GetResult();
                    _fetched.Enqueue(new FetchedDocument(channel, instrumentId, request.Path, body));
                    return;
                }

                pause = PauseAfter(answer);
                _log.Warn($"GET {request.Path}: {(int)answer.StatusCode}; again in {pause.TotalSeconds:0.##} s");
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !_stop.IsCancellationRequested)
            {
                _log.Warn($"GET {request.Path}: {error.Message}");
            }

            _ = _stop.Token.WaitHandle.WaitOne(pause);
        }
    }

    /// <summary>
    /// Within the venue's weight, and the same document at most four times a second: one that cannot be used must not become
    /// a storm.
    /// </summary>
    private void WaitForTurn(in RestRequest request)
    {
        if (_lastNs.TryGetValue(request.Path, out long last))
        {
            Wait(last + (long)s_pause.TotalNanoseconds - Clock.MonotonicNs());
        }

        while (_budget.SpendOrWaitNs(request.Weight, Clock.MonotonicNs()) is > 0 and var waitNs && !_stop.IsCancellationRequested)
        {
            Wait(waitNs);
        }

        _lastNs[request.Path] = Clock.MonotonicNs();
    }

    private void Wait(long waitNs)
    {
        if (waitNs > 0)
        {
            _ = _stop.Token.WaitHandle.WaitOne((int)((waitNs / 1_000_000) + 1));
        }
    }

    /// <summary>A venue that has enough says for how long; who goes on is banned.</summary>
    private static TimeSpan PauseAfter(HttpResponseMessage answer)
    {
        bool hasEnough = answer.StatusCode is HttpStatusCode.TooManyRequests or (HttpStatusCode)418;
        TimeSpan asked = answer.Headers.RetryAfter?.Delta ?? (hasEnough ? TimeSpan.FromSeconds(10) : s_pause);
        return asked < s_pause ? s_pause : asked > s_longestPause ? s_longestPause : asked;
    }
}
