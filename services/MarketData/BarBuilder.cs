using Artic.Streams.Steps;
using Artic.V1;
using Artic.Venues;

namespace Artic.MarketData;

/// <summary>
/// Forms time bars from trades by the venue's clock. A bar closes with the first trade of a later interval; a trade
/// that is older than the open bar is late and counted. Thread: one.
/// </summary>
public sealed class BarBuilder(uint instrumentId, long lengthNs)
{
    private readonly Bar _closed = new();
    private bool _open;
    private long _start;
    private long _first;
    private long _high;
    private long _low;
    private long _last;
    private long _volume;
    private uint _trades;

    /// <summary>Trades that came after their bar had closed.</summary>
    public long LateTrades { get; private set; }

    /// <summary>Writes the open bar.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_open);
        state.WriteAll([_start, _first, _high, _low, _last, _volume, LateTrades]);
        state.Write(_trades);
    }

    /// <summary>Goes on with the bar that another one had open.</summary>
    public void Load(StateReader state)
    {
        _open = state.ReadBoolean();
        Span<long> figures = stackalloc long[7];
        state.ReadAll(figures);
        (_start, _first, _high, _low) = (figures[0], figures[1], figures[2], figures[3]);
        (_last, _volume, LateTrades) = (figures[4], figures[5], figures[6]);
        _trades = state.ReadUInt32();
    }

    /// <summary>Takes a trade; gives the bar that it closes, valid until the next call, or null.</summary>
    public Bar? Add(in MarketEvent trade)
    {
        long start = trade.ExchangeTimeNs - (trade.ExchangeTimeNs % lengthNs);
        if (_open && start < _start)
        {
            LateTrades++;
            return null;
        }

        Bar? closed = null;
        if (_open && start > _start)
        {
            _closed.InstrumentId = instrumentId;
            _closed.Open = _first;
            _closed.High = _high;
            _closed.Low = _low;
            _closed.Close = _last;
            _closed.Volume = _volume;
            _closed.Trades = _trades;
            _closed.StartUtcNs = _start;
            _closed.LengthNs = lengthNs;
            closed = _closed;
            _open = false;
        }

        if (!_open)
        {
            _open = true;
            _start = start;
            _first = _high = _low = trade.Price;
            _volume = 0;
            _trades = 0;
        }

        _high = Math.Max(_high, trade.Price);
        _low = Math.Min(_low, trade.Price);
        _last = trade.Price;
        _volume = long.MaxValue - _volume < trade.Quantity ? long.MaxValue : _volume + trade.Quantity;
        _trades++;
        return closed;
    }
}
