using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Artic.EndToEnd.Tests.Running;
using Artic.Hosting.Options;

namespace Artic.EndToEnd.Tests.Venues;

/// <summary>Somebody who has the account's key and trades beside the pipeline, by the venue's REST.</summary>
internal sealed class OrdersByHand
{
    private readonly VenueOptions _venue;
    private readonly string _symbol;
    private readonly HttpClient _http = new();

    public OrdersByHand(Run run)
    {
        List<string> violations = [];
        PipelineOptions options = OptionsReader.Read(run.Paths.Configuration, violations)
            ?? throw new InvalidOperationException(string.Join('\n', violations));
        (_venue, _symbol) = (options.Venue, options.Instruments[0].Symbol);
        _http.DefaultRequestHeaders.Add("X-MBX-APIKEY", options.Venue.ApiKey);
    }

    /// <summary>Places an order to buy that rests a twentieth below the market, and gives the venue's number.</summary>
    public long Rest()
    {
        using JsonDocument depth = JsonDocument.Parse(
            _http.GetStringAsync($"{_venue.RestUrl}/api/v3/depth?symbol={_symbol}&limit=5").Result);
        decimal bid = decimal.Parse(depth.RootElement.GetProperty("bids")[0][0].GetString()!, CultureInfo.InvariantCulture);
        string price = Math.Round(bid * 0.95m, 2).ToString(CultureInfo.InvariantCulture);
        return Ask(HttpMethod.Post, $"side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price={price}").GetProperty("orderId").GetInt64();
    }

    /// <summary>Cancels it.</summary>
    public void Cancel(long orderId) => _ = Ask(HttpMethod.Delete, $"orderId={orderId}");

    private JsonElement Ask(HttpMethod method, string parameters)
    {
        string query = $"symbol={_symbol}&{parameters}&timestamp={DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";
        byte[] secret = Encoding.ASCII.GetBytes(File.ReadAllText(_venue.SecretFile).Trim());
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(query)));
        using HttpRequestMessage request = new(method, $"{_venue.RestUrl}/api/v3/order?{query}&signature={signature}");
        using HttpResponseMessage response = _http.Send(request);
        string body = response.Content.ReadAsStringAsync().Result;
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement;
    }
}
