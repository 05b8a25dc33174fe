using Artic.Venues.Text;

namespace Artic.Venues;

/// <summary>
/// One thing that a frame said; which fields are set depends on the kind. Its symbol and levels are in the frame's
/// buffers and are valid until the frame's next message.
/// </summary>
public struct MarketEvent
{
    /// <summary>What it is.</summary>
    public MarketEventKind Kind;

    /// <summary>Place and length of the symbol in the frame's text; none: 0.</summary>
    internal int SymbolAt, SymbolLength;

    /// <summary>Levels in the frame's buffers.</summary>
    internal int FirstBid, BidCount, FirstAsk, AskCount;

    /// <summary>First update id of a delta.</summary>
    public long FirstUpdateId;

    /// <summary>Last update id of a snapshot, a delta or a ticker; 0 where the venue gives none.</summary>
    public long UpdateId;

    /// <summary>Update id of the event before, where <see cref="HasSequence"/>; -1 on a first snapshot.</summary>
    public long PreviousUpdateId;

    /// <summary><see cref="UpdateId"/> and <see cref="PreviousUpdateId"/> say what it follows.</summary>
    public bool HasSequence;

    /// <summary>The venue gave a checksum of the book after this event.</summary>
    public bool HasChecksum;

    /// <summary>The venue's CRC-32.</summary>
    public uint Checksum;

    /// <summary>Levels a side that the subscription covers; 0 where it is not said.</summary>
    public int Depth;

    /// <summary>
    /// Decimal scale of all its prices: <see cref="WireDecimal.Scale"/>, or the least finer one that holds them all, until
    /// <see cref="MarketFrame.TryRescale"/> brings them to that of the instrument.
    /// </summary>
    public byte PriceScale;

    /// <summary>Price of a trade, at <see cref="PriceScale"/>.</summary>
    public long Price;

    /// <summary>Quantity of a trade, at scale 8.</summary>
    public long Quantity;

    /// <summary>The venue's number of a trade; 0 where it gives none.</summary>
    public long TradeId;

    /// <summary>The buyer's order stood in the book: the seller was the aggressor.</summary>
    public bool BuyerIsMaker;

    /// <summary>The venue's time, UTC nanoseconds; 0 where it gives none.</summary>
    public long ExchangeTimeNs;

    /// <summary>Sets price and quantity of a trade; false unless both are above 0.</summary>
    internal bool TrySetTraded(JsonValue price, JsonValue quantity) =>
        TrySetPrice(price) && Price > 0 && quantity.TryGetDecimal(out Quantity, out _) && Quantity > 0;

    /// <summary>Sets the price of a trade, and the scale that it needs; false where none holds it.</summary>
    internal bool TrySetPrice(JsonValue price)
    {
        if (price.TryGetDecimal(out Price, out _))
        {
            return true;
        }

        PriceScale = (byte)Math.Clamp(WireDecimal.ScaleOf(price.Text), WireDecimal.Scale, WireDecimal.MaxDecimals);
        return price.TryGetDecimal(PriceScale, out Price, out _);
    }
}
