using System.Text;

namespace Artic.Bindings.Tests.Onnx;

/// <summary>
/// Models of one operator, written byte by byte: what no training script would give.
/// Source: onnx.proto, field numbers of ModelProto and what it holds.
/// </summary>
internal static class TinyModel
{
    private const int Float = 1;

    /// <summary>x → operator → y; a size that is a name is free.</summary>
    public static byte[] Build(string op, string[] inputSizes, string[] outputSizes, string? featureNames = null)
    {
        byte[] node = [.. Text(1, "x"), .. Text(2, "y"), .. Text(4, op)];
        byte[] graph =
        [
            .. Field(1, node), .. Text(2, "tiny"), .. Field(11, Tensor("x", inputSizes)),
            .. Field(12, Tensor("y", outputSizes)),
        ];
        byte[] metadata = featureNames is null
            ? []
            : Field(14, [.. Text(1, "feature_names"), .. Text(2, featureNames)]);
        return [.. Number(1, 7), .. Field(7, graph), .. Field(8, Number(2, 13)), .. metadata];
    }

    private static byte[] Tensor(string name, string[] sizes)
    {
        byte[] shape = [];
        foreach (string size in sizes)
        {
            byte[] dimension = int.TryParse(size, out int value) ? Number(1, value) : Text(2, size);
            shape = [.. shape, .. Field(1, dimension)];
        }

        byte[] tensorType = [.. Number(1, Float), .. Field(2, shape)];
        return [.. Text(1, name), .. Field(2, Field(1, tensorType))];
    }

    private static byte[] Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int field, byte[] content) =>
        [(byte)((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Number(int field, int value) => [(byte)(field << 3), .. Varint(value)];

    private static byte[] Varint(int value)
    {
        List<byte> bytes = [];
        for (uint rest = (uint)value; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                bytes.Add((byte)rest);
                return [.. bytes];
            }

            bytes.Add((byte)((rest & 0x7F) | 0x80));
        }
    }
}
