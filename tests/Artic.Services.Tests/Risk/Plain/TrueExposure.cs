using Artic.V1;

namespace Artic.Services.Tests.Risk.Plain;

/// <summary>
/// Exposure in value by nothing but what the venue has filled and what may still fill, at the marks of the moment: a third account
/// beside gate and model, held against the limits themselves after each approval.
/// </summary>
internal sealed class TrueExposure(List<PlainInstrument> instruments)
{
    private const decimal AccountGross = 4500;
    private const decimal AccountNet = 3000;
    private const decimal SecondInstrumentGross = 750;
    private const decimal ThirdStrategyGross = 700;
    private const decimal ThirdStrategyNet = 600;

    private readonly List<Lived> _open = [];
    private readonly long[] _held = new long[instruments.Count];
    private readonly Dictionary<uint, long> _heldByStrategy = [];

    /// <summary>Approvals that were held against all limits: they did not only reduce.</summary>
    public int Judged { get; private set; }

    /// <summary>An order was approved. Gives which limit it passes, or null.</summary>
    /// <param name="order">The order.</param>
    /// <param name="isStrange">Limits change and orders come from elsewhere: nothing is promised about the sum.</param>
    public string? Approve(Lived order, bool isStrange)
    {
        bool reduces = Reduces(order, Held(order.Instrument), _open.FindAll(each => each.Instrument == order.Instrument));
        bool reducesOwn = Reduces(
            order, HeldBy(order.Instance), _open.FindAll(each => each.Instance == order.Instance && each.Instrument == order.Instrument));
        bool netReduces = NetReduces(order);
        _open.Add(order);
        if (isStrange)
        {
            return null;
        }

        decimal gross = 0;
        decimal net = 0;
        foreach (PlainInstrument instrument in instruments)
        {
            gross += Worst(Held(instrument.Id), _open.FindAll(each => each.Instrument == instrument.Id)) * instrument.QuantityUnit * instrument.Mark;
            long side = _open.Where(each => each.Instrument == instrument.Id && each.Side == order.Side).Sum(each => each.Left);
            net += ((order.Side == Side.Buy ? Held(instrument.Id) : -Held(instrument.Id)) + side) * instrument.QuantityUnit * instrument.Mark;
        }

        PlainInstrument own = instruments[(int)order.Instrument - 1];
        decimal ofInstrument = Worst(Held(own.Id), _open.FindAll(each => each.Instrument == own.Id)) * own.QuantityUnit * own.Mark;
        decimal ofStrategy = SideOf(order) * own.QuantityUnit * own.Mark;
        Judged += reduces ? 0 : 1;
        return !reduces && gross > AccountGross ? $"a gross exposure of {gross}"
            : !netReduces && net > AccountNet ? $"a net exposure of {net}"
            : !reduces && own.Id == 2 && ofInstrument > SecondInstrumentGross ? $"a gross exposure of {ofInstrument} of the second instrument"
            : !reducesOwn && order.Instance == 3 && ofStrategy > Math.Min(ThirdStrategyGross, ThirdStrategyNet)
                ? $"an exposure of {ofStrategy} of strategy 3"
            : null;
    }

    /// <summary>The venue has filled so much.</summary>
    public void Fill(Lived order, long quantity)
    {
        long signed = order.Side == Side.Buy ? quantity : -quantity;
        _held[order.Instrument - 1] += signed;
        _heldByStrategy[order.Instance] = HeldBy(order.Instance) + signed;
        _ = _open.RemoveAll(each => each.IsOver && each.Left == 0);
    }

    /// <summary>The venue has said a word on an order.</summary>
    public void Say(Lived order, OrderStatus status)
    {
        order.IsOver |= status is OrderStatus.Denied or OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Rejected;
        _ = _open.RemoveAll(each => each.IsOver && each.Left == 0);
    }

    private static bool Reduces(Lived order, long held, List<Lived> open)
    {
        long ofSide = open.Where(each => each.Side == order.Side).Sum(each => each.Left) + order.Left;
        return order.Side == Side.Buy ? held < 0 && ofSide <= -held : held > 0 && ofSide <= held;
    }

    private static long Worst(long held, List<Lived> open) => Math.Max(
        0, Math.Max(
            held + open.Where(each => each.Side == Side.Buy).Sum(each => each.Left),
            open.Where(each => each.Side == Side.Sell).Sum(each => each.Left) - held));

    private long SideOf(Lived order)
    {
        long held = HeldBy(order.Instance);
        return (order.Side == Side.Buy ? held : -held) + _open.Where(
            each => each.Instance == order.Instance && each.Instrument == order.Instrument && each.Side == order.Side).Sum(each => each.Left);
    }

    private bool NetReduces(Lived order)
    {
        decimal net = instruments.Sum(each => Held(each.Id) * each.QuantityUnit * each.Mark);
        decimal ofSide = _open.Append(order).Where(each => each.Side == order.Side)
            .Sum(each => each.Left * instruments[(int)each.Instrument - 1].QuantityUnit * instruments[(int)each.Instrument - 1].Mark);
        return (order.Side == Side.Buy ? -net : net) > 0 && ofSide <= Math.Abs(net);
    }

    private long Held(uint instrument) => _held[instrument - 1];

    private long HeldBy(uint instance) => _heldByStrategy.GetValueOrDefault(instance);
}
