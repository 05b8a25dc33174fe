using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Artic.Cli.Traces;

/// <summary>
/// A collector of traces by OTLP over HTTP, JSON (opentelemetry-proto, OTLP/HTTP). One that never answers, or never ends its answer, costs
/// the patience. Thread: one. Owner: whoever made it.
/// </summary>
public sealed class OtlpCollector : IDisposable
{
    private const int LongestWords = 300;
    private const int LongestAnswerBytes = 1 << 20;
    private const long LongestAfterNs = 60_000_000_000;

    private readonly HttpClient _http;
    private readonly Uri _traces;

    /// <param name="endpoint">Its base address, http or https.</param>
    /// <param name="patience">An answer comes within this, or not at all.</param>
    public OtlpCollector(Uri endpoint, TimeSpan patience)
    {
        _traces = new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/v1/traces");

        // A redirected POST would arrive as a GET, and be answered as if all were well.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = patience })
        {
            Timeout = patience, MaxResponseContentBufferSize = LongestAnswerBytes,
        };
    }

    /// <summary>Reads a base address; null where it is none.</summary>
    public static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address : null;

    /// <summary>Hands a document over. Blocks.</summary>
    public OtlpAnswer Send(ReadOnlyMemory<byte> document)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _traces) { Content = new ReadOnlyMemoryContent(document) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using HttpResponseMessage response = _http.Send(request);
            using StreamReader reader = new(response.Content.ReadAsStream());
            string body = reader.ReadToEnd();
            string words = $"{_traces} answered {(int)response.StatusCode}: {body[..Math.Min(LongestWords, body.Length)]}";
            return response.StatusCode switch
            {
                _ when response.IsSuccessStatusCode => Taken(body),
                HttpStatusCode.RequestEntityTooLarge => new OtlpAnswer(OtlpVerdict.TooLarge, words),
                HttpStatusCode.BadRequest => new OtlpAnswer(OtlpVerdict.Refused, words),
                _ => new OtlpAnswer(OtlpVerdict.Away, words) { AfterNs = After(response.Headers.RetryAfter) },
            };
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            return new OtlpAnswer(OtlpVerdict.Away, $"{_traces}: {error.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private static long After(RetryConditionHeaderValue? header) =>
        header?.Delta is { } pause ? (long)Math.Clamp(pause.TotalMilliseconds * 1e6, 0, LongestAfterNs) : 0;

    /// <summary>A collector may take the document and reject some of its spans.</summary>
    private static OtlpAnswer Taken(string body)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(body.Length == 0 ? "{}" : body);
            return answer.RootElement.ValueKind == JsonValueKind.Object &&
                answer.RootElement.TryGetProperty("partialSuccess", out JsonElement partial) && partial.ValueKind == JsonValueKind.Object &&
                partial.TryGetProperty("rejectedSpans", out JsonElement rejected) &&
                long.TryParse(rejected.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long spans) && spans > 0
                ? new OtlpAnswer(
                    OtlpVerdict.TakenInPart,
                    $"the collector rejected {spans} spans: {(partial.TryGetProperty("errorMessage", out JsonElement words) ? words : "")}")
                {
                    RejectedSpans = spans,
                }
                : new OtlpAnswer(OtlpVerdict.Taken);
        }
        catch (JsonException)
        {
            // It was taken; what a collector says besides is its own affair.
            return new OtlpAnswer(OtlpVerdict.Taken);
        }
    }
}
