using System.Text.Json;

namespace Artic.Cli.Demo;

/// <summary>Asks the simulated venue, once a second, whether its capture has come to an end. Thread: one.</summary>
public sealed class VenueStatus(int port) : IDisposable
{
    private const long PeriodNs = 1_000_000_000;

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(1) };
    private long _nextNs;
    private bool _finished;

    /// <summary>The capture has come to an end, as far as was asked.</summary>
    public bool IsFinished(long nowNs)
    {
        if (nowNs < _nextNs)
        {
            return _finished;
        }

        _nextNs = nowNs + PeriodNs;
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, $"http://127.0.0.1:{port}/sim/status");
            using HttpResponseMessage response = _client.Send(request);
            using JsonDocument document = JsonDocument.Parse(response.Content.ReadAsStream());
            _finished = document.RootElement.GetProperty("finished").GetBoolean();
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or JsonException)
        {
            // A venue that is too busy to answer is asked again in a second.
            return _finished;
        }

        return _finished;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
