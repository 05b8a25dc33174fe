using System.Buffers.Binary;
using System.Text;

namespace Artic.Streams.Steps;

/// <summary>
/// Gives back what a <see cref="StateWriter"/> took, in the same order. Nothing outside the bytes is touched and nothing
/// larger than they are is allocated, whatever they say. Thread: one. Errors: <see cref="StateMalformedException"/> names
/// section and byte; what was loaded before it is no use.
/// </summary>
/// <param name="bytes">What was written.</param>
public sealed class StateReader(ReadOnlyMemory<byte> bytes)
{
    private string _section = "";
    private int _at;

    /// <summary>Enters a section.</summary>
    public void Section(string name)
    {
        if (Take(1)[0] != StateWriter.SectionMark || ReadText() is var found && found != name)
        {
            throw Malformed($"section '{name}' does not begin here");
        }

        _section = name;
    }

    /// <summary>Nothing may be left.</summary>
    public void End()
    {
        if (_at != bytes.Length)
        {
            throw Malformed($"{bytes.Length - _at} bytes more than are known");
        }
    }

    /// <summary>A truth.</summary>
    public bool ReadBoolean() => Take(1)[0] switch
    {
        0 => false,
        1 => true,
        byte other => throw Malformed($"{other} is neither true nor false"),
    };

    /// <summary>4 bytes.</summary>
    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>4 bytes.</summary>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    /// <summary>8 bytes.</summary>
    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <summary>8 bytes.</summary>
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>16 bytes.</summary>
    public Int128 ReadInt128() => BinaryPrimitives.ReadInt128LittleEndian(Take(16));

    /// <summary>8 bytes.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>A text.</summary>
    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>Bytes; valid as long as those that are read.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadCount(bytes.Length));

    /// <summary>A number of things, 0 to <paramref name="most"/>.</summary>
    public int ReadCount(int most)
    {
        int count = ReadInt32();
        return count >= 0 && count <= most ? count : throw Malformed($"{count} is not 0 to {most}");
    }

    /// <summary>As many integers as there is room for.</summary>
    public void ReadAll(Span<long> values)
    {
        NeedCount(values.Length);
        foreach (ref long value in values)
        {
            value = ReadInt64();
        }
    }

    /// <summary>As many numbers as there is room for.</summary>
    public void ReadAll(Span<double> values)
    {
        NeedCount(values.Length);
        foreach (ref double value in values)
        {
            value = ReadDouble();
        }
    }

    /// <summary>Fails where the number that was written is another: a window of another length, another instrument.</summary>
    public void NeedCount(int count)
    {
        int found = ReadInt32();
        if (found != count)
        {
            throw Malformed($"{found} stands where {count} is expected");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > bytes.Length - _at)
        {
            throw Malformed($"{length} bytes are expected, {bytes.Length - _at} are left");
        }

        ReadOnlySpan<byte> taken = bytes.Span.Slice(_at, length);
        _at += length;
        return taken;
    }

    private StateMalformedException Malformed(string what) =>
        new($"the saved state does not fit: after the beginning of section '{_section}', byte {_at}: {what}");
}
