using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Artic.Streams.Steps;

/// <summary>
/// Takes the state of a loop for a snapshot: little-endian values without tags, in the order in which
/// <see cref="StateReader"/> asks for them, and named marks between, so that a reader that has gone astray says where.
/// The same state gives the same bytes: what has no order of its own is written in that of its keys. Thread: one, off
/// the hot path. Allocates.
/// </summary>
public sealed class StateWriter
{
    /// <summary>Before each section's name.</summary>
    internal const byte SectionMark = 0xA7;

    private readonly ArrayBufferWriter<byte> _bytes = new(64 << 10);

    /// <summary>What was written so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Begins a section; the reader asks for it by the same name.</summary>
    public void Section(string name)
    {
        Take(1)[0] = SectionMark;
        Write(name);
    }

    /// <summary>Writes a truth.</summary>
    public void Write(bool value) => Take(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>Writes 4 bytes.</summary>
    public void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);

    /// <summary>Writes 4 bytes.</summary>
    public void Write(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), value);

    /// <summary>Writes 8 bytes.</summary>
    public void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);

    /// <summary>Writes 8 bytes.</summary>
    public void Write(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(sizeof(ulong)), value);

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Int128 value) => BinaryPrimitives.WriteInt128LittleEndian(Take(16), value);

    /// <summary>Writes 8 bytes: every bit, so that what is computed from it later is the same.</summary>
    public void Write(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);

    /// <summary>Writes a text with its length.</summary>
    public void Write(string text) => WriteBytes(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes with their number.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Write(bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
    }

    /// <summary>Writes integers with their number.</summary>
    public void WriteAll(ReadOnlySpan<long> values)
    {
        Write(values.Length);
        foreach (long value in values)
        {
            Write(value);
        }
    }

    /// <summary>Writes numbers with their number.</summary>
    public void WriteAll(ReadOnlySpan<double> values)
    {
        Write(values.Length);
        foreach (double value in values)
        {
            Write(value);
        }
    }

    private Span<byte> Take(int length)
    {
        Span<byte> taken = _bytes.GetSpan(length)[..length];
        _bytes.Advance(length);
        return taken;
    }
}
