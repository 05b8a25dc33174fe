using Artic.Models;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>
/// The eight features of <c>models/microprice.onnx</c>, kept up to date quote by quote; their order is that of the
/// model's metadata. Formulas and weights are those of <c>models/README.md</c>. Thread: the loop's. No allocation.
/// </summary>
public sealed class QuoteFeatures
{
    /// <summary>Number of features.</summary>
    public const int Count = 8;

    /// <summary>The features' names, in their order.</summary>
    public static IReadOnlyList<string> Names => QuoteFeatureNames.All;

    private const int DepthLevels = 5;
    private const int HistoryQuotes = 64;
    private const double BasisPoints = 10_000;
    private const double TradeWeight = 1.0 / 16;
    private const double VolatilityWeight = 1.0 / 32;

    private readonly double[] _mids = new double[HistoryQuotes];
    private long _quotes;
    private double _depthImbalance;
    private double _signedFlow;
    private double _flow;
    private double _volatilityBps;

    /// <summary>Enough quotes have come for every feature.</summary>
    public bool IsWarm => _quotes > 32;

    /// <summary>Takes the next quote.</summary>
    public void OnQuote(Quote quote)
    {
        double mid = 0.5 * ((double)quote.BidPrice + quote.AskPrice);
        if (_quotes > 0)
        {
            double change = Math.Abs(ReturnBps(mid, Mid(1)));
            _volatilityBps += VolatilityWeight * (change - _volatilityBps);
        }

        _mids[_quotes % HistoryQuotes] = mid;
        _quotes++;
    }

    /// <summary>Takes the next trade.</summary>
    public void OnTrade(Trade trade)
    {
        double signed = trade.Aggressor == Side.Buy ? trade.Quantity : -(double)trade.Quantity;
        _signedFlow += TradeWeight * (signed - _signedFlow);
        _flow += TradeWeight * (trade.Quantity - _flow);
    }

    /// <summary>Takes the next view of the book.</summary>
    public void OnBook(BookTop book)
    {
        double bids = 0;
        double asks = 0;
        for (int i = 0; i < DepthLevels; i++)
        {
            bids += i < book.BidQuantities.Count ? book.BidQuantities[i] : 0;
            asks += i < book.AskQuantities.Count ? book.AskQuantities[i] : 0;
        }

        _depthImbalance = Imbalance(bids, asks);
    }

    /// <summary>Forgets all: what came before a hole says nothing about what comes after.</summary>
    public void Reset()
    {
        _quotes = 0;
        _depthImbalance = _signedFlow = _flow = _volatilityBps = 0;
    }

    /// <summary>Writes the features as they stand after <paramref name="quote"/>; needs <see cref="IsWarm"/>.</summary>
    public void Write(Quote quote, Span<float> features)
    {
        double mid = Mid(1);
        double bidQuantity = quote.BidQuantity;
        double askQuantity = quote.AskQuantity;
        double microprice = ((quote.BidPrice * askQuantity) + (quote.AskPrice * bidQuantity)) / (bidQuantity + askQuantity);
        features[0] = (float)Imbalance(bidQuantity, askQuantity);
        features[1] = (float)_depthImbalance;
        features[2] = (float)ReturnBps(microprice, mid);
        features[3] = (float)((quote.AskPrice - (double)quote.BidPrice) / mid * BasisPoints);
        features[4] = (float)ReturnBps(mid, Mid(9));
        features[5] = (float)ReturnBps(mid, Mid(33));
        features[6] = (float)(_flow > 0 ? _signedFlow / _flow : 0);
        features[7] = (float)_volatilityBps;
    }

    /// <summary>Writes the window.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_quotes);
        state.WriteAll(_mids);
        state.WriteAll([_depthImbalance, _signedFlow, _flow, _volatilityBps]);
    }

    /// <summary>Goes on with the window that another one had.</summary>
    public void Load(StateReader state)
    {
        _quotes = state.ReadInt64();
        state.ReadAll(_mids);
        Span<double> figures = stackalloc double[4];
        state.ReadAll(figures);
        (_depthImbalance, _signedFlow, _flow, _volatilityBps) = (figures[0], figures[1], figures[2], figures[3]);
    }

    private static double Imbalance(double bids, double asks) => bids + asks > 0 ? (bids - asks) / (bids + asks) : 0;

    private static double ReturnBps(double now, double before) => (now - before) / before * BasisPoints;

    /// <summary>The mid of the last quote but <paramref name="back"/> - 1.</summary>
    private double Mid(int back) => _mids[(_quotes - back) % HistoryQuotes];
}
