using System.Text.Json;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// The recorded book and, over it, what the account has taken out of it: a taken quantity is gone until the next diff
/// that touches its level. State without clock or I/O. Thread: one.
/// </summary>
public sealed class ReplayBook
{
    private readonly SortedDictionary<long, long> _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<long, long> _asks = [];
    private readonly Dictionary<(Side, long), long> _takenE8 = [];

    /// <summary>The update id up to which the recorded book is known.</summary>
    public long LastUpdateId { get; private set; }

    /// <summary>A level at a higher price is malformed.</summary>
    public long LargestPriceE8 { get; init; } = long.MaxValue;

    /// <summary>Called with side, price and displayed quantity for each level that a diff touches.</summary>
    public Action<Side, long, long>? LevelTouched { get; set; }

    /// <summary>Starts again from a REST snapshot. InvalidDataException where it is malformed.</summary>
    public void Reset(ReplayFrame snapshot)
    {
        _bids.Clear();
        _asks.Clear();
        _takenE8.Clear();
        LastUpdateId = snapshot.LastUpdateId;
        Apply(snapshot.Json, "bids", "asks");
    }

    /// <summary>
    /// Applies a diff by the bootstrap rule: older than the book is ignored, a gap is an InvalidDataException.
    /// </summary>
    public void Apply(ReplayFrame diff)
    {
        if (diff.LastUpdateId <= LastUpdateId)
        {
            return;
        }

        if (diff.FirstUpdateId > LastUpdateId + 1)
        {
            throw new InvalidDataException(
                $"gap in the diffs: update {LastUpdateId} is followed by {diff.FirstUpdateId}");
        }

        LastUpdateId = diff.LastUpdateId;
        Apply(diff.Json.AsSpan(diff.RawOffset, diff.RawLength), "b", "a");
    }

    /// <summary>What is displayed at a price, without the overlay.</summary>
    public long DisplayedE8(Side side, long priceE8) => Levels(side).GetValueOrDefault(priceE8);

    /// <summary>Levels of a side, best first, without the overlay.</summary>
    public IEnumerable<KeyValuePair<long, long>> Displayed(Side side) => Levels(side);

    /// <summary>What the account can still take at a level that displays <paramref name="displayedE8"/>.</summary>
    public long LeftE8(Side side, long priceE8, long displayedE8) =>
        Math.Max(0, displayedE8 - _takenE8.GetValueOrDefault((side, priceE8)));

    /// <summary>The account took a quantity.</summary>
    public void Take(Side side, long priceE8, long quantityE8) =>
        _takenE8[(side, priceE8)] = _takenE8.GetValueOrDefault((side, priceE8)) + quantityE8;

    private SortedDictionary<long, long> Levels(Side side) => side == Side.Buy ? _bids : _asks;

    private void Apply(ReadOnlySpan<byte> json, string bidsName, string asksName)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool bids = reader.ValueTextEquals(bidsName);
            bool asks = reader.ValueTextEquals(asksName);
            reader.Read();
            if (bids || asks)
            {
                ApplyLevels(ref reader, bids ? Side.Buy : Side.Sell);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ApplyLevels(ref Utf8JsonReader reader, Side side)
    {
        SortedDictionary<long, long> levels = Levels(side);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            bool valid = JsonDecimal.TryRead(ref reader, out long priceE8);
            reader.Read();
            valid &= JsonDecimal.TryRead(ref reader, out long quantityE8);
            if (!valid || quantityE8 < 0 || priceE8 <= 0 || priceE8 > LargestPriceE8)
            {
                throw new InvalidDataException("a level is not [\"price\",\"quantity\"]");
            }

            // Captures of 2018 carry a third, empty element.
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                reader.Skip();
            }

            if (quantityE8 == 0)
            {
                levels.Remove(priceE8);
            }
            else
            {
                levels[priceE8] = quantityE8;
            }

            _takenE8.Remove((side, priceE8));
            LevelTouched?.Invoke(side, priceE8, quantityE8);
        }
    }
}
