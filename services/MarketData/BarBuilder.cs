using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;
using Artic.Venues;
using Artic.Venues.Text;

namespace Artic.MarketData;

/// <summary>
/// Forms bars from trades by the venue's clock. A time bar closes with the first trade of a later interval, which opens the
/// next; an interval without trades has no bar. A tick bar closes with its last trade, a volume bar with the trade that
/// reaches its quantity, which is not divided: it may have more. A trade from before the open bar's start is late: counted and
/// left out; the start of a tick or volume bar that is not open yet is the end of the one before. Thread: one.
/// </summary>
public sealed class BarBuilder(uint instrumentId, BarRule rule)
{
    private readonly Bar _closed = new();
    private bool _open;
    private long _start;
    private long _end;
    private long _first;
    private long _high;
    private long _low;
    private long _last;
    private long _volume;
    private uint _trades;
    private int _priceScale = PriceScales.Usual;

    /// <summary>Trades that came after their bar had closed.</summary>
    public long LateTrades { get; private set; }

    /// <summary>Writes the open bar.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_open);
        state.WriteAll([_start, _end, _first, _high, _low, _last, _volume, LateTrades]);
        state.Write(_trades);
        state.Write(_priceScale);
    }

    /// <summary>Goes on with the bar that another one had open.</summary>
    public void Load(StateReader state)
    {
        _open = state.ReadBoolean();
        Span<long> figures = stackalloc long[8];
        state.ReadAll(figures);
        (_start, _end, _first, _high) = (figures[0], figures[1], figures[2], figures[3]);
        (_low, _last, _volume, LateTrades) = (figures[4], figures[5], figures[6], figures[7]);
        _trades = state.ReadUInt32();
        _priceScale = state.ReadCount(WireDecimal.MaxDecimals);
    }

    /// <summary>
    /// From here on prices are at another scale. An open bar that does not fit there is given up: its trades are on record.
    /// </summary>
    public void Rescale(int priceScale)
    {
        bool fits = WireDecimal.TryRescale(ref _first, _priceScale, priceScale) &
            WireDecimal.TryRescale(ref _high, _priceScale, priceScale) &
            WireDecimal.TryRescale(ref _low, _priceScale, priceScale) &
            WireDecimal.TryRescale(ref _last, _priceScale, priceScale);
        _open &= fits;
        _priceScale = priceScale;
    }

    /// <summary>
    /// Takes a trade of <paramref name="exchangeTimeNs"/> (UTC); gives the bar that it closes, valid until the next call, or
    /// null.
    /// </summary>
    public Bar? Add(long price, long quantity, long exchangeTimeNs)
    {
        long start = rule.Kind == BarKind.Time ? exchangeTimeNs - (exchangeTimeNs % rule.Size) : exchangeTimeNs;
        if (start < (_open ? _start : _end))
        {
            LateTrades++;
            return null;
        }

        Bar? closed = _open && rule.Kind == BarKind.Time && start > _start ? Close() : null;
        Take(price, quantity, start, exchangeTimeNs);
        bool isFull = rule.Kind == BarKind.Tick ? _trades >= rule.Size : rule.Kind == BarKind.Volume && _volume >= rule.Size;
        return isFull ? Close() : closed;
    }

    private void Take(long price, long quantity, long start, long exchangeTimeNs)
    {
        if (!_open)
        {
            _open = true;
            _start = _end = start;
            _first = _high = _low = price;
            _volume = 0;
            _trades = 0;
        }

        _end = Math.Max(_end, exchangeTimeNs);
        _high = Math.Max(_high, price);
        _low = Math.Min(_low, price);
        _last = price;
        _volume = long.MaxValue - _volume < quantity ? long.MaxValue : _volume + quantity;
        _trades++;
    }

    private Bar Close()
    {
        _closed.InstrumentId = instrumentId;
        _closed.Open = _first;
        _closed.High = _high;
        _closed.Low = _low;
        _closed.Close = _last;
        _closed.Volume = _volume;
        _closed.Trades = _trades;
        _closed.StartUtcNs = _start;
        _closed.EndUtcNs = _end;
        _closed.PriceScale = PriceScales.ToRecord(_priceScale);
        _closed.Kind = rule.Kind;
        _closed.LengthNs = rule.Kind == BarKind.Time ? rule.Size : 0;
        _closed.Size = rule.Kind == BarKind.Time ? 0 : rule.Size;
        _open = false;
        return _closed;
    }
}
