namespace Artic.Venues.Captures;

/// <summary>One line of a capture.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="TimeNs">When it was recorded, UTC nanoseconds by the recorder's clock; 0 where the format has no times.</param>
/// <param name="Address">The address of a document or a connection; empty otherwise. Valid until the reader's next line.</param>
/// <param name="Body">The frame or document. Valid until the reader's next line.</param>
/// <param name="Number">The line's number in its file, from 1.</param>
public readonly record struct CaptureLine(
    CaptureLineKind Kind, long TimeNs, ReadOnlyMemory<byte> Address, ReadOnlyMemory<byte> Body, long Number)
{
    /// <summary>The value of <c>symbol=</c> in the address; empty where there is none.</summary>
    public ReadOnlySpan<byte> AddressSymbol
    {
        get
        {
            ReadOnlySpan<byte> address = Address.Span;
            int at = Math.Max(address.IndexOf("?symbol="u8), address.IndexOf("&symbol="u8));
            if (at < 0)
            {
                return [];
            }

            ReadOnlySpan<byte> value = address[(at + "?symbol=".Length)..];
            int end = value.IndexOf((byte)'&');
            return end < 0 ? value : value[..end];
        }
    }
}
