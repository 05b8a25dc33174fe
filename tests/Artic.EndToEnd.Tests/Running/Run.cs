using System.Net.Http.Headers;
using System.Text;
using Artic.Core.Histogram;
using Artic.Streams.Counters;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A run seen from outside: the counters and the HTTP of its services.</summary>
internal abstract class Run(RunPaths paths)
{
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Dictionary<string, CountersFile> _counters = [];

    /// <summary>Where the run lies.</summary>
    public RunPaths Paths { get; } = paths;

    /// <summary>What a request that changes something must bear.</summary>
    public string Token => File.ReadAllText(Path.Combine(Paths.RunFolder, "token")).Trim();

    /// <summary>A counter of a service; 0 where it is not there yet.</summary>
    public long Value(string service, string counter) => CountersOf(service)?.Value(counter) ?? 0;

    /// <summary>A histogram of a service that has begun; it can be read after the end of the run.</summary>
    public LatencyHistogram Histogram(string service, string name) =>
        CountersOf(service)!.Histograms().Single(histogram => histogram.Name == name).Histogram;

    /// <summary>Process number of a service that has started.</summary>
    public int ProcessOf(string service) => (int)Value(service, "process_number");

    /// <summary>Asks a service by HTTP; <paramref name="token"/> null: as nobody.</summary>
    public Answer Http(HttpMethod method, string service, string path, string? token = null, string? body = null)
    {
        using HttpRequestMessage request = new(
            method, $"http://127.0.0.1:{Value(service, "http_port")}{path}");
        if (token != null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body != null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = s_http.Send(request);
        using StreamReader text = new(response.Content.ReadAsStream());
        return new Answer((int)response.StatusCode, text.ReadToEnd());
    }

    /// <summary>Asks a service by HTTP, reading only.</summary>
    public Answer Get(string service, string path) => Http(HttpMethod.Get, service, path);

    private CountersFile? CountersOf(string service)
    {
        if (!_counters.TryGetValue(service, out CountersFile? file) && CountersFile.TryOpen(Paths.Counters(service)) is { } opened)
        {
            _counters.Add(service, opened);
            file = opened;
        }

        return file;
    }
}

/// <summary>An answer by HTTP.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The whole body.</param>
internal sealed record Answer(int Status, string Body);
