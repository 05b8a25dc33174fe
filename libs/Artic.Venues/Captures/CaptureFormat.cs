using System.Buffers.Text;
using Artic.Venues.Text;

namespace Artic.Venues.Captures;

/// <summary>
/// The formats of captures, told apart line by line: hftbacktest (<c>NS JSON</c>), cryptofeed (<c>SECONDS: JSON</c>,
/// <c>ADDRESS &lt;- SECONDS: JSON</c> sent, <c>ADDRESS -&gt; SECONDS: BODY</c> a document, <c>ADDRESS &lt;-&gt; SECONDS</c> or an
/// address alone a connection) and bare JSON. Thread: any. Allocates nothing.
/// </summary>
public static class CaptureFormat
{
    /// <summary>Reads a line without its end.</summary>
    public static CaptureLine Read(ReadOnlyMemory<byte> line, long number)
    {
        ReadOnlySpan<byte> text = line.Span;
        CaptureLine unreadable = new(CaptureLineKind.Unreadable, 0, default, line, number);
        if (text.IsEmpty)
        {
            return new CaptureLine(CaptureLineKind.Remark, 0, default, default, number);
        }

        if (text[0] is (byte)'{' or (byte)'[' || text.SequenceEqual("pong"u8))
        {
            return new CaptureLine(CaptureLineKind.Received, 0, default, line, number);
        }

        if (text.StartsWith("configuration: "u8))
        {
            return new CaptureLine(CaptureLineKind.Remark, 0, default, line, number);
        }

        if (text.StartsWith("ws"u8) || text.StartsWith("http"u8))
        {
            return ReadAddressed(line, number) ?? unreadable;
        }

        return TrySeconds(line, out long timeNs, out ReadOnlyMemory<byte> body)
            || TryNanoseconds(line, out timeNs, out body)
                ? new CaptureLine(CaptureLineKind.Received, timeNs, default, body, number)
                : unreadable;
    }

    private static CaptureLine? ReadAddressed(ReadOnlyMemory<byte> line, long number)
    {
        int space = line.Span.IndexOf((byte)' ');
        if (line.Span.IndexOf("://"u8) < 0)
        {
            return null;
        }

        if (space < 0)
        {
            return new CaptureLine(CaptureLineKind.Connected, 0, line, default, number);
        }

        ReadOnlyMemory<byte> address = line[..space];
        ReadOnlySpan<byte> rest = line.Span[space..];
        if (rest.StartsWith(" <-> "u8))
        {
            _ = WireTime.TryFromSeconds(Nine(rest[" <-> ".Length..]), out long timeNs);
            return new CaptureLine(CaptureLineKind.Connected, timeNs, address, default, number);
        }

        bool isSent = rest.StartsWith(" <- "u8);
        return (isSent || rest.StartsWith(" -> "u8)) && TrySeconds(line[(space + 4)..], out long atNs, out ReadOnlyMemory<byte> body)
            ? new CaptureLine(isSent ? CaptureLineKind.Sent : CaptureLineKind.Document, atNs, address, body, number)
            : null;
    }

    private static bool TrySeconds(ReadOnlyMemory<byte> line, out long timeNs, out ReadOnlyMemory<byte> body)
    {
        int end = line.Span.IndexOf(": "u8);
        body = default;
        timeNs = 0;
        if (end < 0 || !WireTime.TryFromSeconds(Nine(line.Span[..end]), out timeNs))
        {
            return false;
        }

        body = line[(end + 2)..];
        return true;
    }

    /// <summary>A recorder prints what its floating point gives: places beyond a nanosecond are dropped.</summary>
    private static ReadOnlySpan<byte> Nine(ReadOnlySpan<byte> seconds)
    {
        int point = seconds.IndexOf((byte)'.');
        return point < 0 ? seconds : seconds[..Math.Min(seconds.Length, point + 10)];
    }

    private static bool TryNanoseconds(ReadOnlyMemory<byte> line, out long timeNs, out ReadOnlyMemory<byte> body)
    {
        body = default;
        bool good = Utf8Parser.TryParse(line.Span, out timeNs, out int used) && timeNs >= 0 && used < line.Length &&
            line.Span[used] == (byte)' ';
        if (good)
        {
            body = line[(used + 1)..];
        }

        return good;
    }
}
