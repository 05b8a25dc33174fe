using System.Globalization;
using System.Text.Json;

namespace Artic.VenueSimulator.Tests.Languages;

/// <summary>A client's book that keeps prices and quantities as they were printed.</summary>
internal sealed class TextBook
{
    private readonly SortedDictionary<decimal, (string Price, string Quantity)> _bids = [];
    private readonly SortedDictionary<decimal, (string Price, string Quantity)> _asks = [];

    /// <summary>Bids, best first.</summary>
    public List<(string Price, string Quantity)> Bids => [.. _bids.Values.Reverse()];

    /// <summary>Asks, best first.</summary>
    public List<(string Price, string Quantity)> Asks => [.. _asks.Values];

    public void Clear()
    {
        _bids.Clear();
        _asks.Clear();
    }

    public void Set(bool isBid, string price, string quantity)
    {
        SortedDictionary<decimal, (string Price, string Quantity)> side = isBid ? _bids : _asks;
        if (Number(quantity) == 0)
        {
            Assert.True(side.Remove(Number(price)), $"{price} is told as gone, but was never there");
        }
        else
        {
            side[Number(price)] = (price, quantity);
        }
    }

    /// <summary>Drops what is worse than the depth.</summary>
    public void Cut(int depth)
    {
        foreach ((string price, _) in Bids.Skip(depth))
        {
            _ = _bids.Remove(Number(price));
        }

        foreach ((string price, _) in Asks.Skip(depth))
        {
            _ = _asks.Remove(Number(price));
        }
    }

    /// <summary>Fails the test unless it is the venue's book down to the depth.</summary>
    public void NeedEqual(Matching.DepthSnapshot book, int depth)
    {
        Assert.Equal(book.Bids.Take(depth), Bids.Select(E8));
        Assert.Equal(book.Asks.Take(depth), Asks.Select(E8));
    }

    public static string Raw(JsonElement element, string name) => element.GetProperty(name).GetRawText();

    private static (long, long) E8((string Price, string Quantity) level) =>
        ((long)(Number(level.Price) * 100_000_000), (long)(Number(level.Quantity) * 100_000_000));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
