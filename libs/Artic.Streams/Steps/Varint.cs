namespace Artic.Streams.Steps;

/// <summary>Protobuf's variable-length integers (the encoding page of its documentation), for the step record alone.</summary>
internal static class Varint
{
    /// <summary>Writes 1 to 10 bytes and gives their number.</summary>
    public static int Write(Span<byte> destination, ulong value)
    {
        int at = 0;
        while (value >= 0x80)
        {
            destination[at++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }

        destination[at++] = (byte)value;
        return at;
    }

    /// <summary>Reads one and moves <paramref name="source"/> behind it; false where it is cut off or too long.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> source, out ulong value)
    {
        value = 0;
        for (int i = 0; i < source.Length && i < 10; i++)
        {
            value |= (ulong)(source[i] & 0x7F) << (7 * i);
            if (source[i] < 0x80)
            {
                source = source[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
