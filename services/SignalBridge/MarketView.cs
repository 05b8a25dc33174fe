using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>What strategies see of one instrument: the last quote, book and feed state. Thread: the loop's.</summary>
public sealed class MarketView(uint instrumentId)
{
    /// <summary>The number in all records.</summary>
    public uint InstrumentId { get; } = instrumentId;

    /// <summary>The strategy instances that are shown its quotes, in the order of the configuration.</summary>
    public StrategyInstance[] OfQuotes { get; set; } = [];

    /// <summary>Those that are shown its bars.</summary>
    public StrategyInstance[] OfBars { get; set; } = [];

    /// <summary>Those that are shown its book.</summary>
    public StrategyInstance[] OfBooks { get; set; } = [];

    /// <summary>The last quote; its update id is 0 before the first.</summary>
    public Quote Quote { get; } = new();

    /// <summary>The book is known to be right.</summary>
    public bool IsLive { get; set; }

    /// <summary>The venue's time of the last that it said of the instrument, nanoseconds UTC; 0: it has not said one.</summary>
    public long UtcNs { get; private set; }

    /// <summary>The venue's least quantity, at scale 8; 0: not known.</summary>
    public long MinQuantity { get; private set; }

    /// <summary>The venue's least value of an order, at scale 8; 0: not known.</summary>
    public long MinNotional { get; private set; }

    /// <summary>Features of models.</summary>
    public QuoteFeatures Features { get; } = new();

    /// <summary>A quote came since the feed was live.</summary>
    public bool HasQuote => IsLive && Quote.BidPrice > 0 && Quote.AskPrice > Quote.BidPrice;

    /// <summary>The venue has said the time with something; 0: it has not.</summary>
    public void TakeTime(long utcNs)
    {
        if (utcNs > UtcNs)
        {
            UtcNs = utcNs;
        }
    }

    /// <summary>Takes what the venue would not trade.</summary>
    public void Define(Instrument definition)
    {
        MinQuantity = definition.MinQuantity;
        MinNotional = definition.MinNotional;
    }

    /// <summary>Writes what is seen.</summary>
    public void Save(StateWriter state)
    {
        state.Section("view");
        state.Write(InstrumentId);
        state.Write(IsLive);
        state.WriteAll([UtcNs, MinQuantity, MinNotional]);
        state.WriteMessage(Quote);
        Features.Save(state);
    }

    /// <summary>Takes what another one of the same instrument saw.</summary>
    public void Load(StateReader state)
    {
        state.Section("view");
        state.NeedCount((int)InstrumentId);
        IsLive = state.ReadBoolean();
        Span<long> figures = stackalloc long[3];
        state.ReadAll(figures);
        (UtcNs, MinQuantity, MinNotional) = (figures[0], figures[1], figures[2]);
        state.ReadMessage(Quote);
        Features.Load(state);
    }
}
