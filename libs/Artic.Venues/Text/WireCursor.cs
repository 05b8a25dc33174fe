using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Artic.Venues.Text;

/// <summary>
/// Goes through a text of known shape: each step takes exactly what is expected, or fails and leaves the cursor in no known
/// place. Numbers of the usual length are read sixteen letters at a time. Nothing outside the text is read.
/// </summary>
internal unsafe ref struct WireCursor(byte* begin, byte* end)
{
    // Letters that the vector steps read at and behind the cursor: sixteen, and eight more from behind a point.
    private const int VectorReach = 24;

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
            int count = 0;
            while (count < into.Length)
            {
                if (_end - _at < 2 || *(ushort*)_at != ('[' | ('"' << 8)))
                {
                    return -1;
                }

                _at += 2;
                if (!TryTakeNumber(out long price, out byte priceDecimals) || price == 0 ||
                    _end - _at < 2 || *(ushort*)_at != (',' | ('"' << 8)))
                {
                    return -1;
                }

                _at += 2;
                if (!TryTakeNumber(out long quantity, out byte quantityDecimals) || _end - _at < 2 || *_at != (byte)']')
                {
                    return -1;
                }

                into[count++] = new BookLevel(price, quantity, priceDecimals, quantityDecimals);
                byte next = _at[1];
                _at += 2;
                if (next != (byte)',')
                {
                    return next == (byte)']' ? count : -1;
                }
            }

            return -1;
        }
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
