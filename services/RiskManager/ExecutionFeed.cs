using Artic.Core.Domain;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.RiskManager.Checks;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>
/// Brings what the execution stream says into the books, and nothing else releases an order: fills, ends, balances. Orders that
/// were never approved here count from the first word on them. Thread: the loop's. Allocates nothing.
/// </summary>
/// <param name="books">Where it is kept.</param>
public sealed class ExecutionFeed(RiskBooks books)
{
    /// <summary>Takes a fill: position up, open quantity down. The caller revalues the instrument.</summary>
    public InstrumentRisk? OnFill(Fill fill, long nowNs)
    {
        InstrumentRisk? instrument = books.Find(fill.InstrumentId);
        if (instrument == null)
        {
            return null;
        }

        bool isBuy = fill.Side == Side.Buy;
        StrategyRisk? strategy = StrategyOf(fill.InstanceId, instrument);
        Int128 fee = FeeOf(fill, instrument);
        Int128 realized = Apply(instrument.Position, isBuy, fill, fee, out bool closed);
        instrument.Fees += fee;
        if (closed)
        {
            Close(books.Scopes.Account, books.Scopes, realized, nowNs);
            instrument.Scope.Losses.Close(
                realized, instrument.Scope.Limits[LimitName.MaxLosingStreak], CoolDownNs, nowNs);
        }

        Trade(books.Scopes.Firm, nowNs);
        Trade(books.Scopes.Account, nowNs);
        Trade(books.Scopes.Venue, nowNs);
        Trade(instrument.Scope, nowNs);
        Spend(fill, instrument, isBuy);
        if (strategy != null)
        {
            OnFillOf(strategy, fill, isBuy, fee, nowNs);
        }

        if (books.Open.Find(fill.ClientOrderId) is { } order && order.Instrument == instrument)
        {
            books.Open.Fill(order, fill.Quantity);
            Keep(order);
            if (order.IsEnded && order.Remaining == 0)
            {
                End(order, order.Filled, isRefused: false);
            }
        }

        return instrument;
    }

    /// <summary>Takes an order's new state: a final one releases what is left of it. The caller revalues the instrument.</summary>
    public InstrumentRisk? OnOrder(OrderEvent said, long nowNs)
    {
        OpenOrder? order = books.Open.Find(said.ClientOrderId);
        if (order == null)
        {
            return said.Status.IsFinal() ? null : AddForeign(said);
        }

        if (!order.IsAnswered && said.Status is not (OrderStatus.Submitted or OrderStatus.Denied or OrderStatus.Unknown))
        {
            order.IsAnswered = true;
            books.Breakers.Answered(order, said.Status == OrderStatus.Rejected, nowNs);
        }

        if (said.Status == OrderStatus.PendingCancel && !order.IsCancelling)
        {
            order.IsCancelling = true;
            TakeCancel(order, nowNs);
        }

        InstrumentRisk instrument = order.Instrument;
        if (said.Status.IsFinal())
        {
            End(order, said.FilledQuantity, said.Status is OrderStatus.Rejected or OrderStatus.Denied);
        }

        return instrument;
    }

    /// <summary>Takes the venue's word on the balances of an instrument's assets.</summary>
    public void OnBalances(AccountSnapshot snapshot)
    {
        if (books.Find(snapshot.InstrumentId) is { } instrument)
        {
            books.Balances.Take(instrument, snapshot);
        }
    }

    /// <summary>Keeps of the balance what the rest of an order may take at its worst price.</summary>
    public void Keep(OpenOrder order)
    {
        InstrumentRisk instrument = order.Instrument;
        long value = order.Remaining == 0 || order.Price == long.MaxValue
            ? 0
            : Money.FromRaw(Money.Raw(order.Price, order.Remaining, instrument.PriceScale + instrument.QuantityScale));
        long kept = ExposureChecks.NeedOf(
            instrument, order.IsBuy, order.Remaining, value, books.Limits[LimitName.FeeBps]);
        books.Balances.Reserve(order.IsBuy ? instrument.QuoteAsset : instrument.BaseAsset, kept - order.Reserved);
        order.Reserved = kept;
    }

    private long CoolDownNs => books.Limits.Ns(LimitName.StreakCoolDownMs);

    /// <summary>Gives what closing a part has gained, this fill's fee off.</summary>
    private static Int128 Apply(NetPosition position, bool isBuy, Fill fill, Int128 fee, out bool closed)
    {
        closed = position.Quantity != 0 && position.Quantity > 0 != isBuy;
        Int128 before = position.RealizedPnl;
        position.Apply(isBuy, fill.Price, fill.Quantity);
        return position.RealizedPnl - before - fee;
    }

