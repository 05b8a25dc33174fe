namespace Artic.Services.Tests.Risk.Plain;

/// <summary>One instrument of the slow model; prices and quantities as people write them.</summary>
internal sealed class PlainInstrument(PlainScope scope, int priceScale, int quantityScale, string baseAsset)
{
    public PlainScope Scope { get; } = scope;

    public uint Id => Scope.Id;

    public int PriceScale { get; } = priceScale;

    public int QuantityScale { get; } = quantityScale;

    public string BaseAsset { get; } = baseAsset;

    public decimal Tick { get; init; }

    public decimal Lot { get; init; }

    public decimal MaxQuantity { get; init; }

    public decimal MinNotional { get; init; }

    public long Defined { get; set; }

    public bool IsLive { get; set; }

    public long Quoted { get; set; }

    public decimal Bid { get; set; }

    public decimal Ask { get; set; }

    public decimal LastTrade { get; set; }

    public decimal Reference { get; set; }

    public decimal ShareBps { get; set; }

    public PlainSeries Mids { get; } = new(PlainGate.MoveWindowMs);

    public List<(decimal Price, decimal Quantity)> Bids { get; } = [];

    public List<(decimal Price, decimal Quantity)> Asks { get; } = [];

    public PlainPosition Position { get; } = new();

    public decimal PriceUnit => Unit(PriceScale);

    public decimal QuantityUnit => Unit(QuantityScale);

    /// <summary>The middle, cut to the price's decimal places.</summary>
    public decimal Mark => Math.Floor((Bid + Ask) / 2 / PriceUnit) * PriceUnit;

    public decimal Held => (decimal)Position.Quantity * QuantityUnit;

    public static decimal Unit(int scale)
    {
        decimal unit = 1;
        for (int i = 0; i < scale; i++)
        {
            unit /= 10;
        }

        return unit;
    }
}

/// <summary>A strategy instance of the slow model.</summary>
internal sealed class PlainStrategy(PlainScope scope, PlainInstrument instrument)
{
    public PlainScope Scope { get; } = scope;

    public PlainInstrument Instrument { get; } = instrument;

    public PlainPosition Position { get; } = new();

    public long Executions { get; set; }

    public bool IsDisabled { get; set; }

    public bool IsActive { get; set; } = true;

    public decimal Held => (decimal)Position.Quantity * Instrument.QuantityUnit;
}

/// <summary>An open order of the slow model.</summary>
internal sealed class PlainOrder
{
    public required ulong Id { get; init; }

    public required PlainInstrument Instrument { get; init; }

    public required PlainStrategy? Strategy { get; init; }

    public required bool IsBuy { get; init; }

    public required decimal Price { get; init; }

    public decimal Remaining { get; set; }

    public decimal Filled { get; set; }

    public long Approved { get; set; }

    public bool IsAnswered { get; set; }

    public bool IsCancelling { get; set; }

    public bool IsEnded { get; set; }

    public bool IsProbe { get; set; }
}
