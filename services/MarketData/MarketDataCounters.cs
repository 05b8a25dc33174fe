using Artic.Core.Domain;
using Artic.Core.Histogram;
using Artic.Messaging.Records;
using Artic.Streams.Counters;
using Artic.V1;

namespace Artic.MarketData;

/// <summary>The figures of market data. Thread: the hot thread writes.</summary>
public sealed class MarketDataCounters(CountersFile file)
{
    private readonly Counter _messages = file.Counter("market_messages_total");
    private readonly Counter _malformed = file.Counter("market_malformed_total");
    private readonly Counter[] _malformedByReason = Array.ConvertAll(
#pragma warning disable CA1308 // Names of counters are lower case.
        Enum.GetNames<MalformedReason>(), reason => file.Counter($"market_malformed_{reason.ToLowerInvariant()}_total"));
#pragma warning restore CA1308

    private readonly Counter _gaps = file.Counter("market_gaps_total");
    private readonly Counter _resyncs = file.Counter("market_resyncs_total");
    private readonly Counter _lateTrades = file.Counter("late_trades_total");
    private readonly Counter _instruments = file.Counter("market_instruments");
    private readonly Counter _live = file.Counter("market_instruments_live");
    private readonly Counter _exchangeLatency = file.Counter("market_exchange_latency_microseconds");
    private readonly Counter _exchangeAhead = file.Counter("market_exchange_ahead_total");
    private readonly Counter _checksums = file.Counter("market_checksums_failed_total");
    private readonly Counter _silences = file.Counter("market_silences_total");
    private readonly Counter _bid = file.Counter("market_bid_price");
    private readonly Counter _ask = file.Counter("market_ask_price");

    /// <summary>From the receive of the frame to the commit of its records.</summary>
    public LatencyHistogram Latency { get; } = file.Histogram("market_data_processing_latency_microseconds");

    /// <summary>Shows totals that the state itself holds, so that a restart counts nothing twice.</summary>
    /// <param name="handler">The state.</param>
    /// <param name="quote">The quote of the first instrument.</param>
    public void Show(MarketDataHandler handler, Quote quote)
    {
        _messages.Set(handler.Messages);
        long malformed = 0;
        for (int i = 0; i < handler.Malformed.Length; i++)
        {
            _malformedByReason[i].Set(handler.Malformed[i]);
            malformed += handler.Malformed[i];
        }

        _malformed.Set(malformed);
        _gaps.Set(handler.Gaps);
        _resyncs.Set(handler.Resyncs);
        _lateTrades.Set(handler.LateTrades);
        _instruments.Set(handler.Instruments);
        _live.Set(handler.LiveInstruments);
        _checksums.Set(handler.ChecksumsFailed);
        _silences.Set(handler.Silences);
        _exchangeLatency.Set(handler.ExchangeLatencyNs / 1000);
        _exchangeAhead.Set(handler.ExchangeAhead);
        _bid.Set(Shown(quote.BidPrice, quote));
        _ask.Set(Shown(quote.AskPrice, quote));
    }

    /// <summary>Prices are shown at scale 8, whatever the instrument's: the places beyond are cut off.</summary>
    private static long Shown(long price, Quote quote) =>
        quote.PriceScale == 0 ? price : price / FixedPoint.PowerOfTen(PriceScales.FromRecord(quote.PriceScale) - PriceScales.Usual);
}
