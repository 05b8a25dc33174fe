using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Artic.Venues.Text;

/// <summary>
/// Goes through a text of known shape: each step takes exactly what is expected, or fails and leaves the cursor in no known
/// place. Numbers of the usual length are read sixteen letters at a time. Nothing outside the text is read.
/// </summary>
internal unsafe ref struct WireCursor(byte* begin, byte* end)
{
    // Digits before a point and behind it that are made a number at once.
    private const int MostDigits = 8;

    // Letters that the vector steps read at and behind the cursor: sixteen, and eight more from behind a point.
    private const int VectorReach = 24;

    // Letters that are read with a level, from its bracket on: 32 from its price, the third letter, and 16 from its quantity, at most the
    // 22nd, for both numbers' digits are 15 at the most.
    private const int LevelReach = 37;

    private static readonly byte[] s_digitPlaces = MakeDigitPlaces();

    private readonly byte* _begin = begin;
    private readonly byte* _end = end;
    private byte* _at = begin;

    /// <summary>Nothing is left.</summary>
    internal readonly bool IsAtEnd => _at == _end;

    /// <summary>Takes exactly these letters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryTake(ReadOnlySpan<byte> letters)
    {
        unchecked
        {
            if (_end - _at < letters.Length || !new ReadOnlySpan<byte>(_at, letters.Length).SequenceEqual(letters))
            {
                return false;
            }

            _at += letters.Length;
            return true;
        }
    }

    /// <summary>Takes a name up to its quote, and the quote: visible ASCII without escapes, not empty.</summary>
    internal bool TryTakeName(out ReadOnlySpan<byte> name)
    {
        unchecked
        {
            byte* from = _at;
            while (_at < _end && *_at > (byte)' ' && *_at <= (byte)'~' && *_at != (byte)'"' && *_at != (byte)'\\')
            {
                _at++;
            }

            name = new ReadOnlySpan<byte>(from, (int)(_at - from));
            return _at > from && _at < _end && *_at++ == (byte)'"';
        }
    }

    /// <summary>Takes digits: an integer as JSON writes it, of at most sixteen digits.</summary>
    internal bool TryTakeInteger(out long value)
    {
        unchecked
        {
            value = 0;
            byte* from = _at;
            while (_at < _end && (uint)(*_at - '0') <= 9)
            {
                value = (value * 10) + (*_at++ - '0');
            }

            long digits = _at - from;
            return digits is > 0 and <= 16 && (digits == 1 || *from != (byte)'0');
        }
    }

    /// <summary>Takes a price or quantity up to its quote, and the quote.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryTakeNumber(out long value, out byte decimals)
    {
        unchecked
        {
            // Eight letters before the cursor are read with it: those before the text's first number are its own.
            if (_end - _at < VectorReach || _at - _begin < 8)
            {
                return TryTakeNumberSlowly(out value, out decimals);
            }

            Vector128<byte> letters = Vector128.Load(_at);
            uint quotes = Vector128.Equals(letters, Vector128.Create((byte)'"')).ExtractMostSignificantBits();
            uint digits = Vector128.LessThanOrEqual(letters - Vector128.Create((byte)'0'), Vector128.Create((byte)9))
                .ExtractMostSignificantBits();
            int length = BitOperations.TrailingZeroCount(quotes);
            int whole = BitOperations.TrailingZeroCount(~digits);
            int fraction = length - whole - 1;

            // The usual shape: one to eight digits, a point, one to eight digits, a quote.
            uint all = ((1u << length) - 1) & ~(1u << whole);
            if (quotes == 0 || (uint)(whole - 1) > 7 || (uint)(fraction - 1) > 7 || (digits & all) != all ||
                _at[whole] != (byte)'.' || (whole > 1 && *_at == (byte)'0'))
            {
                return TryTakeNumberSlowly(out value, out decimals);
            }

            ulong wholeText = *(ulong*)(_at + whole - 8) >> ((8 - whole) * 8) << ((8 - whole) * 8);
            ulong fractionText = *(ulong*)(_at + whole + 1) << ((8 - fraction) * 8) >> ((8 - fraction) * 8);
            value = (long)((EightDigits(wholeText) * 100_000_000) + EightDigits(fractionText));
            decimals = (byte)fraction;
            _at += length + 1;
            return true;
        }
    }

    /// <summary>
    /// Takes levels <c>["price","quantity"],...]</c> and the bracket that ends them; their number, or -1 where the text
    /// differs, a price is 0 or there is no room.
    /// </summary>
    internal int TakeLevels(Span<BookLevel> into)
    {
        unchecked
        {
            ref byte places = ref MemoryMarshal.GetArrayDataReference(s_digitPlaces);

            // Of its own: from one level to the next nothing waits for memory.
            byte* at = _at;
            int count = 0;
            while (count < into.Length)
            {
                ref BookLevel level = ref into[count];
                if (_end - at < 2 || *(ushort*)at != ('[' | ('"' << 8)))
                {
                    return -1;
                }

                byte* behind = Avx2.IsSupported && _end - at >= LevelReach ? LevelAtOnce(at + 2, ref level, ref places) : null;
                if ((behind == null && (behind = LevelSlowly(at, ref level)) == null) || level.Price == 0)
                {
                    return -1;
                }

                // The bracket behind the level has been seen.
                count++;
                at = behind + 2;
                if (behind[1] != (byte)',')
                {
                    _at = at;
                    return behind[1] == (byte)']' ? count : -1;
                }
            }

            return -1;
        }
    }

    /// <summary>
    /// For a number of 1 to 8 whole digits and 1 to 8 decimals (rows run through the decimals first): which of its letters each
    /// of sixteen digits is, eight before the point and eight behind; 128: none, a zero.
    /// </summary>
    private static byte[] MakeDigitPlaces()
    {
        byte[] places = new byte[MostDigits * MostDigits * 2 * MostDigits];
        for (int i = 0; i < places.Length; i++)
        {
            int whole = (i / (2 * MostDigits * MostDigits)) + 1;
            int fraction = (i / (2 * MostDigits) % MostDigits) + 1;
            int at = (i % (2 * MostDigits)) - MostDigits;
            bool isNone = at < -whole || at >= fraction;
            places[i] = (byte)(isNone ? 128 : at < 0 ? whole + at : whole + 1 + at);
        }

        return places;
    }

    /// <summary>
    /// The number that eight letters write, the first in the lowest byte; a byte of 0 counts as the digit 0. Pairs, then
    /// fours, then eights are joined by one multiplication each.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightDigits(ulong letters)
    {
        unchecked
        {
            letters = ((letters & 0x0F0F0F0F0F0F0F0F) * ((10 << 8) + 1)) >> 8;
            letters = ((letters & 0x00FF00FF00FF00FF) * ((100 << 16) + 1)) >> 16;
            return ((letters & 0x0000FFFF0000FFFF) * ((10_000UL << 32) + 1)) >> 32;
        }
    }

    /// <summary>
    /// Makes both numbers of a level, of which <see cref="LevelReach"/> letters are there, where they have the usual shape, and gives
    /// where its bracket is; else null. Both are made in one vector: a table says where each letter goes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* LevelAtOnce(byte* price, ref BookLevel level, ref byte places)
    {
        unchecked
        {
            Vector256<byte> letters = Vector256.Load(price);
            uint quotes = Vector256.Equals(letters, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
            uint others = Vector256.GreaterThan(letters - Vector256.Create((byte)'0'), Vector256.Create((byte)9))
                .ExtractMostSignificantBits();
            uint quotesBehind = Bmi1.ResetLowestSetBit(Bmi1.ResetLowestSetBit(quotes));
            int priceEnd = BitOperations.TrailingZeroCount(quotes);
            int pricePoint = BitOperations.TrailingZeroCount(others);
            int quantityEnd = BitOperations.TrailingZeroCount(quotesBehind);

            // But for the two points, nothing up to the last quote is not a digit: one bit is left, the second point's.
            uint point = (others & ((2u << quantityEnd) - 1)) ^ ((7u << priceEnd) | (1u << quantityEnd) | (1u << pricePoint));
            int quantityPoint = BitOperations.TrailingZeroCount(point);
            int quantityAt = priceEnd + 3;
            int priceWhole = pricePoint - 1;
            int priceFraction = priceEnd - pricePoint - 2;
            int quantityWhole = quantityPoint - quantityAt - 1;
            int quantityFraction = quantityEnd - quantityPoint - 2;
            if (quotesBehind == 0 || point == 0 || Bmi1.ResetLowestSetBit(point) != 0 ||
                (uint)(priceWhole | priceFraction | quantityWhole | quantityFraction) > 7 ||
                priceWhole + priceFraction > 13 || quantityWhole + quantityFraction > 13 ||
                (*(uint*)(price + priceEnd) & 0xFFFFFF) != ('"' | (',' << 8) | ('"' << 16)) ||
                price[pricePoint] != (byte)'.' || price[quantityPoint] != (byte)'.' || price[quantityEnd + 1] != (byte)']' ||
                (*price == (byte)'0' && priceWhole > 0) || (price[quantityAt] == (byte)'0' && quantityWhole > 0))
            {
                return null;
            }

            Vector256<byte> digits = Avx2.Shuffle(
                Vector256.Create(letters.GetLower(), Vector128.Load(price + quantityAt)),
                Vector256.Create(
                    Vector128.LoadUnsafe(ref places, (nuint)((priceWhole * 8) + priceFraction) * 16),
                    Vector128.LoadUnsafe(ref places, (nuint)((quantityWhole * 8) + quantityFraction) * 16))) &
                Vector256.Create((byte)0x0F);
            Vector256<short> pairs = Avx2.MultiplyAddAdjacent(digits, Vector256.Create((short)0x010A).AsSByte());
            Vector256<int> fours = Avx2.MultiplyAddAdjacent(pairs, Vector256.Create(0x0001_0064).AsInt16());
            Vector256<ulong> eights = Avx2.MultiplyAddAdjacent(
                Avx2.PackUnsignedSaturate(fours, fours).AsInt16(), Vector256.Create(0x0001_2710).AsInt16()).AsUInt64();
            ulong priceDigits = eights.GetElement(0);
            ulong quantityDigits = eights.GetElement(2);
            level = new BookLevel(
                (long)(((uint)priceDigits * 100_000_000UL) + (priceDigits >> 32)),
                (long)(((uint)quantityDigits * 100_000_000UL) + (quantityDigits >> 32)),
                (byte)(priceFraction + 1),
                (byte)(quantityFraction + 1));
            return price + quantityEnd + 1;
        }
    }

    /// <summary>Makes a level of any shape that begins at <paramref name="at"/> and gives where its bracket is, with one letter more
    /// behind it; else null.</summary>
    private byte* LevelSlowly(byte* at, ref BookLevel level)
    {
        unchecked
        {
            _at = at + 2;
            if (!TryTakeNumber(out long price, out byte priceDecimals) || _end - _at < 2 || *(ushort*)_at != (',' | ('"' << 8)))
            {
                return null;
            }

            _at += 2;
            if (!TryTakeNumber(out long quantity, out byte quantityDecimals) || _end - _at < 2 || *_at != (byte)']')
            {
                return null;
            }

            level = new BookLevel(price, quantity, priceDecimals, quantityDecimals);
            return _at;
        }
    }

    private bool TryTakeNumberSlowly(out long value, out byte decimals)
    {
        unchecked
        {
            ReadOnlySpan<byte> left = new(_at, (int)(_end - _at));
            int length = left.IndexOf((byte)'"');
            if (length < 0)
            {
                value = 0;
                decimals = 0;
                return false;
            }

            _at += length + 1;
            return WireDecimal.TryParse(left[..length], out value, out decimals);
        }
    }
}
