using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>What strategies see of one instrument: the last quote, book and feed state. Thread: the loop's.</summary>
public sealed class MarketView(uint instrumentId)
{
    /// <summary>The number in all records.</summary>
    public uint InstrumentId { get; } = instrumentId;

    /// <summary>The strategy instances that watch it, in the order of the configuration.</summary>
    public StrategyInstance[] Instances { get; set; } = [];

    /// <summary>The last quote; its update id is 0 before the first.</summary>
    public Quote Quote { get; } = new();

    /// <summary>The book is known to be right.</summary>
    public bool IsLive { get; set; }

    /// <summary>Features of models.</summary>
    public QuoteFeatures Features { get; } = new();

    /// <summary>A quote came since the feed was live.</summary>
    public bool HasQuote => IsLive && Quote.BidPrice > 0 && Quote.AskPrice > Quote.BidPrice;

    /// <summary>Writes what is seen.</summary>
    public void Save(StateWriter state)
    {
        state.Section("view");
        state.Write(InstrumentId);
        state.Write(IsLive);
        state.WriteMessage(Quote);
        Features.Save(state);
    }

    /// <summary>Takes what another one of the same instrument saw.</summary>
    public void Load(StateReader state)
    {
        state.Section("view");
        state.NeedCount((int)InstrumentId);
        IsLive = state.ReadBoolean();
        state.ReadMessage(Quote);
        Features.Load(state);
    }
}
