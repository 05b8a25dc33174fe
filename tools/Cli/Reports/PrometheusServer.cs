using System.Globalization;
using System.Text;

namespace Artic.Cli.Reports;

/// <summary>A Prometheus, asked by HTTP. Thread: one. Owner: whoever made it.</summary>
public sealed class PrometheusServer : IDisposable
{
    private const int LongestAnswerBytes = 32 << 20;

    private readonly HttpClient _http;
    private readonly string _address;

    /// <param name="address">Its base address, http or https.</param>
    /// <param name="patience">An answer comes within this, or not at all.</param>
    public PrometheusServer(Uri address, TimeSpan patience)
    {
        _address = address.AbsoluteUri.TrimEnd('/');
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = patience })
        {
            Timeout = patience, MaxResponseContentBufferSize = LongestAnswerBytes,
        };
    }

    /// <summary>What a query gives over a range. Blocks. Errors: <see cref="PrometheusException"/>.</summary>
    public PrometheusAnswer Ask(string query, in PrometheusRange range)
    {
        string asked = string.Create(
            CultureInfo.InvariantCulture,
            $"{_address}/api/v1/query_range?query={Uri.EscapeDataString(query)}&start={range.BeginS}&end={range.EndS}&step={range.StepS}");
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, asked);
            using HttpResponseMessage response = _http.Send(request);
            using MemoryStream body = new();
            response.Content.ReadAsStream().CopyTo(body);
            return Read(body.ToArray(), (int)response.StatusCode, range);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new PrometheusException(
                $"there is no Prometheus at {_address}: {error.Message}. Start it (see Watch in docs/operations.md), or name another with --prometheus");
        }
    }

    public void Dispose() => _http.Dispose();

    private PrometheusAnswer Read(byte[] body, int status, in PrometheusRange range)
    {
        try
        {
            return PrometheusAnswer.Read(body, range);
        }
        catch (PrometheusException error)
        {
            throw new PrometheusException(
                $"{_address} answered {status}, and {error.Message}: '{PrometheusAnswer.Plain(Encoding.UTF8.GetString(body))}'. " +
                "Name the address at which Prometheus's own page is, such as http://127.0.0.1:9090");
        }
    }
}
