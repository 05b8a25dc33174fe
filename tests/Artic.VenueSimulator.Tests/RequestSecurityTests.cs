using System.Text;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Tests;

public sealed class RequestSecurityTests
{
    // Source: binance-spot-api-docs rest-api.md and web-socket-api.md @ a5e0bc3ddc0f: published example keys.
    private const string Secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
    private const string Key = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
    private const long ServerUs = 1_700_000_000_000_000;

    [Theory]
    [InlineData("LTCBTC", "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71")]
    [InlineData("%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96",
        "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3")]
    public void The_published_rest_signatures_are_accepted(string symbol, string signature)
    {
        string form =
            $"symbol={symbol}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";
        long utcNs = 1_499_827_319_600_000_000;

        Assert.Equal(signature, RequestSecurity.Sign(Encoding.ASCII.GetBytes(Secret), Encoding.ASCII.GetBytes(form)));
        Assert.Null(Check($"{form}&signature={signature}", "", utcNs));
        Assert.Null(Check("", $"{form}&signature={signature}", utcNs));
        Assert.Equal(VenueError.BadSignature, Check($"{form}&signature={signature[..^1]}0", "", utcNs));
        Assert.Equal(VenueError.BadSignature, Check($"{form}&x=1&signature={signature}", "", utcNs));
    }

    [Fact]
    public void Query_and_body_are_signed_together_without_a_separator()
    {
        string query = "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC";
        string body = "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";
        string signature = RequestSecurity.Sign(Encoding.ASCII.GetBytes(Secret), Encoding.ASCII.GetBytes(query + body));

        // The value that Binance publishes for this split of the same order.
        Assert.Equal("0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77", signature);
        Assert.Null(Check(query, $"{body}&signature={signature}", 1_499_827_319_600_000_000));
        Assert.Null(Check(query + $"&signature={signature}", body, 1_499_827_319_600_000_000));
    }

    [Fact]
    public void The_published_web_socket_api_signature_is_accepted()
    {
        string json = $$$"""
            {"id":1,"method":"order.place","params":{"symbol":"BTCUSDT","side":"SELL","type":"LIMIT","timeInForce":"GTC",
            "quantity":"0.01000000","price":"52000.00","recvWindow":100,"timestamp":1645423376532,"apiKey":"{{{Key}}}",
            "signature":"aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"}}
            """;

        Assert.True(ApiRequest.TryFromJson(Encoding.UTF8.GetBytes(json), out ApiRequest? request, out _));
        RequestSecurity security = new(Key, Encoding.ASCII.GetBytes(Secret));
        Assert.Null(security.Check(request!, 1_645_423_376_600_000_000));
        Assert.Equal(
            VenueError.KeyRejected, new RequestSecurity("other", [1]).Check(request!, 1_645_423_376_600_000_000));
        Assert.Equal(
            VenueError.KeyRejected, new RequestSecurity(null, null).Check(request!, 1_645_423_376_600_000_000));
    }

    [Theory]
    [InlineData(0, "5000", true)]
    [InlineData(-5_000, "5000", true)]
    [InlineData(-5_001, "5000", false)]
    [InlineData(-5_000, null, true)]
    [InlineData(-5_001, null, false)]
    [InlineData(-100, "100", true)]
    [InlineData(-101, "100", false)]
    [InlineData(-101, "101.001", true)]
    [InlineData(999, "5000", true)]
    [InlineData(1_000, "5000", false)]
    public void A_request_is_accepted_up_to_both_ends_of_its_window_and_not_beyond(
        int ageMs, string? window, bool accepted)
    {
        string stampMs = ((ServerUs / 1_000) + ageMs).ToString();

        Assert.Equal(accepted, RequestSecurity.CheckTime(stampMs, window, ServerUs) is null);
        Assert.Equal(accepted, RequestSecurity.CheckTime(stampMs + "000", window, ServerUs) is null);
    }

    [Theory]
    [InlineData("60000", null)]
    [InlineData("60000.001", -1131)]
    [InlineData("5.0001", -1100)]
    [InlineData("x", -1100)]
    public void A_receive_window_is_at_most_a_minute(string window, int? code) =>
        Assert.Equal(code, RequestSecurity.CheckTime((ServerUs / 1_000).ToString(), window, ServerUs)?.Code);

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    public void A_timestamp_that_is_none_is_refused(string timestamp) =>
        Assert.NotNull(RequestSecurity.CheckTime(timestamp, null, ServerUs));

    private static VenueError? Check(string query, string body, long utcNs) =>
        new RequestSecurity(Key, Encoding.ASCII.GetBytes(Secret))
            .Check(ApiRequest.FromRest(ApiMethod.OrderPlace, query, body, Key), utcNs);
}
