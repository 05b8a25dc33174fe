using System.Diagnostics;
using Artic.Hosting.Options;
using Artic.Runs;

namespace Artic.Bench.Chain;

/// <summary>
/// Asks every service for its metrics each second, as somebody who watches closely does. Thread: its own, ended by
/// <see cref="Dispose"/>.
/// </summary>
public sealed class MetricsReader : IDisposable
{
    private const int PeriodMs = 1000;

    private readonly RunFigures _figures;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _pages;

    /// <summary>Starts it.</summary>
    /// <param name="figures">Where the services' ports are.</param>
    public MetricsReader(RunFigures figures)
    {
        _figures = figures;
        _thread = new Thread(Ask) { Name = "metrics", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Pages that were answered so far.</summary>
    public long Pages => Interlocked.Read(ref _pages);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _http.Dispose();
        _stop.Dispose();
    }

    private void Ask()
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (long round = 1; !_stop.Wait(TimeSpan.FromMilliseconds(Math.Max(0, (round * PeriodMs) - watch.ElapsedMilliseconds))); round++)
        {
            foreach (string service in OptionsRules.ServiceNames)
            {
                try
                {
                    using HttpResponseMessage page = _http.Send(
                        new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_figures.Value(service, "http_port")}/metrics"));
                    _ = Interlocked.Add(ref _pages, page.IsSuccessStatusCode ? 1 : 0);
                }
                catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
                {
                    // The services end before their reader, or are slow: a page less is counted.
                }
            }
        }
    }
}
