using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Artic.Bindings.Tests.Onnx;

/// <summary>
/// Small models, written byte by byte: what no training script would give.
/// Source: onnx.proto, field numbers of ModelProto and what it holds.
/// </summary>
internal static class TinyModel
{
    public const int Float = 1;
    public const int Int64 = 7;
    public const int Double = 11;

    /// <summary>x → operator → y; a size that is a name is free.</summary>
    public static byte[] Build(string op, string[] inputSizes, string[] outputSizes, params string[] metadata) => Graph(
        [Node(op, ["x"], ["y"])], [Value("x", inputSizes)], [Value("y", outputSizes)], [], metadata);

    /// <summary>What the contract wants, for so many features named a, b, c and on; then more or others, name and value in turn.</summary>
    public static string[] Contract(int features, params string[] more)
    {
        List<string> all =
        [
            "feature_names", $"[{string.Join(',', Enumerable.Range(0, features).Select(i => $"\"{(char)('a' + i)}\""))}]", "scaling", "{}",
            "horizon", "5 quotes", "trained_at", "2026-01-02T03:04:05Z",
        ];
        for (int i = 0; i < more.Length; i += 2)
        {
            int at = all.IndexOf(more[i]);
            if (at >= 0)
            {
                all[at + 1] = more[i + 1];
            }
            else
            {
                all.AddRange([more[i], more[i + 1]]);
            }
        }

        return [.. all];
    }

    /// <summary>A model of several operators.</summary>
    public static byte[] Graph(byte[][] nodes, byte[][] inputs, byte[][] outputs, byte[][] weights, string[] metadata)
    {
        byte[] graph =
        [
            .. Each(1, nodes), .. Text(2, "tiny"), .. Each(5, weights), .. Each(11, inputs), .. Each(12, outputs),
        ];
        byte[] properties = [];
        for (int i = 0; i < metadata.Length; i += 2)
        {
            properties = [.. properties, .. Field(14, [.. Text(1, metadata[i]), .. Text(2, metadata[i + 1])])];
        }

        byte[] machineLearning = Field(8, [.. Text(1, "ai.onnx.ml"), .. Number(2, 2)]);
        return [.. Number(1, 7), .. Field(7, graph), .. Field(8, Number(2, 13)), .. machineLearning, .. properties];
    }

    /// <summary>One operator; attributes are already encoded.</summary>
    public static byte[] Node(string op, string[] inputs, string[] outputs, string domain = "", params byte[][] attributes) =>
    [
        .. inputs.SelectMany(name => Text(1, name)), .. outputs.SelectMany(name => Text(2, name)), .. Text(4, op),
        .. Each(5, attributes), .. domain.Length > 0 ? Text(7, domain) : [],
    ];

    public static byte[] IntAttribute(string name, int value) => [.. Text(1, name), .. Number(3, value), .. Number(20, 2)];

    public static byte[] FloatAttribute(string name, float value)
    {
        byte[] raw = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(raw, value);
        return [.. Text(1, name), .. Varint((2 << 3) | 5), .. raw, .. Number(20, 1)];
    }

    public static byte[] IntsAttribute(string name, params int[] values) =>
        [.. Text(1, name), .. values.SelectMany(value => Number(8, value)), .. Number(20, 7)];

    /// <summary>An input or output that is a tensor.</summary>
    public static byte[] Value(string name, string[] sizes, int element = Float)
    {
        byte[] shape = [];
        foreach (string size in sizes)
        {
            byte[] dimension = int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                ? Number(1, value)
                : Text(2, size);
            shape = [.. shape, .. Field(1, dimension)];
        }

        byte[] tensorType = [.. Number(1, element), .. Field(2, shape)];
        return [.. Text(1, name), .. Field(2, Field(1, tensorType))];
    }

    /// <summary>An output that is a sequence of maps from int64 to float.</summary>
    public static byte[] Maps(string name)
    {
        byte[] map = [.. Number(1, Int64), .. Field(2, Field(1, [.. Number(1, Float), .. Field(2, [])]))];
        return [.. Text(1, name), .. Field(2, Field(4, Field(1, Field(5, map))))];
    }

    /// <summary>A weight.</summary>
    public static byte[] Weight(string name, int[] sizes, params float[] values)
    {
        byte[] raw = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        }

        return [.. sizes.SelectMany(size => Number(1, size)), .. Number(2, Float), .. Text(8, name), .. Field(9, raw)];
    }

    public static byte[] Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    public static byte[] Field(int field, byte[] content) =>
        [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    public static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Each(int field, byte[][] contents) => [.. contents.SelectMany(content => Field(field, content))];

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
