namespace Artic.MarketData.Binance;

/// <summary>One parsed market message, used again for the next. Which fields are set depends on the kind.</summary>
public sealed class BinanceMessage
{
    private readonly byte[] _symbol = new byte[32];
    private int _symbolLength;

    /// <summary>What it is.</summary>
    public BinanceMessageKind Kind { get; set; }

    /// <summary>Symbol, upper case ASCII; empty for a snapshot.</summary>
    public ReadOnlySpan<byte> Symbol => _symbol.AsSpan(0, _symbolLength);

    /// <summary>First update id of a diff.</summary>
    public long FirstUpdateId { get; set; }

    /// <summary>Last update id of a diff, a ticker or a snapshot.</summary>
    public long LastUpdateId { get; set; }

    /// <summary>Bids of a diff or snapshot; a ticker has one.</summary>
    public LevelList Bids { get; } = new();

    /// <summary>Asks of a diff or snapshot; a ticker has one.</summary>
    public LevelList Asks { get; } = new();

    /// <summary>Price of a trade.</summary>
    public long Price { get; set; }

    /// <summary>Quantity of a trade.</summary>
    public long Quantity { get; set; }

    /// <summary>Id of a trade.</summary>
    public long TradeId { get; set; }

    /// <summary>The buyer's order stood in the book: the seller was the aggressor.</summary>
    public bool BuyerIsMaker { get; set; }

    /// <summary>The venue's time, UTC nanoseconds; 0 where it gives none.</summary>
    public long ExchangeTimeNs { get; set; }

    /// <summary>Makes it ready for the next message.</summary>
    public void Clear()
    {
        Kind = BinanceMessageKind.None;
        _symbolLength = 0;
        FirstUpdateId = LastUpdateId = Price = Quantity = TradeId = ExchangeTimeNs = 0;
        BuyerIsMaker = false;
        Bids.Clear();
        Asks.Clear();
    }

    /// <summary>Takes a symbol; false where it is too long.</summary>
    public bool TrySetSymbol(ReadOnlySpan<byte> symbol)
    {
        if (symbol.Length > _symbol.Length)
        {
            return false;
        }

        symbol.CopyTo(_symbol);
        _symbolLength = symbol.Length;
        return true;
    }
}

/// <summary>Kinds of market messages.</summary>
public enum BinanceMessageKind
{
    /// <summary>Nothing, or something that is of no use here (an answer to a subscription).</summary>
    None,

    /// <summary>Changes of the book.</summary>
    Depth,

    /// <summary>Best bid and ask.</summary>
    Ticker,

    /// <summary>A trade.</summary>
    Trade,

    /// <summary>A REST depth snapshot.</summary>
    Snapshot,

    /// <summary>The venue will close the connection.</summary>
    Shutdown,
}
