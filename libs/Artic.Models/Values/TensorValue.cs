using System.Buffers.Binary;
using Artic.Models.Onnx;

namespace Artic.Models.Values;

/// <summary>
/// A tensor: its numbers as bytes, little-endian, or its texts. Immutable by convention: whoever makes it gives the arrays away.
/// </summary>
public sealed class TensorValue : ModelValue
{
    /// <summary>A tensor of numbers. Errors: <see cref="OnnxModelException"/>, InputInvalid, where the bytes do not fit the sizes.</summary>
    /// <param name="elementType">One of <see cref="OnnxElement"/>, of a size that is known.</param>
    /// <param name="dimensions">Sizes from the outermost; none for a single number.</param>
    /// <param name="data">The numbers.</param>
    public TensorValue(int elementType, long[] dimensions, byte[] data)
    {
        (ElementType, Dimensions, Data) = (elementType, dimensions, data);
        int bytes = OnnxElement.BytesOf(elementType);
        if (bytes == 0 || data.LongLength != CountOf(dimensions) * bytes)
        {
            throw new OnnxModelException(
                OnnxModelFault.InputInvalid,
                $"a tensor of {OnnxElement.NameOf(elementType)} [{string.Join(',', dimensions)}] has not {data.Length} bytes");
        }
    }

    /// <summary>A tensor of texts. Errors: as above.</summary>
    public TensorValue(long[] dimensions, string[] texts)
    {
        (ElementType, Dimensions, Texts) = (OnnxElement.Text, dimensions, texts);
        if (texts.LongLength != CountOf(dimensions))
        {
            throw new OnnxModelException(
                OnnxModelFault.InputInvalid, $"a tensor [{string.Join(',', dimensions)}] has not {texts.Length} texts");
        }
    }

    /// <summary>One of <see cref="OnnxElement"/>.</summary>
    public int ElementType { get; }

    /// <summary>Sizes from the outermost.</summary>
    public long[] Dimensions { get; }

    /// <summary>The numbers; none where it holds texts.</summary>
    public byte[] Data { get; } = [];

    /// <summary>The texts; none where it holds numbers.</summary>
    public string[] Texts { get; } = [];

    /// <summary>How many it holds.</summary>
    public int Count => ElementType == OnnxElement.Text ? Texts.Length : Data.Length / OnnxElement.BytesOf(ElementType);

    /// <summary>
    /// A number as double: exact but for 64-bit integers beyond 2^53. Errors: <see cref="OnnxModelException"/>, TypeMismatch, for
    /// texts and complex numbers.
    /// </summary>
    public double NumberAt(int index)
    {
        ReadOnlySpan<byte> at = Data.AsSpan(index * OnnxElement.BytesOf(ElementType));
        return ElementType switch
        {
            1 => BinaryPrimitives.ReadSingleLittleEndian(at),
            2 or 9 => at[0],
            3 => unchecked((sbyte)at[0]),
            4 => BinaryPrimitives.ReadUInt16LittleEndian(at),
            5 => BinaryPrimitives.ReadInt16LittleEndian(at),
            6 => BinaryPrimitives.ReadInt32LittleEndian(at),
            7 => BinaryPrimitives.ReadInt64LittleEndian(at),
            10 => (double)BinaryPrimitives.ReadHalfLittleEndian(at),
            11 => BinaryPrimitives.ReadDoubleLittleEndian(at),
            12 => BinaryPrimitives.ReadUInt32LittleEndian(at),
            13 => BinaryPrimitives.ReadUInt64LittleEndian(at),
            16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(at) << 16),
            _ => throw new OnnxModelException(
                OnnxModelFault.TypeMismatch, $"{OnnxElement.NameOf(ElementType)} is no number that can be shown"),
        };
    }

    private static long CountOf(long[] dimensions)
    {
        long count = 1;
        foreach (long size in dimensions)
        {
            count = size is >= 0 and <= int.MaxValue && (size == 0 || count <= int.MaxValue / size) ? count * size : -1;
            if (count < 0)
            {
                return count;
            }
        }

        return count;
    }
}
