using Artic.RiskManager.Limits;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Exposure;

/// <summary>
/// Value at risk as the last record said it, and what approved orders have added since. Until there is a record, and again once
/// it is too old, a configured share of the gross exposure stands in for it. Money at scale 8. Thread: the loop's. Allocates
/// nothing.
/// </summary>
public sealed class ValueAtRiskBook
{
    private long _recorded;
    private long _recordedNs;
    private long _asOfShare;

    /// <summary>Sum of the shares of all orders that were approved. Any thread may read it.</summary>
    public long ShareSum { get; private set; }

    /// <summary>Value at risk of all that is held and open.</summary>
    public long At(long nowNs, long gross, LimitSet account)
    {
        bool isKnown = _recordedNs > 0 && nowNs - _recordedNs <= account.Ns(LimitName.ValueAtRiskAgeMs);
        return isKnown
            ? (long)Int128.Min((Int128)_recorded + ShareSum - _asOfShare, Money.Most)
            : Money.Share(gross, account[LimitName.ValueAtRiskShareBps]);
    }

    /// <summary>An order was approved.</summary>
    public void Add(long share) => ShareSum = (long)Int128.Min((Int128)ShareSum + share, Money.Most);

    /// <summary>Takes a record; what it says below 0 is none.</summary>
    public void Take(ValueAtRisk record, long nowNs)
    {
        _recorded = Math.Max(0, Math.Max(record.Parametric, record.Historical));
        _recordedNs = nowNs;
        _asOfShare = Math.Clamp(record.AsOfShare, 0, ShareSum);
    }

    /// <summary>Writes all of it.</summary>
    public void Save(StateWriter state)
    {
        state.Section("value at risk");
        state.WriteAll([_recorded, _recordedNs, _asOfShare, ShareSum]);
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        state.Section("value at risk");
        Span<long> numbers = stackalloc long[4];
        state.ReadAll(numbers);
        (_recorded, _recordedNs, _asOfShare, ShareSum) = (numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
