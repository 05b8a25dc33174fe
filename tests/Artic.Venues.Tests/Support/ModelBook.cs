using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Artic.Venues.Tests.Support;

/// <summary>A book of wire texts, kept the plain way by its own reader: what the real one is held against.</summary>
internal sealed class ModelBook
{
    private readonly Dictionary<decimal, (string Price, string Quantity)> _bids = [];
    private readonly Dictionary<decimal, (string Price, string Quantity)> _asks = [];

    /// <summary>The texts of all bids, best first.</summary>
    public IEnumerable<(string Price, string Quantity)> Bids =>
        _bids.OrderByDescending(level => level.Key).Select(level => level.Value);

    /// <summary>The texts of all asks, best first.</summary>
    public IEnumerable<(string Price, string Quantity)> Asks => _asks.OrderBy(level => level.Key).Select(level => level.Value);

    public void Clear()
    {
        _bids.Clear();
        _asks.Clear();
    }

    public void Set(bool isBid, JsonElement level) => Set(isBid, Text(level[0]), Text(level[1]));

    public void Set(bool isBid, string price, string quantity)
    {
        Dictionary<decimal, (string, string)> side = isBid ? _bids : _asks;
        decimal key = decimal.Parse(price, CultureInfo.InvariantCulture);
        if (decimal.Parse(quantity, CultureInfo.InvariantCulture) == 0)
        {
            _ = side.Remove(key);
        }
        else
        {
            side[key] = (price, quantity);
        }
    }

    public void Truncate(int depth)
    {
        foreach (decimal price in _bids.Keys.OrderDescending().Skip(depth).ToArray())
        {
            _ = _bids.Remove(price);
        }

        foreach (decimal price in _asks.Keys.Order().Skip(depth).ToArray())
        {
            _ = _asks.Remove(price);
        }
    }

    public string Sha256()
    {
        StringBuilder text = new();
        foreach ((string price, string quantity) in Bids)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"b {price} {quantity}\n");
        }

        foreach ((string price, string quantity) in Asks)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"a {price} {quantity}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())));
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
