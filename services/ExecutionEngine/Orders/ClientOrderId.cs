using System.Buffers.Text;

namespace Artic.ExecutionEngine.Orders;

/// <summary>
/// Client order ids as text: <c>a5-12</c> is order 12 of epoch 5. Unique for ever, because an epoch is taken once.
/// </summary>
public static class ClientOrderId
{
    /// <summary>Longest text.</summary>
    public const int MaxLength = 22;

    /// <summary>Writes the text and gives its length.</summary>
    public static int Format(ulong id, Span<byte> destination)
    {
        destination[0] = (byte)'a';
        _ = Utf8Formatter.TryFormat(id >> 32, destination[1..], out int epoch);
        destination[1 + epoch] = (byte)'-';
        _ = Utf8Formatter.TryFormat(id & uint.MaxValue, destination[(2 + epoch)..], out int counter);
        return 2 + epoch + counter;
    }

    /// <summary>Reads it back; false for an id that is not ours.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ulong id)
    {
        id = 0;
        if (text.Length is < 4 or > MaxLength || text[0] != (byte)'a' ||
            !Utf8Parser.TryParse(text[1..], out uint epoch, out int used) || 1 + used >= text.Length ||
            text[1 + used] != (byte)'-')
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[(2 + used)..];
        if (!Utf8Parser.TryParse(rest, out uint counter, out int counterUsed) || counterUsed != rest.Length)
        {
            return false;
        }

        id = ((ulong)epoch << 32) | counter;
        return true;
    }
}
