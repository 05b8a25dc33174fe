using Artic.Venues;

namespace Artic.MarketData;

/// <summary>
/// The last large frame of a venue, to be decoded once more in quiet moments: between two changes of a book, a tenth of a second
/// apart, the caches fill with other code, and a change of 36 levels takes six times as long (ARCHITECTURE.md, Keeping warm). It has a decoder and a
/// frame of its own: what the loop has read is not touched. Thread: the loop's. Allocates nothing.
/// </summary>
/// <param name="decoder">One of the venue's, for this alone.</param>
public sealed class FrameRehearsal(IMarketDecoder decoder)
{
    /// <summary>Smaller frames are trades and quotes, which take no longer for being rare.</summary>
    private const int LeastBytes = 256;

    private const int MostBytes = 8192;

    private readonly byte[] _bytes = new byte[MostBytes];
    private int _length;

    /// <summary>What was decoded last.</summary>
    public MarketFrame Frame { get; } = new();

    /// <summary>Keeps a frame where it is of the kind that is worth it.</summary>
    public void Keep(ReadOnlySpan<byte> frame)
    {
        if (frame.Length is >= LeastBytes and <= MostBytes)
        {
            frame.CopyTo(_bytes);
            _length = frame.Length;
        }
    }

    /// <summary>Decodes it; false where there is none, or where it was refused.</summary>
    public bool TryDecode() => _length > 0 && decoder.TryDecode(_bytes.AsSpan(0, _length), Frame);
}
