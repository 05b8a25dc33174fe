using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Artic.ExecutionEngine.Binance;
using Artic.ExecutionEngine.Orders;
using Artic.Services.Tests.Support;
using Artic.V1;

namespace Artic.Services.Tests.Execution;

public sealed class RequestWriterTests
{
    // Published by the venue in its WebSocket API documentation; they open no account.
    private const string ApiKey = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
    private const string Secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

    [Fact]
    public void Signs_the_parameters_sorted_by_name()
    {
        using RequestWriter writer = new(ApiKey, Secret, 100);
        OrderApproved order = new()
        {
            ClientOrderId = (5UL << 32) | 12, Side = Side.Sell, Type = OrderType.Limit, TimeInForce = TimeInForce.Gtc,
            Quantity = Units.E8(0.01m), Price = Units.E8(52000),
        };
        using JsonDocument request = JsonDocument.Parse(writer.Place(order, "BTCUSDT"u8, 1645423376532));
        Assert.Equal("order.place", request.RootElement.GetProperty("method").GetString());
        Assert.Equal("p:a5-12", request.RootElement.GetProperty("id").GetString());
        SortedDictionary<string, string> sorted = new(StringComparer.Ordinal);
        string signature = "";
        foreach (JsonProperty parameter in request.RootElement.GetProperty("params").EnumerateObject())
        {
            if (parameter.Name == "signature")
            {
                signature = parameter.Value.GetString()!;
            }
            else
            {
                sorted.Add(parameter.Name, parameter.Value.ToString());
            }
        }

        string payload = string.Join('&', sorted.Select(each => $"{each.Key}={each.Value}"));
        Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), Encoding.ASCII.GetBytes(payload))),
            signature);
        Assert.Equal(("0.01000000", "52000.00000000", "SELL", "GTC", "100"), (
            sorted["quantity"], sorted["price"], sorted["side"], sorted["timeInForce"], sorted["recvWindow"]));
    }

    [Fact]
    public void Cancels_all_of_a_symbol_under_the_instruments_number_and_reads_that_back()
    {
        using RequestWriter writer = new(ApiKey, Secret, 100);
        using JsonDocument request = JsonDocument.Parse(writer.CancelAll(65_535, "BTCUSDT"u8, 1645423376532));
        Assert.Equal("openOrders.cancelAll", request.RootElement.GetProperty("method").GetString());
        Assert.Equal("x:65535", request.RootElement.GetProperty("id").GetString());
        Assert.Equal(
            ["apiKey", "recvWindow", "symbol", "timestamp", "signature"],
            request.RootElement.GetProperty("params").EnumerateObject().Select(each => each.Name));
        Assert.True(RequestWriter.TryReadInstrument("65535"u8, out uint instrumentId));
        Assert.Equal(65_535u, instrumentId);
        Assert.False(RequestWriter.TryReadInstrument("BTCUSDT"u8, out _));
        Assert.False(RequestWriter.TryReadInstrument("1x"u8, out _));
    }

    [Theory]
    [InlineData("a5-12", true)]
    [InlineData("a4294967295-4294967295", true)]
    [InlineData("a4294967296-1", false)]
    [InlineData("b5-12", false)]
    [InlineData("a5-", false)]
    [InlineData("a5-12x", false)]
    [InlineData("a-12", false)]
    [InlineData("", false)]
    public void Reads_back_only_its_own_order_ids(string text, bool ours)
    {
        Assert.Equal(ours, ClientOrderId.TryParse(Encoding.ASCII.GetBytes(text), out ulong id));
        if (ours)
        {
            Assert.Equal(text, EngineFixture.Text(id));
        }
    }
}
