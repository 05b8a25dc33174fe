using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// A recorded market: frames go out exactly as recorded at their recorded spacing, and the account's orders trade with
/// the recorded book (<see cref="ReplayBook"/>) and trades (<see cref="ReplayQueueBook"/>). Simulated time 0 is the
/// first frame that the snapshot does not contain. Trade ids of the account are the venue's own, from 1: one recorded
/// trade can fill several orders. Memory is bounded by the book and the frames before the snapshot. Thread: one.
/// </summary>
public sealed class ReplayOrderFlow : IOrderFlow
{
    /// <summary>How many frames may stand before the snapshot.</summary>
    public const int MaxFramesBeforeSnapshot = 100_000;

    private readonly ReplayLineReader _reader;
    private readonly ReplayBook _book = new();
    private readonly ReplayQueueBook _queue = new();
    private readonly Queue<ReplayFrame> _early = new();
    private readonly long _originNs;
    private ReplayFrame? _next;
    private long _nextDueNs;
    private long _tradeId;

    /// <summary>
    /// Opens a capture and reads it up to its snapshot. InvalidDataException where it has none or is malformed;
    /// IOException where it cannot be read.
    /// </summary>
    public ReplayOrderFlow(string path)
    {
        _reader = new ReplayLineReader(path);
        try
        {
            ReadToSnapshot();
            _next = ReadFrame();
            string symbol = _next?.Symbol ?? "";
            Instrument = Instrument.TryParse(symbol, out Instrument? instrument)
                ? instrument!
                : throw new InvalidDataException($"the capture's symbol '{symbol}' is not one of a known quote asset");
        }
        catch
        {
            _reader.Dispose();
            throw;
        }

        _originNs = _next!.ReceivedNs;
        _queue.Filled = (order, quantityE8) =>
            Filled?.Invoke(order, order.PriceE8, quantityE8, ++_tradeId, isMaker: true);
        _book.LevelTouched = _queue.LevelTouched;
        Name = "replay:" + Path.GetFileName(path);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Instrument Instrument { get; }

    /// <inheritdoc/>
    public bool StartsWithFirstSubscriber => true;

    /// <inheritdoc/>
    public bool IsFinished => _next is null;

    /// <summary>Why the replay ended before the end of the capture; null where it did not.</summary>
    public string? Fault { get; private set; }

    /// <inheritdoc/>
    public long NextDueNs => _next is null ? long.MaxValue : _nextDueNs;

    /// <inheritdoc/>
    public long ReferencePriceE8 { get; private set; }

    /// <inheritdoc/>
    public Action<MarketMessage>? Published { get; set; }

    /// <inheritdoc/>
    public AccountFillHandler? Filled { get; set; }

    /// <inheritdoc/>
    public bool AdvanceTo(long simulatedNs, int maxEvents)
    {
        for (int i = 0; i < maxEvents && NextDueNs <= simulatedNs; i++)
        {
            try
            {
                Play(_next!);
                _next = ReadFrame();
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                Fault = e.Message;
                _next = null;
            }

            // A recorder's clock may step back; replayed time does not.
            _nextDueNs = _next is null ? _nextDueNs : Math.Max(_nextDueNs, _next.ReceivedNs - _originNs);
        }

        return NextDueNs > simulatedNs;
    }

    /// <inheritdoc/>
    public DepthSnapshot Depth(int limit) => new(_book.LastUpdateId, Levels(Side.Buy, limit), Levels(Side.Sell, limit));

    /// <inheritdoc/>
    public (long QuantityE8, long QuoteE8) Available(Side takerSide, long limitE8, long quantityE8)
    {
        long quantity = 0;
        long quote = 0;
        foreach (Step step in Plan(takerSide, limitE8, quantityE8))
        {
            quantity += step.QuantityE8;
            quote += Instrument.QuoteE8(step.PriceE8, step.QuantityE8);
        }

        return (quantity, quote);
    }

    /// <inheritdoc/>
    public void Take(AccountOrder order)
    {
        Side makerSide = LimitOrderBook.Opposite(order.Side);
        foreach (Step step in Plan(order.Side, order.LimitE8, order.RemainingE8))
        {
            long tradeId = ++_tradeId;
            if (step.Maker is { } maker)
            {
                _queue.Reduce(maker, step.QuantityE8);
                Filled?.Invoke(maker, step.PriceE8, step.QuantityE8, tradeId, isMaker: true);
            }
            else
            {
                _book.Take(makerSide, step.PriceE8, step.QuantityE8);
            }

            Filled?.Invoke(order, step.PriceE8, step.QuantityE8, tradeId, isMaker: false);
        }
    }

    /// <inheritdoc/>
    public void Rest(AccountOrder order) => _queue.Add(order, _book.DisplayedE8(order.Side, order.PriceE8));

    /// <inheritdoc/>
    public void Cancel(AccountOrder order) => _queue.Remove(order);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private void ReadToSnapshot()
    {
        ReplayFrame? frame = Parse();
        while (frame is { IsSnapshot: false } && _early.Count < MaxFramesBeforeSnapshot)
        {
            _early.Enqueue(frame);
            frame = Parse();
        }

        if (frame is not { IsSnapshot: true })
        {
            throw new InvalidDataException($"no depth snapshot in the first {_reader.LineNumber} lines");
        }

        _book.Reset(frame);
        ReferencePriceE8 = _book.Displayed(Side.Buy).FirstOrDefault().Key;
        while (_early.TryPeek(out ReplayFrame? early) && early.LastUpdateId <= frame.LastUpdateId)
        {
            _early.Dequeue();
        }
    }

    /// <summary>The next frame to play: early ones first, contained diffs and book tickers left out.</summary>
    private ReplayFrame? ReadFrame()
    {
        while ((_early.TryDequeue(out ReplayFrame? early) ? early : Parse()) is { } frame)
        {
            bool contained = frame.LastUpdateId != 0 && frame.LastUpdateId <= _book.LastUpdateId
                && frame.Kind == StreamKind.Depth100Ms;
            if (frame.Kind != StreamKind.None && !contained)
            {
                return frame;
            }
        }

        return null;
    }

    private ReplayFrame? Parse()
    {
        if (!_reader.TryRead(out long receivedNs, out byte[] json))
        {
            return null;
        }

        try
        {
            return ReplayFrame.Parse(receivedNs, json);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"line {_reader.LineNumber}: {e.Message}", e);
        }
    }

