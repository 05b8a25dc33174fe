using Artic.Core.Domain;
using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>What the gate holds of one instrument. Thread: the loop's.</summary>
public sealed class InstrumentRisk(uint instrumentId)
{
    /// <summary>The number in all records.</summary>
    public uint InstrumentId { get; } = instrumentId;

    /// <summary>The definition; its tick is 0 until it is known.</summary>
    public Instrument Definition { get; } = new();

    /// <summary>The last quote.</summary>
    public Quote Quote { get; } = new();

    /// <summary>CLOCK_MONOTONIC at which it was received; 0 before the first.</summary>
    public long QuoteNs { get; set; }

    /// <summary>The book is known to be right.</summary>
    public bool IsLive { get; set; }

    /// <summary>Position by the fills of this run.</summary>
    public NetPosition Position { get; } = new();

    /// <summary>What open buys may still buy, at the worst.</summary>
    public long OpenBuyQuantity { get; set; }

    /// <summary>What open sells may still sell, at the worst.</summary>
    public long OpenSellQuantity { get; set; }

    /// <summary>Fees so far in price units times quantity units.</summary>
    public Int128 Fees { get; set; }

    /// <summary>The result that the sum over all instruments contains, at scale 8.</summary>
    public long CountedPnl { get; set; }

    /// <summary>Writes definition, quote and exposure.</summary>
    public void Save(StateWriter state)
    {
        state.Section("instrument");
        state.Write(InstrumentId);
        state.WriteMessage(Definition);
        state.WriteMessage(Quote);
        state.Write(QuoteNs);
        state.Write(IsLive);
        state.Write(Position.Quantity);
        state.Write(Position.Cost);
        state.Write(Position.RealizedPnl);
        state.Write(OpenBuyQuantity);
        state.Write(OpenSellQuantity);
        state.Write(Fees);
        state.Write(CountedPnl);
    }

    /// <summary>Takes what another one of the same instrument held.</summary>
    public void Load(StateReader state)
    {
        state.Section("instrument");
        state.NeedCount((int)InstrumentId);
        state.ReadMessage(Definition);
        state.ReadMessage(Quote);
        QuoteNs = state.ReadInt64();
        IsLive = state.ReadBoolean();
        Position.Restore(state.ReadInt64(), state.ReadInt128(), state.ReadInt128());
        OpenBuyQuantity = state.ReadInt64();
        OpenSellQuantity = state.ReadInt64();
        Fees = state.ReadInt128();
        CountedPnl = state.ReadInt64();
    }

    /// <summary>Result so far at the mid, fees off, at scale 8.</summary>
    public long Pnl()
    {
        long mid = Quote.BidPrice > 0 ? Quote.BidPrice + ((Quote.AskPrice - Quote.BidPrice) / 2) : Position.AveragePrice;
        return (long)((Position.RealizedPnl + Position.UnrealizedPnl(mid) - Fees) / FixedPoint.PowerOfTen(8));
    }
}
