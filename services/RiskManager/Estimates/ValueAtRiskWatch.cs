using Artic.Hosting.Options;
using Artic.RiskManager.Exposure;
using Artic.V1;

namespace Artic.RiskManager.Estimates;

/// <summary>
/// Takes marks beside the loop and computes value at risk, each instrument with its open orders at the larger of its two sides.
/// What it finds goes on record before it counts. Thread: housekeeping watches, the loop takes. Allocates nothing after
/// construction.
/// </summary>
public sealed class ValueAtRiskWatch
{
    /// <summary>It is computed anew after so many marks.</summary>
    private const int MarksOfResult = 5;

    private readonly RiskBooks _books;
    private readonly ValueAtRiskEstimator _estimator;
    private readonly long[] _marks;
    private readonly double[] _exposures;
    private readonly long[] _shareBps;
    private readonly long _sampleNs;
    private long _lastNs;
    private int _marksSince;
    private volatile bool _isReady;

    /// <param name="options">How it is computed.</param>
    /// <param name="books">Whose marks and exposure are read, a word at a time.</param>
    public ValueAtRiskWatch(ValueAtRiskOptions options, RiskBooks books)
    {
        _books = books;
        _sampleNs = options.SampleMs * 1_000_000L;
        int count = books.Instruments.Length;
        _estimator = new ValueAtRiskEstimator(
            count, options.Samples, (double)options.HorizonMs / options.SampleMs, options.ConfidenceBps / 10_000.0);
        _marks = new long[count];
        _exposures = new double[count];
        _shareBps = new long[count];
    }

    /// <summary>There is a result that the loop has not taken.</summary>
    public bool IsReady => _isReady;

    /// <summary>The result; the loop's to read while it is ready.</summary>
    public ValueAtRisk Result { get; } = new();

    /// <summary>The loop has it on record.</summary>
    public void Taken() => _isReady = false;

    /// <summary>Takes marks when it is time. True where a new result is ready.</summary>
    public bool Watch(long nowNs)
    {
        if (nowNs - _lastNs < _sampleNs)
        {
            return false;
        }

        _lastNs = nowNs;
        for (int i = 0; i < _marks.Length; i++)
        {
            _marks[i] = _books.Instruments[i].IsLive ? _books.Instruments[i].Mark : 0;
        }

        _estimator.Add(_marks);
        if (++_marksSince < MarksOfResult || !_estimator.IsKnown || _isReady)
        {
            return false;
        }

        _marksSince = 0;
        Compute();

        // ORDER: last, so that the loop sees a whole result.
        _isReady = true;
        return true;
    }

    private void Compute()
    {
        // ORDER: before the exposures: an order that is approved meanwhile counts twice rather than not at all.
        long asOfShare = _books.ValueAtRisk.ShareSum;
        Interlocked.MemoryBarrier();
        for (int i = 0; i < _exposures.Length; i++)
        {
            InstrumentRisk instrument = _books.Instruments[i];
            double longest = (double)instrument.Position.Quantity + instrument.OpenBuyQuantity;
            double shortest = (double)instrument.Position.Quantity - instrument.OpenSellQuantity;
            double quantity = Math.Abs(longest) >= Math.Abs(shortest) ? longest : shortest;
            int excess = instrument.PriceScale + instrument.QuantityScale - Money.Scale;
            _exposures[i] = quantity * _marks[i] / Math.Pow(10, excess);
        }

        _estimator.Compute(_exposures, _shareBps, out long parametric, out long historical);
        Result.Reset();
        Result.Parametric = parametric;
        Result.Historical = historical;
        Result.AsOfShare = asOfShare;
        for (int i = 0; i < _shareBps.Length; i++)
        {
            Result.InstrumentIds.Add(_books.Instruments[i].InstrumentId);
            Result.ShareBps.Add(_shareBps[i]);
        }
    }
}
