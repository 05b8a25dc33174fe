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
    private readonly Balance[] _balances = new Balance[assets];

    /// <summary>The venue has spoken of it.</summary>
    public bool IsKnown(int asset) => _balances[asset].IsKnown;

    /// <summary>What may still be spent; negative where more is kept than there is.</summary>
    public long Available(int asset)
    {
        ref readonly Balance balance = ref _balances[asset];
        return (long)Int128.Clamp((Int128)balance.Total - balance.Foreign - balance.Reserved, -Money.Most, Money.Most);
    }

    /// <summary>Keeps so much more for an order, or less where negative.</summary>
    public void Reserve(int asset, long amount) => _balances[asset].Reserved += amount;

    /// <summary>So much of it was spent.</summary>
    public void Spend(int asset, long amount) => _balances[asset].Total -= amount;

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
        foreach (ref readonly Balance balance in _balances.AsSpan())
        {
            state.WriteAll([balance.Total, balance.Foreign, balance.Reserved]);
            state.Write(balance.IsKnown);
        }
    }

    /// <summary>Takes the balances of another one.</summary>
    public void Load(StateReader state)
    {
        state.Section("balances");
        Span<long> numbers = stackalloc long[3];
        foreach (ref Balance balance in _balances.AsSpan())
        {
            state.ReadAll(numbers);
            (balance.Total, balance.Foreign, balance.Reserved) = (numbers[0], numbers[1], numbers[2]);
            balance.IsKnown = state.ReadBoolean();
        }
    }

    private void Take(int asset, long total, long locked)
    {
        ref Balance balance = ref _balances[asset];
        balance.IsKnown = true;
        balance.Total = total;
        balance.Foreign = Math.Max(0, locked - balance.Reserved);
    }

    /// <summary>One asset: the venue's total less what was spent, locked for others' orders, kept for ours.</summary>
    private struct Balance
    {
        public long Total;
        public long Foreign;
        public long Reserved;
        public bool IsKnown;
    }
}
