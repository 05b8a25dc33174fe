namespace Artic.RiskManager.Exposure;

/// <summary>
/// Gross and net exposure over all instruments, as raw money at their marks, each instrument with its open orders at the worst
/// side. It is brought up to date by the one instrument that changed. Thread: the loop's. Allocates nothing.
/// </summary>
public sealed class ExposureBook
{
    private Int128 _position;
    private Int128 _buys;
    private Int128 _sells;

    /// <summary>Sum of the instruments' worst sides.</summary>
    public Int128 Gross { get; private set; }

    /// <summary>What is long less what is short, should every open buy fill and no sell.</summary>
    public Int128 NetLong => _position + _buys;

    /// <summary>What is short less what is long, should every open sell fill and no buy.</summary>
    public Int128 NetShort => _sells - _position;

    /// <summary>Takes an instrument as it is now.</summary>
    public void Update(InstrumentRisk instrument)
    {
        InstrumentExposure before = instrument.Counted;
        InstrumentExposure now = Of(instrument, 0, 0);
        instrument.Counted = now;
        _position += now.Position - before.Position;
        _buys += now.Buys - before.Buys;
        _sells += now.Sells - before.Sells;
        Gross += now.Gross - before.Gross;
    }

    /// <summary>The instrument's own gross exposure with another order.</summary>
    public static Int128 GrossOf(InstrumentRisk instrument, bool isBuy, long quantity) =>
        Of(instrument, isBuy ? quantity : 0, isBuy ? 0 : quantity).Gross;

    /// <summary>Gross exposure over all instruments, where one of them is at this instead.</summary>
    public Int128 GrossWith(InstrumentRisk instrument, Int128 gross) => Gross - instrument.Counted.Gross + gross;

    /// <summary>Net exposure on an order's side with the order.</summary>
    public Int128 NetWith(InstrumentRisk instrument, bool isBuy, long quantity) =>
        (isBuy ? NetLong : NetShort) + instrument.ValueOf(quantity);

    /// <summary>
    /// The order can only bring the net exposure nearer to zero, even if everything open on its side fills too.
    /// </summary>
    public bool NetReduces(InstrumentRisk instrument, bool isBuy, long quantity)
    {
        Int128 opposite = isBuy ? -_position : _position;
        return opposite > 0 && (isBuy ? _buys : _sells) + instrument.ValueOf(quantity) <= opposite;
    }

    private static InstrumentExposure Of(InstrumentRisk instrument, long moreBuys, long moreSells)
    {
        Int128 buys = (Int128)instrument.OpenBuyQuantity + moreBuys;
        Int128 sells = (Int128)instrument.OpenSellQuantity + moreSells;
        Int128 position = instrument.Position.Quantity;
        return new InstrumentExposure(
            instrument.ValueOf(position), instrument.ValueOf(buys), instrument.ValueOf(sells),
            instrument.ValueOf(Int128.Max(Int128.Max(position + buys, sells - position), 0)));
    }
}
