using System.Buffers.Binary;

namespace Artic.Models.Wire;

/// <summary>
/// Walks over the fields of one protobuf message. Nothing is copied. Errors: <see cref="InvalidDataException"/> where the bytes are
/// no message.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Number of the field in hand.</summary>
    public int Field { get; private set; }

    /// <summary>Its way of being written: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.</summary>
    public int Wire { get; private set; }

    /// <summary>Nothing is left.</summary>
    public readonly bool IsEmpty => _rest.IsEmpty;

    /// <summary>Goes to the next field, whose value must then be read or passed over.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong tag = Varint();
        (Field, Wire) = ((int)(tag >> 3 & 0x1FFFFFFF), (int)(tag & 7));
        return Field > 0 ? true : throw Malformed();
    }

    /// <summary>A varint's value.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && !_rest.IsEmpty; shift += 7)
        {
            byte part = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Malformed();
    }

    /// <summary>Bytes behind their length: text, bytes, a message, or numbers packed.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        if (Wire != 2)
        {
            throw Malformed();
        }

        ulong length = Varint();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw Malformed();
    }

    /// <summary>Four bytes.</summary>
    public uint Fixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Eight bytes.</summary>
    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>Passes over the value in hand.</summary>
    public void Skip()
    {
        _ = Wire switch
        {
            0 => Varint(),
            1 => Fixed64(),
            2 => (ulong)Bytes().Length,
            5 => Fixed32(),
            _ => throw Malformed(),
        };
    }

    /// <summary>What is thrown where the bytes are no message.</summary>
    public static InvalidDataException Malformed() => new("is no protobuf message of its kind");

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw Malformed();
        }

        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
