using System.Text;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Faults;

/// <summary>
/// Spoils messages in every way of <see cref="GarbageKind"/>, whatever the venue's language. Thread: one.
/// </summary>
public sealed class GarbageMaker(SeededGenerator random, IReadOnlyList<byte[]> symbols)
{
    private const int LongestBinary = 200;

    private static readonly byte[] s_tooLarge = [.. Enumerable.Repeat((byte)'9', 40)];

    /// <summary>What goes out in place of <paramref name="message"/>, which stays as it is.</summary>
    public ReadOnlyMemory<byte> InPlaceOf(ReadOnlyMemory<byte> message, out GarbageKind kind)
    {
        kind = (GarbageKind)random.NextBelow(Enum.GetValues<GarbageKind>().Length);
        switch (kind)
        {
            case GarbageKind.Truncated when message.Length > 1:
                return message[..(1 + random.NextBelow(message.Length - 1))];
            case GarbageKind.AbsurdNumber when NumberPlaces(message.Span) is { Count: > 0 } places:
                (int at, int length) = places[random.NextBelow(places.Count)];
                return Replace(message.Span, at, length, s_tooLarge);
            case GarbageKind.WrongSymbol when Find(message.Span) is { } found:
                return WithoutSymbol(message.Span, found);
            case GarbageKind.Binary:
                byte[] bytes = new byte[1 + random.NextBelow(LongestBinary)];
                for (int i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = (byte)random.NextBelow(256);
                }

                return bytes;
            default:
                kind = GarbageKind.NoJson;
                return Encoding.ASCII.GetBytes($"garbage {random.NextBelow(1_000_000)}");
        }
    }

    /// <summary>Where values begin with a number, which is not in a name such as <c>@depth@100ms</c>.</summary>
    private static List<(int At, int Length)> NumberPlaces(ReadOnlySpan<byte> message)
    {
        List<(int, int)> places = [];
        for (int at = 1; at < message.Length; at++)
        {
            if (!char.IsAsciiDigit((char)message[at]) || message[at - 1] is not ((byte)':' or (byte)'"'))
            {
                continue;
            }

            int end = at;
            while (end < message.Length && (char.IsAsciiDigit((char)message[end]) || message[end] == (byte)'.'))
            {
                end++;
            }

            // A name such as "24h" or a time of day is no number.
            if (end < message.Length && message[end] is (byte)'"' or (byte)',' or (byte)'}' or (byte)']')
            {
                places.Add((at, end - at));
            }

            at = end;
        }

        return places;
    }

    private byte[]? Find(ReadOnlySpan<byte> message)
    {
        foreach (byte[] symbol in symbols)
        {
            if (message.IndexOf(symbol) >= 0)
            {
                return symbol;
            }
        }

        return null;
    }

    /// <summary>Every letter of the name becomes a Z, in either case.</summary>
    private static byte[] WithoutSymbol(ReadOnlySpan<byte> message, byte[] symbol)
    {
        byte[] spoilt = message.ToArray();
        string lower = Encoding.ASCII.GetString(symbol).ToLowerInvariant();
        foreach (byte[] name in (byte[][])[symbol, Encoding.ASCII.GetBytes(lower)])
        {
            for (int at = 0; spoilt.AsSpan(at).IndexOf(name) is >= 0 and int next; at += next + name.Length)
            {
                foreach (ref byte letter in spoilt.AsSpan(at + next, name.Length))
                {
                    letter = char.IsAsciiLetterUpper((char)letter) ? (byte)'Z'
                        : char.IsAsciiLetterLower((char)letter) ? (byte)'z' : letter;
                }
            }
        }

        return spoilt;
    }

    private static byte[] Replace(ReadOnlySpan<byte> message, int at, int length, ReadOnlySpan<byte> with) =>
        [.. message[..at], .. with, .. message[(at + length)..]];
}
