using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Accounts;

/// <summary>
/// Balances of the one account, exact to the last unit: free, locked for open orders, and the commissions taken. For
/// every asset, free + locked + commissions + what the counterparties got stays what it was. State without clock or
/// I/O. Thread: one.
/// </summary>
public sealed class AccountBook
{
    private readonly SortedDictionary<string, Balance> _balances = new(StringComparer.Ordinal);
    private readonly Instrument _instrument;

    /// <summary>Starts with the given amounts; the instrument's two assets exist in any case.</summary>
    public AccountBook(Instrument instrument, FeeSchedule fees, IEnumerable<KeyValuePair<string, long>> amountsE8)
    {
        _instrument = instrument;
        Fees = fees;
        Of(instrument.BaseAsset);
        Of(instrument.QuoteAsset);
        foreach ((string asset, long amountE8) in amountsE8)
        {
            Of(asset).FreeE8 = amountE8;
        }
    }

    /// <summary>The commission rates.</summary>
    public FeeSchedule Fees { get; }

    /// <summary>All balances by asset name.</summary>
    public IReadOnlyCollection<Balance> Balances => _balances.Values;

    /// <summary>The balance of an asset, made where it does not exist.</summary>
    public Balance Of(string asset)
    {
        if (!_balances.TryGetValue(asset, out Balance? balance))
        {
            balance = new Balance(asset);
            _balances.Add(asset, balance);
        }

        return balance;
    }

    /// <summary>The balance that an order of this side gives from.</summary>
    public Balance Given(Side side) => Of(side == Side.Buy ? _instrument.QuoteAsset : _instrument.BaseAsset);

    /// <summary>The balance that an order of this side adds to.</summary>
    public Balance Received(Side side) => Of(side == Side.Buy ? _instrument.BaseAsset : _instrument.QuoteAsset);

    /// <summary>
    /// Moves <paramref name="amountE8"/> from free to locked for the order; the caller has checked that it is there.
    /// </summary>
    public void Lock(AccountOrder order, long amountE8)
    {
        Balance given = Given(order.Side);
        if (amountE8 < 0 || given.FreeE8 < amountE8)
        {
            throw new InvalidOperationException($"locks {amountE8} of {given.FreeE8} {given.Asset} (scale 8)");
        }

        given.FreeE8 -= amountE8;
        given.LockedE8 += amountE8;
        order.LockedE8 += amountE8;
    }

    /// <summary>Gives back all that is still locked for an order that ended.</summary>
    public void Release(AccountOrder order)
    {
        Balance given = Given(order.Side);
        given.LockedE8 -= order.LockedE8;
        given.FreeE8 += order.LockedE8;
        order.LockedE8 = 0;
    }

    /// <summary>
    /// Books a fill: pays from what is locked (a better price than the limit frees the difference), receives less the
    /// commission, and gives the trade. The order's executed sums and status are brought up to date.
    /// </summary>
    public AccountTrade Fill(AccountOrder order, long priceE8, long quantityE8, long tradeId, bool isMaker, long timeMs)
    {
        bool buys = order.Side == Side.Buy;
        long quoteE8 = Instrument.QuoteE8(priceE8, quantityE8);
        long paidE8 = buys ? quoteE8 : quantityE8;
        long receivedE8 = buys ? quantityE8 : quoteE8;
        long reservedE8 = buys
            && order.Type != OrderType.Market ? Instrument.QuoteE8(order.PriceE8, quantityE8) : paidE8;
        if (reservedE8 > order.LockedE8 || paidE8 > reservedE8)
        {
            throw new InvalidOperationException(
                $"order {order.OrderId} pays {paidE8} with {order.LockedE8} locked (scale 8)");
        }

        Balance given = Given(order.Side);
        Balance received = Received(order.Side);
        long commissionE8 = Fees.CommissionE8(receivedE8, isMaker);
        order.LockedE8 -= reservedE8;
        given.LockedE8 -= reservedE8;
        given.FreeE8 += reservedE8 - paidE8;
        received.FreeE8 += receivedE8 - commissionE8;
        received.FeesE8 += commissionE8;

        order.ExecutedE8 += quantityE8;
        order.ExecutedQuoteE8 += quoteE8;
        order.Status = order.RemainingE8 == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        order.UpdatedMs = timeMs;
        AccountTrade trade = new(
            tradeId, order.OrderId, order.Side, priceE8, quantityE8, quoteE8, commissionE8, received.Asset, isMaker,
                timeMs);
        order.Trades.Add(trade);
        return trade;
    }
}