    private void Play(ReplayFrame frame)
    {
        if (frame.Kind == StreamKind.Depth100Ms)
        {
            _book.Apply(frame);
        }

        Published?.Invoke(frame.ToMessage());
        if (frame.Kind == StreamKind.Trade)
        {
            ReferencePriceE8 = frame.PriceE8;
            _queue.Traded(frame.PriceE8, frame.QuantityE8, frame.BuyerIsMaker);
        }
    }

    /// <summary>What a taker gets, in order: displayed quantity of a price first, then own orders at it.</summary>
    private List<Step> Plan(Side takerSide, long limitE8, long quantityE8)
    {
        Side makerSide = LimitOrderBook.Opposite(takerSide);
        List<Step> steps = [];
        Queue<(AccountOrder Order, long RemainingE8)> own = new(_queue.Crossing(takerSide, limitE8));
        foreach ((long priceE8, long displayedE8) in _book.Displayed(makerSide))
        {
            if (quantityE8 == 0 || !LimitOrderBook.Crosses(takerSide, limitE8, priceE8))
            {
                break;
            }

            quantityE8 = PlanOwn(
                steps, own, quantityE8, o => o.PriceE8 != priceE8 && LimitOrderBook.Crosses(takerSide, priceE8, o.PriceE8));
            long takenE8 = Math.Min(quantityE8, _book.LeftE8(makerSide, priceE8, displayedE8));
            quantityE8 -= PlanStep(steps, priceE8, takenE8, null);
            quantityE8 = PlanOwn(steps, own, quantityE8, o => o.PriceE8 == priceE8);
        }

        PlanOwn(steps, own, quantityE8, _ => true);
        return steps;
    }

    private static long PlanOwn(
        List<Step> steps,
        Queue<(AccountOrder Order, long RemainingE8)> own,
        long quantityE8,
        Func<AccountOrder, bool> isDue)
    {
        while (quantityE8 > 0 && own.TryPeek(out var first) && isDue(first.Order))
        {
            own.Dequeue();
            quantityE8 -= PlanStep(steps, first.Order.PriceE8, Math.Min(quantityE8, first.RemainingE8), first.Order);
        }

        return quantityE8;
    }

    private static long PlanStep(List<Step> steps, long priceE8, long quantityE8, AccountOrder? maker)
    {
        if (quantityE8 > 0)
        {
            steps.Add(new Step(priceE8, quantityE8, maker));
        }

        return quantityE8;
    }

    private List<(long PriceE8, long QuantityE8)> Levels(Side side, int limit) =>
        _book.Displayed(side).Take(limit).Select(level => (level.Key, level.Value)).ToList();

    private readonly record struct Step(long PriceE8, long QuantityE8, AccountOrder? Maker);
}