    private static Int128 FeeOf(Fill fill, InstrumentRisk instrument) => fill.FeeAsset switch
    {
        FeeAsset.Base => (Int128)fill.Price * AtScale(fill.Fee, instrument.QuantityScale),
        FeeAsset.Quote => AtScale(fill.Fee, instrument.PriceScale + instrument.QuantityScale),
        _ => 0,
    };

    /// <summary>A fee, which is at scale 8, at another scale.</summary>
    private static Int128 AtScale(long fee, int scale) => scale >= Money.Scale
        ? (Int128)fee * FixedPoint.PowerOfTen(scale - Money.Scale)
        : fee / FixedPoint.PowerOfTen(Money.Scale - scale);

    /// <summary>Firm, account and venue lose together: the tightest of their limits begins the cool-down.</summary>
    private void Close(Scope account, ScopeTree scopes, Int128 realized, long nowNs) => account.Losses.Close(
        realized,
        Math.Min(
            account.Limits[LimitName.MaxLosingStreak],
            Math.Min(scopes.Firm.Limits[LimitName.MaxLosingStreak], scopes.Venue.Limits[LimitName.MaxLosingStreak])),
        CoolDownNs, nowNs);

    private static void Trade(Scope scope, long nowNs) => scope.TradesInWindow.Add(nowNs);

    private StrategyRisk? StrategyOf(uint instanceId, InstrumentRisk instrument) =>
        books.FindStrategy(instanceId) is { } strategy && strategy.Instrument == instrument ? strategy : null;

    private void OnFillOf(StrategyRisk strategy, Fill fill, bool isBuy, Int128 fee, long nowNs)
    {
        Int128 realized = Apply(strategy.Position, isBuy, fill, fee, out bool closed);
        strategy.Fees += fee;
        Trade(strategy.Scope, nowNs);
        if (closed)
        {
            strategy.Scope.Losses.Close(
                realized, strategy.Scope.Limits[LimitName.MaxLosingStreak], CoolDownNs, nowNs);
        }

        strategy.Executions++;
        if (strategy.Executions >= strategy.Tightest(LimitName.MaxExecutions) && !strategy.IsDisabled)
        {
            strategy.IsDisabled = true;
            strategy.Scope.State = TradingStateValue.Halted;
            books.Notices.Add(Notice.Of(strategy.Scope));
        }
    }

    private void Spend(Fill fill, InstrumentRisk instrument, bool isBuy)
    {
        long quote = Money.FromRaw(Money.Raw(fill.Price, fill.Quantity, instrument.PriceScale + instrument.QuantityScale));
        books.Balances.Spend(isBuy ? instrument.QuoteAsset : instrument.BaseAsset,
            isBuy ? quote : Money.AtScale(fill.Quantity, instrument.QuantityScale));
        if (fill.FeeAsset is FeeAsset.Base or FeeAsset.Quote)
        {
            books.Balances.Spend(
                fill.FeeAsset == FeeAsset.Base ? instrument.BaseAsset : instrument.QuoteAsset, Math.Max(0, fill.Fee));
        }
    }

    /// <summary>An order that nobody here has approved, from another process or of an account's other user.</summary>
    private InstrumentRisk? AddForeign(OrderEvent said)
    {
        long left = said.Quantity - said.FilledQuantity;
        if (books.Find(said.InstrumentId) is not { } instrument || left <= 0)
        {
            return null;
        }

        // Without a price it may trade at any.
        bool isBuy = said.Side == Side.Buy;
        long price = said.Price > 0 ? said.Price : isBuy ? long.MaxValue : 1;
        OpenOrder order = books.Open.Add(
            said.ClientOrderId, instrument, StrategyOf(said.InstanceId, instrument), isBuy, left, price);
        order.Filled = said.FilledQuantity;
        order.IsAnswered = true;
        Keep(order);
        return instrument;
    }

    private void TakeCancel(OpenOrder order, long nowNs)
    {
        books.Scopes.Firm.Cancels.Take(nowNs);
        books.Scopes.Account.Cancels.Take(nowNs);
        books.Scopes.Venue.Cancels.Take(nowNs);
        order.Instrument.Scope.Cancels.Take(nowNs);
        order.Strategy?.Scope.Cancels.Take(nowNs);
    }

    private void End(OpenOrder order, long filledQuantity, bool isRefused)
    {
        bool isGone = books.Open.End(order, filledQuantity);
        Keep(order);
        if (isGone)
        {
            books.Breakers.Ended(order, isRefused);
        }
    }
}
