using System.Buffers.Text;
using System.Text.Json;

namespace Artic.Bench.Book;

/// <summary>
/// What one would write first: the platform's JSON reader, decimals, a sorted dictionary a side. It checks less than the real
/// book: neither that the bids stay below the asks nor the shape of what it does not need. Thread: one.
/// </summary>
public sealed class PlainBook
{
    private readonly SortedDictionary<decimal, decimal> _bids = [];
    private readonly SortedDictionary<decimal, decimal> _asks = [];
    private long _updateId;

    /// <summary>Levels on both sides.</summary>
    public int Levels => _bids.Count + _asks.Count;

    /// <summary>Takes a snapshot in place of what was there.</summary>
    public void Replace(ReadOnlySpan<byte> json)
    {
        _bids.Clear();
        _asks.Clear();
        _updateId = 0;
        Apply(json);
    }

    /// <summary>Takes a message; it must be the next.</summary>
    public void Apply(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("b"u8) || reader.ValueTextEquals("bids"u8))
            {
                ReadLevels(ref reader, _bids);
            }
            else if (reader.ValueTextEquals("a"u8) || reader.ValueTextEquals("asks"u8))
            {
                ReadLevels(ref reader, _asks);
            }
            else if (reader.ValueTextEquals("U"u8))
            {
                _ = reader.Read();
                if (_updateId > 0 && reader.GetInt64() > _updateId + 1)
                {
                    throw new InvalidDataException("a gap");
                }
            }
            else if (reader.ValueTextEquals("u"u8) || reader.ValueTextEquals("lastUpdateId"u8))
            {
                _ = reader.Read();
                _updateId = reader.GetInt64();
            }
        }
    }

    private static void ReadLevels(ref Utf8JsonReader reader, SortedDictionary<decimal, decimal> side)
    {
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            _ = reader.Read();
            bool good = Utf8Parser.TryParse(reader.ValueSpan, out decimal price, out _);
            _ = reader.Read();
            good &= Utf8Parser.TryParse(reader.ValueSpan, out decimal quantity, out _);
            _ = reader.Read();
            if (!good)
            {
                throw new InvalidDataException("not a number");
            }

            if (quantity == 0)
            {
                _ = side.Remove(price);
            }
            else
            {
                side[price] = quantity;
            }
        }
    }
}
