using Artic.RiskManager.Exposure;
using Artic.RiskManager.Scopes;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>
/// Brings what the market and the clock say into the books: prices, definitions, books that are right or not, results at the mid,
/// days. Thread: the loop's. Allocates nothing but for definitions.
/// </summary>
/// <param name="books">Where it is kept.</param>
public sealed class MarketFeed(RiskBooks books)
{
    /// <summary>Strategies and instruments whose losses are looked at in a tick: with many, each in its turn.</summary>
    private const int LossesOfTick = 16;

    private int _nextLoss;

    /// <summary>Result of all instruments at the mid, fees off, at scale 8.</summary>
    public long Pnl { get; private set; }

    /// <summary>The definition of an instrument was read.</summary>
    public void OnDefinition(InstrumentRisk instrument, long nowNs)
    {
        instrument.TakeDefinition();
        instrument.DefinedNs = nowNs;
        Revalue(instrument);
    }

    /// <summary>Takes the best prices of an instrument, received at <paramref name="originNs"/>.</summary>
    public void OnQuote(Quote quote, long originNs, long nowNs)
    {
        if (books.Find(quote.InstrumentId) is not { } instrument)
        {
            return;
        }

        instrument.BidPrice = quote.BidPrice;
        instrument.AskPrice = quote.AskPrice;
        instrument.QuoteNs = originNs;
        long mid = instrument.Mark;
        instrument.Mids.Add(mid, nowNs);
        if (instrument.ReferencePrice == 0)
        {
            instrument.ReferencePrice = mid;
        }

        if (instrument.Position.Quantity != 0 || instrument.OpenBuyQuantity != 0 || instrument.OpenSellQuantity != 0)
        {
            Revalue(instrument);
        }
    }

    /// <summary>Takes the best levels of a book, as they came.</summary>
    public void OnBookTop(uint instrumentId, ReadOnlySpan<byte> record) => books.Find(instrumentId)?.Depth.Take(record);

    /// <summary>Takes a trade of anybody.</summary>
    public void OnTrade(Trade trade)
    {
        if (books.Find(trade.InstrumentId) is { } instrument && trade.Price > 0)
        {
            instrument.LastTradePrice = trade.Price;
        }
    }

    /// <summary>A book is right, or is not any more.</summary>
    public void OnFeedStatus(FeedStatus status, long nowNs)
    {
        if (books.Find(status.InstrumentId) is not { } instrument)
        {
            return;
        }

        bool isLive = status.State == FeedState.Live;
        if (instrument.IsLive && !isLive)
        {
            books.Breakers.Happened(BreakerCause.Feed, nowNs);
        }

        instrument.IsLive = isLive;
        if (!isLive)
        {
            instrument.QuoteNs = 0;
            instrument.Depth.Clear();
        }
    }

    /// <summary>A model has spoken; what is no number or out of range counts against it.</summary>
    public void OnSignal(Signal signal, long nowNs)
    {
        // A comparison with what is no number is false.
        if (!(Math.Abs(signal.Value) <= 1 && signal.Confidence >= 0 && signal.Confidence <= 1))
        {
            books.Breakers.Happened(BreakerCause.Model, nowNs);
        }
    }

    /// <summary>Takes value at risk as it was computed, with the instruments' shares.</summary>
    public void OnValueAtRisk(ValueAtRisk record, long nowNs)
    {
        books.ValueAtRisk.Take(record, nowNs);
        for (int i = 0; i < Math.Min(record.InstrumentIds.Count, record.ShareBps.Count); i++)
        {
            if (books.Find(record.InstrumentIds[i]) is { } instrument)
            {
                instrument.ShareBps = Math.Clamp(record.ShareBps[i], 0, 10_000);
            }
        }
    }

    /// <summary>Time has passed: losses are looked at, breakers may let probes pass.</summary>
    public void OnTick(long utcNs, long nowNs)
    {
        books.Clock.Tick(utcNs, nowNs);
        int count = books.Strategies.Length + books.Instruments.Length;
        for (int i = 0; i < Math.Min(count, LossesOfTick); i++)
        {
            SampleOne(_nextLoss, nowNs);
            _nextLoss = (_nextLoss + 1) % count;
        }

        books.Breakers.Tick(nowNs);
    }

    /// <summary>A new UTC day: losses begin anew, and prices refer to those of now.</summary>
    public void BeginDay(long nowNs)
    {
        for (int i = 0; i < books.Strategies.Length + books.Instruments.Length; i++)
        {
            SampleOne(i, nowNs);
        }

        foreach (Scope scope in books.Scopes.All)
        {
            scope.Losses.BeginDay();
        }

        foreach (InstrumentRisk instrument in books.Instruments)
        {
            instrument.ReferencePrice = instrument.QuoteNs == 0 ? 0 : instrument.Mark;
        }
    }

    /// <summary>Brings exposure and results up to date with one instrument.</summary>
    public void Revalue(InstrumentRisk instrument)
    {
        books.Exposure.Update(instrument);
        long pnl = instrument.Pnl();
        Pnl += pnl - instrument.CountedPnl;
        instrument.CountedPnl = pnl;
    }

    /// <summary>Writes what is not in the books.</summary>
    public void Save(StateWriter state)
    {
        state.Section("market feed");
        state.Write(Pnl);
        state.Write(_nextLoss);
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        state.Section("market feed");
        Pnl = state.ReadInt64();
        _nextLoss = state.ReadCount(Math.Max(0, books.Strategies.Length + books.Instruments.Length - 1));
    }

    private void SampleOne(int index, long nowNs)
    {
        if (index < books.Strategies.Length)
        {
            StrategyRisk strategy = books.Strategies[index];
            strategy.Scope.Losses.Sample(strategy.Pnl(), nowNs);
        }
        else
        {
            InstrumentRisk instrument = books.Instruments[index - books.Strategies.Length];
            instrument.Scope.Losses.Sample(instrument.CountedPnl, nowNs);
        }
    }
}
