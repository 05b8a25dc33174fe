using Artic.Venues.Text;

namespace Artic.Venues;

/// <summary>
/// What one frame of a venue said, in its order: events, and the levels and symbols that they point to. It is filled
/// whole or not at all, and used again for the next. Thread: one. Allocates only when it grows, to its bounds at most.
/// </summary>
public sealed class MarketFrame
{
    /// <summary>A frame with more levels on a side is refused.</summary>
    public const int MaxLevels = 1 << 18;

    /// <summary>A frame with more events is refused.</summary>
    public const int MaxEvents = 1 << 14;

    /// <summary>A longer symbol is refused.</summary>
    public const int MaxSymbol = 64;

    private MarketEvent[] _events = new MarketEvent[8];
    private BookLevel[] _bids = new BookLevel[1024];
    private BookLevel[] _asks = new BookLevel[1024];
    private byte[] _text = new byte[512];
    private int _eventCount;
    private int _bidCount;
    private int _askCount;
    private int _textLength;
    private int _refusedAt;
    private int _refusedLength;

    /// <summary>Why it was refused, or <see cref="RefusalReason.None"/>.</summary>
    public RefusalReason Refusal { get; private set; }

    /// <summary>The only symbol that a refused frame was about, as far as that could be told; else empty.</summary>
    public ReadOnlySpan<byte> RefusedSymbol => _text.AsSpan(_refusedAt, _refusedLength);

    /// <summary>The connection's own count of messages, over all channels; -1 where the venue has none.</summary>
    public long ConnectionSequence { get; internal set; } = -1;

    /// <summary>What it said, in its order.</summary>
    public ReadOnlySpan<MarketEvent> Events => _events.AsSpan(0, _eventCount);

    /// <summary>The event's symbol as the venue writes it; empty where it has none.</summary>
    public ReadOnlySpan<byte> Symbol(in MarketEvent of) => _text.AsSpan(of.SymbolAt, of.SymbolLength);

    /// <summary>The event's bids in the order of the wire; a ticker has at most one.</summary>
    public ReadOnlySpan<BookLevel> Bids(in MarketEvent of) => _bids.AsSpan(of.FirstBid, of.BidCount);

    /// <summary>The event's asks in the order of the wire; a ticker has at most one.</summary>
    public ReadOnlySpan<BookLevel> Asks(in MarketEvent of) => _asks.AsSpan(of.FirstAsk, of.AskCount);

    /// <summary>
    /// Brings all prices of the event at <paramref name="index"/> to another scale, in place. False, with nothing changed,
    /// where one of them does not fit there.
    /// </summary>
    public bool TryRescale(int index, int scale) => TryRescale(ref _events[index], scale);

    /// <summary>Makes it ready for the next message.</summary>
    internal void Clear()
    {
        _eventCount = _bidCount = _askCount = _textLength = _refusedAt = _refusedLength = 0;
        ConnectionSequence = -1;
        Refusal = RefusalReason.None;
    }

    /// <summary>Empties it and says why; false, for the decoder to return.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="isAboutOne">Everything in the frame was about the symbol of the event that was added last.</param>
    internal bool Refuse(RefusalReason reason, bool isAboutOne = true)
    {
        MarketEvent last = isAboutOne && _eventCount > 0 ? _events[_eventCount - 1] : default;
        Clear();
        Refusal = reason;
        _refusedAt = last.SymbolAt;
        _refusedLength = last.SymbolLength;
        return false;
    }

    /// <summary>Another event fits.</summary>
    internal bool HasRoom => _eventCount < MaxEvents;

