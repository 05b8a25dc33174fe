using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Exposure;

/// <summary>
/// What may still be spent of each asset, at scale 8: the venue's last word on it, less what has been spent since, less what is
/// locked for orders that are not ours, less what is kept for ours. What a fill brings in counts with the venue's next word
/// only: that word may already hold it. Thread: the loop's. Allocates nothing.
/// </summary>
/// <param name="assets">How many assets there are.</param>
public sealed class BalanceBook(int assets)
{
    private readonly long[] _total = new long[assets];
    private readonly long[] _foreign = new long[assets];
    private readonly long[] _reserved = new long[assets];
    private readonly bool[] _isKnown = new bool[assets];

    /// <summary>The venue has spoken of it.</summary>
    public bool IsKnown(int asset) => _isKnown[asset];

    /// <summary>What may still be spent; negative where more is kept than there is.</summary>
    public long Available(int asset) =>
        (long)Int128.Clamp((Int128)_total[asset] - _foreign[asset] - _reserved[asset], -Money.Most, Money.Most);

    /// <summary>Keeps so much more for an order, or less where negative.</summary>
    public void Reserve(int asset, long amount) => _reserved[asset] += amount;

    /// <summary>So much of it was spent.</summary>
    public void Spend(int asset, long amount) => _total[asset] -= amount;

    /// <summary>The venue's word on the two assets of an instrument.</summary>
    public void Take(InstrumentRisk instrument, AccountSnapshot snapshot)
    {
        Take(instrument.BaseAsset, snapshot.BaseTotal, snapshot.BaseLocked);
        Take(instrument.QuoteAsset, snapshot.QuoteTotal, snapshot.QuoteLocked);
    }

    /// <summary>Writes the balances.</summary>
    public void Save(StateWriter state)
    {
        state.Section("balances");
        state.WriteAll(_total);
        state.WriteAll(_foreign);
        state.WriteAll(_reserved);
        foreach (bool isKnown in _isKnown)
        {
            state.Write(isKnown);
        }
    }

    /// <summary>Takes the balances of another one.</summary>
    public void Load(StateReader state)
    {
        state.Section("balances");
        state.ReadAll(_total);
        state.ReadAll(_foreign);
        state.ReadAll(_reserved);
        for (int i = 0; i < _isKnown.Length; i++)
        {
            _isKnown[i] = state.ReadBoolean();
        }
    }

    private void Take(int asset, long total, long locked)
    {
        _isKnown[asset] = true;
        _total[asset] = total;
        _foreign[asset] = Math.Max(0, locked - _reserved[asset]);
    }
}
