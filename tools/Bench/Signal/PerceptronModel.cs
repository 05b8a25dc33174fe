using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Artic.Bench.Signal;

/// <summary>
/// Writes a multilayer perceptron (Gemm, an activation, ..., Softmax) with weights from a fixed generator as an ONNX file that keeps
/// the contract. Source of the field numbers: onnx.proto.
/// </summary>
public static class PerceptronModel
{
    private const int Float = 1;

    /// <summary>The file. Its features are named f0, f1 and on.</summary>
    /// <param name="widths">Of the input, of each hidden layer, of the output.</param>
    public static byte[] Write(params int[] widths) => Write(
        [.. Enumerable.Range(0, widths[0]).Select(i => $"f{i.ToString(CultureInfo.InvariantCulture)}")], "Relu", 1, widths);

    /// <summary>The file.</summary>
    /// <param name="names">Of the features, as many as the input is wide.</param>
    /// <param name="activation">ONNX's operator behind each hidden layer: the product computes Relu itself and leaves Elu to the library.</param>
    /// <param name="seed">Of the weights: others are another version of the model.</param>
    /// <param name="widths">As above.</param>
    public static byte[] Write(IReadOnlyList<string> names, string activation, uint seed, params int[] widths)
    {
        List<byte> graph = [];
        string value = "features";
        for (int layer = 0; layer + 1 < widths.Length; layer++)
        {
            bool isLast = layer + 2 == widths.Length;
            Add(graph, 5, Weight($"weight_{layer}", [widths[layer], widths[layer + 1]], ref seed, Math.Sqrt(2.0 / widths[layer])));
            Add(graph, 5, Weight($"bias_{layer}", [widths[layer + 1]], ref seed, 0.1));
            Add(graph, 1, Node("Gemm", [value, $"weight_{layer}", $"bias_{layer}"], $"sum_{layer}"));
            value = isLast ? "probabilities" : $"hidden_{layer}";
            Add(graph, 1, Node(isLast ? "Softmax" : activation, [$"sum_{layer}"], value));
        }

        Add(graph, 2, "perceptron");
        Add(graph, 11, Value("features", widths[0]));
        Add(graph, 12, Value("probabilities", widths[^1]));
        List<byte> model = [];
        Add(model, 1, 7);
        Add(model, 7, [.. graph]);
        List<byte> opset = [];
        Add(opset, 2, 13);
        Add(model, 8, [.. opset]);
        string quoted = string.Join(',', names.Select(name => $"\"{name}\""));
        foreach ((string key, string text) in ((string, string)[])[
            ("feature_names", $"[{quoted}]"), ("scaling", "{}"), ("horizon", "1 quotes"), ("trained_at", "2026-01-01T00:00:00Z")])
        {
            List<byte> property = [];
            Add(property, 1, key);
            Add(property, 2, text);
            Add(model, 14, [.. property]);
        }

        return [.. model];
    }

    private static byte[] Node(string op, string[] inputs, string output)
    {
        List<byte> node = [];
        foreach (string input in inputs)
        {
            Add(node, 1, input);
        }

        Add(node, 2, output);
        Add(node, 4, op);
        return [.. node];
    }

    private static byte[] Weight(string name, int[] sizes, ref uint seed, double scale)
    {
        List<byte> tensor = [];
        int count = 1;
        foreach (int size in sizes)
        {
            Add(tensor, 1, size);
            count *= size;
        }

        byte[] raw = new byte[count * sizeof(float)];
        for (int i = 0; i < count; i++)
        {
            // A linear congruential generator (Numerical Recipes): the same file on every machine.
            seed = unchecked((seed * 1664525) + 1013904223);
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), (float)(((seed / 4294967296.0) - 0.5) * scale));
        }

        Add(tensor, 2, Float);
        Add(tensor, 8, name);
        Add(tensor, 9, raw);
        return [.. tensor];
    }

    private static byte[] Value(string name, int width)
    {
        List<byte> shape = [];
        foreach (int size in (int[])[1, width])
        {
            List<byte> dimension = [];
            Add(dimension, 1, size);
            Add(shape, 1, [.. dimension]);
        }

        List<byte> tensor = [];
        Add(tensor, 1, Float);
        Add(tensor, 2, [.. shape]);
        List<byte> type = [];
        Add(type, 1, [.. tensor]);
        List<byte> value = [];
        Add(value, 1, name);
        Add(value, 2, [.. type]);
        return [.. value];
    }

    private static void Add(List<byte> to, int field, byte[] content)
    {
        Varint(to, (field << 3) | 2);
        Varint(to, content.Length);
        to.AddRange(content);
    }

    private static void Add(List<byte> to, int field, string text) => Add(to, field, Encoding.UTF8.GetBytes(text));

    private static void Add(List<byte> to, int field, int number)
    {
        Varint(to, field << 3);
        Varint(to, number);
    }

    private static void Varint(List<byte> to, int value)
    {
        for (uint rest = (uint)value; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                to.Add((byte)rest);
                return;
            }

            to.Add((byte)((rest & 0x7F) | 0x80));
        }
    }
}