    /// <summary>
    /// Appends an event whose levels begin where the levels end now; for one event more than the first, only while
    /// <see cref="HasRoom"/>. The reference is good until the next one is appended.
    /// </summary>
    internal ref MarketEvent Add(MarketEventKind kind)
    {
        if (_eventCount == _events.Length)
        {
            Array.Resize(ref _events, _eventCount * 2);
        }

        ref MarketEvent added = ref _events[_eventCount++];
        added = default;
        added.Kind = kind;
        added.PriceScale = WireDecimal.Scale;
        added.FirstBid = _bidCount;
        added.FirstAsk = _askCount;
        return ref added;
    }

    /// <summary>Appends an event that has nothing but its kind; no reason to refuse the frame, for the decoder to return.</summary>
    internal RefusalReason Say(MarketEventKind kind)
    {
        _ = Add(kind);
        return RefusalReason.None;
    }

    /// <summary>Turns the order of all events round.</summary>
    internal void Reverse() => _events.AsSpan(0, _eventCount).Reverse();

    /// <summary>Gives the event a symbol; false where it is empty or too long.</summary>
    internal bool TrySetSymbol(ref MarketEvent of, ReadOnlySpan<byte> symbol)
    {
        if (symbol.Length is 0 or > MaxSymbol)
        {
            return false;
        }

        if (_textLength + symbol.Length > _text.Length)
        {
            Array.Resize(ref _text, _text.Length * 2);
        }

        symbol.CopyTo(_text.AsSpan(_textLength));
        of.SymbolAt = _textLength;
        of.SymbolLength = symbol.Length;
        _textLength += symbol.Length;
        return true;
    }

    /// <summary>Appends a level to the event that was added last; false where the side is full.</summary>
    internal bool TryAddLevel(ref MarketEvent of, bool isBid, in BookLevel level)
    {
        if (isBid)
        {
            if (_bidCount == _bids.Length && !TryGrow(ref _bids, _bidCount + 1))
            {
                return false;
            }

            _bids[_bidCount++] = level;
            of.BidCount++;
            return true;
        }

        if (_askCount == _asks.Length && !TryGrow(ref _asks, _askCount + 1))
        {
            return false;
        }

        _asks[_askCount++] = level;
        of.AskCount++;
        return true;
    }

    /// <summary>
    /// Room for <paramref name="most"/> levels of one side behind those that are there, to be filled by hand; an empty
    /// span where there is none. <see cref="Take"/> then says how many it became.
    /// </summary>
    internal Span<BookLevel> Room(bool isBid, int most)
    {
        ref BookLevel[] side = ref isBid ? ref _bids : ref _asks;
        int used = isBid ? _bidCount : _askCount;
        return used + most > side.Length && !TryGrow(ref side, used + most) ? [] : side.AsSpan(used);
    }

    /// <summary>Takes levels that were written into <see cref="Room"/> for the event that was added last.</summary>
    internal void Take(ref MarketEvent of, bool isBid, int count)
    {
        if (isBid)
        {
            _bidCount += count;
            of.BidCount += count;
        }
        else
        {
            _askCount += count;
            of.AskCount += count;
        }
    }

    /// <inheritdoc cref="TryRescale(int, int)"/>
    internal bool TryRescale(ref MarketEvent of, int scale)
    {
        Span<BookLevel> bids = _bids.AsSpan(of.FirstBid, of.BidCount);
        Span<BookLevel> asks = _asks.AsSpan(of.FirstAsk, of.AskCount);
        long price = of.Price;
        if (!WireDecimal.TryRescale(ref price, of.PriceScale, scale) || !BookLevel.CanRescale(bids, of.PriceScale, scale) ||
            !BookLevel.CanRescale(asks, of.PriceScale, scale))
        {
            return false;
        }

        BookLevel.Rescale(bids, of.PriceScale, scale);
        BookLevel.Rescale(asks, of.PriceScale, scale);
        of.Price = price;
        of.PriceScale = (byte)scale;
        return true;
    }

    private static bool TryGrow(ref BookLevel[] side, int needed)
    {
        if (needed > MaxLevels)
        {
            return false;
        }

        Array.Resize(ref side, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed));
        return true;
    }
}
