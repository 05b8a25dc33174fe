namespace Artic.Venues;

/// <summary>Reads one venue's frames. Thread: one per decoder. Allocates nothing for a frame in the usual shape.</summary>
public interface IMarketDecoder
{
    /// <summary>
    /// Reads a whole frame. False where it is refused: <see cref="MarketFrame.Refusal"/> says why and the frame is empty.
    /// The entire text has been read and is valid before anything of it stands in <paramref name="into"/>'s events.
    /// </summary>
    bool TryDecode(ReadOnlySpan<byte> frame, MarketFrame into);
}
