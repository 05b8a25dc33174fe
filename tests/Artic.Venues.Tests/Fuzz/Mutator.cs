using Artic.Venues.Tests.Support;

namespace Artic.Venues.Tests.Fuzz;

/// <summary>Changes texts at random: bytes, digits, pieces of JSON, cuts, repeats, and pieces of other texts.</summary>
internal sealed class Mutator(Seeded random, byte[][] corpus)
{
    private static readonly byte[][] s_pieces =
    [
        .. new[]
        {
            "0", "-1", "1e5", "99999999999999999999", "0.000000001", "\"\"", "null", "[]", "{}", "\\u0062", "\"b\":[],", "[[\"1\",\"1\"]]", ".", "00",
            "\u00e9", " ", "\n", ",", "}", "]", "\"", "-9223372036854775808", "9223372036854775807", "true", "\0",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    private byte[] _bytes = new byte[1 << 14];

    /// <summary>The next text; valid until the call after it.</summary>
    public ReadOnlySpan<byte> Next()
    {
        byte[] seed = corpus[random.Next(corpus.Length)];
        int length = seed.Length;
        seed.CopyTo(_bytes.AsSpan());
        for (int changes = random.Next(4); changes > 0 && length > 0; changes--)
        {
            length = Change(length);
        }

        return _bytes.AsSpan(0, length);
    }

    private int Change(int length)
    {
        int at = random.Next(length);
        switch (random.Next(8))
        {
            case 0:
                _bytes[at] = (byte)random.Next(256);
                return length;
            case 1:
                _bytes[at] = (byte)('0' + random.Next(10));
                return length;
            case 2:
                return at;
            case 3:
                int gone = Math.Min(1 + random.Next(8), length - at);
                _bytes.AsSpan(at + gone, length - at - gone).CopyTo(_bytes.AsSpan(at));
                return length - gone;
            case 4:
                return Insert(length, at, s_pieces[random.Next(s_pieces.Length)]);
            case 5:
                byte[] other = corpus[random.Next(corpus.Length)];
                int from = random.Next(other.Length);
                return Insert(length, at, other.AsSpan(from, Math.Min(1 + random.Next(40), other.Length - from)));
            case 6:
                return Insert(length, at, _bytes.AsSpan(at, Math.Min(1 + random.Next(30), length - at)).ToArray());
            default:
                // A digit for a digit: the text stays whole and says something else.
                for (int i = at; i < length; i++)
                {
                    if (_bytes[i] is >= (byte)'0' and <= (byte)'9')
                    {
                        _bytes[i] = (byte)('0' + random.Next(10));
                        break;
                    }
                }

                return length;
        }
    }

    private int Insert(int length, int at, ReadOnlySpan<byte> piece)
    {
        if (length + piece.Length > _bytes.Length)
        {
            return length;
        }

        _bytes.AsSpan(at, length - at).CopyTo(_bytes.AsSpan(at + piece.Length));
        piece.CopyTo(_bytes.AsSpan(at));
        return length + piece.Length;
    }
}
