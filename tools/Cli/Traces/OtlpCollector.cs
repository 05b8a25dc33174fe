using System.Net.Http.Headers;
using System.Text.Json;

namespace Artic.Cli.Traces;

/// <summary>A collector of traces by OTLP over HTTP, JSON. Thread: one. Owner: whoever made it.</summary>
internal sealed class OtlpCollector : IDisposable
{
    private const int PatienceSeconds = 30;
    private const int LongestWords = 300;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(PatienceSeconds) };
    private readonly Uri _traces;

    /// <param name="endpoint">Its base address, http or https.</param>
    public OtlpCollector(Uri endpoint) => _traces = new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/v1/traces");

    /// <summary>Reads a base address; null where it is none.</summary>
    public static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address : null;

    /// <summary>Hands a document over; gives what went wrong, or null. Blocks.</summary>
    public string? Send(ReadOnlyMemory<byte> document)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _traces) { Content = new ReadOnlyMemoryContent(document) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using HttpResponseMessage response = _http.Send(request);
            using StreamReader reader = new(response.Content.ReadAsStream());
            string body = reader.ReadToEnd();
            return response.IsSuccessStatusCode
                ? Rejected(body)
                : $"{_traces} answered {(int)response.StatusCode}: {body[..Math.Min(LongestWords, body.Length)]}";
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            return $"{_traces}: {error.Message}";
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A collector may take the document and reject some of its spans.</summary>
    private static string? Rejected(string body)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(body.Length == 0 ? "{}" : body);
            return answer.RootElement.ValueKind == JsonValueKind.Object &&
                answer.RootElement.TryGetProperty("partialSuccess", out JsonElement partial) && partial.ValueKind == JsonValueKind.Object &&
                partial.TryGetProperty("rejectedSpans", out JsonElement rejected) && rejected.ToString() is not ("0" or "")
                ? $"the collector rejected {rejected} spans: {(partial.TryGetProperty("errorMessage", out JsonElement words) ? words : "")}"
                : null;
        }
        catch (JsonException)
        {
            // It was taken; what a collector says besides is its own affair.
            return null;
        }
    }
}
