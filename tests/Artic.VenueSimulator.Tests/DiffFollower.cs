using System.Text;
using System.Text.Json;
using Artic.Core.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Tests;

/// <summary>A client's book by the venue's bootstrap rule: it fails on any gap.</summary>
internal sealed class DiffFollower
{
    private readonly Dictionary<long, long> _bids;
    private readonly Dictionary<long, long> _asks;
    private long _updateId;

    public DiffFollower(DepthSnapshot snapshot)
    {
        _bids = snapshot.Bids.ToDictionary(l => l.PriceE8, l => l.QuantityE8);
        _asks = snapshot.Asks.ToDictionary(l => l.PriceE8, l => l.QuantityE8);
        _updateId = snapshot.LastUpdateId;
    }

    public int Applied { get; private set; }

    public static long E8(JsonElement text)
    {
        Assert.True(FixedPoint.TryParse(Encoding.ASCII.GetBytes(text.GetString()!), 8, out long value));
        return value;
    }

    public void Apply(ReadOnlyMemory<byte> diff)
    {
        JsonElement root = JsonDocument.Parse(diff).RootElement;
        long first = root.GetProperty("U").GetInt64();
        long last = root.GetProperty("u").GetInt64();
        if (last <= _updateId)
        {
            return;
        }

        Assert.True(Applied == 0 ? first <= _updateId + 1 : first == _updateId + 1, $"{first} after {_updateId}");
        Assert.True(first <= last);
        _updateId = last;
        Applied++;
        Apply(root.GetProperty("b"), _bids);
        Apply(root.GetProperty("a"), _asks);
    }

    public void AssertEquals(DepthSnapshot depth)
    {
        Assert.Equal(depth.Bids, _bids.OrderByDescending(l => l.Key).Select(l => (l.Key, l.Value)));
        Assert.Equal(depth.Asks, _asks.OrderBy(l => l.Key).Select(l => (l.Key, l.Value)));
    }

    private static void Apply(JsonElement levels, Dictionary<long, long> side)
    {
        foreach (JsonElement level in levels.EnumerateArray())
        {
            side[E8(level[0])] = E8(level[1]);
            if (E8(level[1]) == 0)
            {
                side.Remove(E8(level[0]));
            }
        }
    }
}
