using Artic.Core.Domain;
using Artic.Streams.Steps;
using Artic.Venues.Books;
using Artic.Venues.Text;

namespace Artic.Venues.Kraken;

/// <summary>
/// A book by Kraken's rules (book-checksum guides of v1 and v2): a snapshot, then updates; after each the book is cut to the
/// subscribed depth and its best ten levels a side must have the venue's CRC-32. There is no sequence: a lost update shows
/// where it reaches the best ten.
/// </summary>
public sealed class KrakenKeeper : BookKeeper
{
    private const int ChecksumLevels = 10;
    private const int LongestNumber = WireDecimal.MaxLength + WireDecimal.MaxDecimals;

    private static readonly int[] s_depths = [10, 25, 100, 500, 1000];

    private readonly byte[] _text = new byte[4 * ChecksumLevels * LongestNumber];
    private int _depth;

    /// <inheritdoc/>
    public override bool SeesEveryLoss => false;

    /// <summary>CRC-32 of the best ten asks, then the best ten bids: digits without point and leading zeros.</summary>
    public uint Checksum()
    {
        int length = Write(Book.Asks, 0);
        return Crc32.Of(_text.AsSpan(0, Write(Book.Bids, length)));
    }

    /// <inheritdoc/>
    public override void Subscribed(int depth) => _depth = depth;

    /// <inheritdoc/>
    public override void Save(StateWriter state)
    {
        base.Save(state);
        state.Write(_depth);
    }

    /// <inheritdoc/>
    public override void Load(StateReader state)
    {
        base.Load(state);
        _depth = state.ReadInt32();
    }

    /// <inheritdoc/>
    protected override BookOutcome TakeSnapshot(MarketFrame frame, in MarketEvent snapshot)
    {
        Replace(frame, snapshot);
        if (snapshot.Depth > 0)
        {
            _depth = snapshot.Depth;
        }
        else if (_depth == 0)
        {
            // Nobody said what was subscribed: the least depth that the venue offers and that holds this.
            int most = Math.Max(Book.Bids.Count, Book.Asks.Count);
            int at = 0;
            while (at < s_depths.Length - 1 && s_depths[at] < most)
            {
                at++;
            }

            _depth = s_depths[at];
        }

        BookOutcome outcome = Judge(snapshot);
        return outcome == BookOutcome.Applied ? GoLive() : outcome;
    }

    /// <inheritdoc/>
    protected override BookOutcome TakeDelta(MarketFrame frame, in MarketEvent delta)
    {
        if (!IsLive)
        {
            return BookOutcome.NeedsSnapshot;
        }

        Book.Set(frame.Bids(delta), frame.Asks(delta));
        return Judge(delta);
    }

    private BookOutcome Judge(in MarketEvent change)
    {
        Book.Bids.Truncate(_depth);
        Book.Asks.Truncate(_depth);
        if (change.HasChecksum && !Agrees(Checksum(), change.Checksum))
        {
            return Fail(BookOutcome.ChecksumFailed);
        }

        // Crossed books that pass the checksum have been seen.
        return Book.IsCrossed ? Fail(BookOutcome.Crossed) : BookOutcome.Applied;
    }

    private int Write(BookSide side, int at)
    {
        foreach (BookLevel level in side.Best(ChecksumLevels))
        {
            at += WriteDigits(level.Price, Book.PriceScale, level.PriceDecimals, _text.AsSpan(at));
            at += WriteDigits(level.Quantity, WireDecimal.Scale, level.QuantityDecimals, _text.AsSpan(at));
        }

        return at;
    }

    private static int WriteDigits(long value, int scale, int decimals, Span<byte> destination)
    {
        int zeros = Math.Max(0, decimals - scale);
        long digits = value / FixedPoint.PowerOfTen(Math.Max(0, scale - decimals));
        _ = System.Buffers.Text.Utf8Formatter.TryFormat(digits, destination, out int written);
        destination.Slice(written, zeros).Fill((byte)'0');
        return written + zeros;
    }
}
