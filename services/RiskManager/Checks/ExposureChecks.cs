using Artic.RiskManager.Exposure;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Checks;

/// <summary>
/// What the order does to all that is held and open, everything in flight counted at the worst of both sides. An order that only
/// reduces a position passes above its limits; a flip is measured by where it could end. Thread: the loop's. Allocates nothing.
/// </summary>
public static class ExposureChecks
{
    private const int BpsOfWhole = 10_000;

    /// <summary>The first that the order fails; unspecified: none.</summary>
    public static DenialCode Run(OrderCheck order)
    {
        InstrumentRisk instrument = order.Instrument;
        if (PositionLimit(order) && order.Stands(DenialCode.PositionLimit))
        {
            return DenialCode.PositionLimit;
        }

        Int128 ownGross = ExposureBook.GrossOf(instrument, order.IsBuy, order.Intent.Quantity);
        long gross = Money.FromRaw(ownGross);
        long grossOfAll = Money.FromRaw(order.Books.Exposure.GrossWith(instrument, ownGross));
        long grossOfStrategy = Money.FromRaw(instrument.ValueOf(WorstOfStrategy(order)));
        return ExposureGross(order, gross, grossOfAll, grossOfStrategy) && order.Stands(DenialCode.ExposureGross)
                ? DenialCode.ExposureGross
            : ExposureNet(order, gross, grossOfStrategy) && order.Stands(DenialCode.ExposureNet) ? DenialCode.ExposureNet
            : ExposureConcentration(order, gross, grossOfAll) && order.Stands(DenialCode.ExposureConcentration)
                ? DenialCode.ExposureConcentration
            : ExposureValueAtRisk(order) && order.Stands(DenialCode.ExposureValueAtRisk) ? DenialCode.ExposureValueAtRisk
            : Balance(order);
    }

    /// <summary>What of the balance an order takes: of the quote asset with fees for a buy, of the base asset for a sale.</summary>
    public static long NeedOf(InstrumentRisk instrument, bool isBuy, long quantity, long value, long feeBps) => isBuy
        ? Money.Share(value, BpsOfWhole + feeBps)
        : Money.AtScale(quantity, instrument.QuantityScale);

    private static bool PositionLimit(OrderCheck order)
    {
        InstrumentRisk instrument = order.Instrument;
        Scope strategy = order.Strategy.Scope;
        if (!order.ReducesOwn && order.IsAboveOwn(
            strategy, LimitName.MaxPosition, Money.AtScale(WorstOfStrategy(order), instrument.QuantityScale)))
        {
            return true;
        }

        if (order.Reduces)
        {
            return false;
        }

        long worst = Money.AtScale(
            Worst(order, instrument.Position.Quantity, instrument.OpenBuyQuantity, instrument.OpenSellQuantity),
            instrument.QuantityScale);
        return order.IsAbove(order.Market, LimitName.MaxPosition, worst);
    }

    private static bool ExposureGross(OrderCheck order, long gross, long grossOfAll, long grossOfStrategy) =>
        (!order.ReducesOwn && order.IsAboveOwn(order.Strategy.Scope, LimitName.MaxGrossExposure, grossOfStrategy)) ||
        (!order.Reduces && (order.IsAboveOwn(order.Instrument.Scope, LimitName.MaxGrossExposure, gross) ||
            order.IsAbove(order.Whole, LimitName.MaxGrossExposure, grossOfAll)));

    /// <summary>
    /// In one instrument net is gross. Over all, closing a position may still widen what is long against what is short: there an
    /// order passes above the limit only where it brings the net nearer to zero.
    /// </summary>
    private static bool ExposureNet(OrderCheck order, long gross, long grossOfStrategy)
    {
        InstrumentRisk instrument = order.Instrument;
        if ((!order.ReducesOwn && order.IsAboveOwn(order.Strategy.Scope, LimitName.MaxNetExposure, grossOfStrategy)) ||
            (!order.Reduces && order.IsAboveOwn(instrument.Scope, LimitName.MaxNetExposure, gross)))
        {
            return true;
        }

        ExposureBook exposure = order.Books.Exposure;
        return !exposure.NetReduces(instrument, order.IsBuy, order.Intent.Quantity) && order.IsAbove(
            order.Whole, LimitName.MaxNetExposure,
            Money.FromRaw(exposure.NetWith(instrument, order.IsBuy, order.Intent.Quantity)));
    }

    private static bool ExposureConcentration(OrderCheck order, long gross, long grossOfAll) =>
        !order.Reduces && grossOfAll > order.Books.Limits[LimitName.ConcentrationFloor] && order.IsAbove(
            order.Scopes, LimitName.MaxConcentrationBps, MarketChecks.Bps(gross, grossOfAll));

    private static bool ExposureValueAtRisk(OrderCheck order)
    {
        if (order.Reduces)
        {
            return false;
        }

        RiskBooks books = order.Books;
        long before = books.ValueAtRisk.At(order.NowNs, Money.FromRaw(books.Exposure.Gross), books.Limits);
        return order.IsAbove(
            order.Whole, LimitName.MaxValueAtRisk, (long)Int128.Min((Int128)before + order.ValueAtRisk, Money.Most));
    }

    private static DenialCode Balance(OrderCheck order)
    {
        BalanceBook balances = order.Books.Balances;
        int asset = order.IsBuy ? order.Instrument.QuoteAsset : order.Instrument.BaseAsset;
        if (!balances.IsKnown(asset))
        {
            return DenialCode.BalanceUnknown;
        }

        long need = NeedOf(
            order.Instrument, order.IsBuy, order.Intent.Quantity, order.Value, order.Books.Limits[LimitName.FeeBps]);
        long available = balances.Available(asset);
        return need > available && order.Deny(available, need) ? DenialCode.BalanceInsufficient : DenialCode.Unspecified;
    }

    private static Int128 WorstOfStrategy(OrderCheck order) => Worst(
        order, order.Strategy.Position.Quantity, order.Strategy.OpenBuyQuantity, order.Strategy.OpenSellQuantity);

    /// <summary>Where a position could end on the order's side, away from zero.</summary>
    private static Int128 Worst(OrderCheck order, long position, long openBuys, long openSells) => order.IsBuy
        ? (Int128)position + openBuys + order.Intent.Quantity
        : (Int128)openSells - position + order.Intent.Quantity;
}
