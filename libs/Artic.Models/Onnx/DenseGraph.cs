using System.Runtime.InteropServices;
using System.Text;
using Artic.Models.Values;
using Artic.Models.Wire;

namespace Artic.Models.Onnx;

/// <summary>
/// The way from a graph's input to one of its outputs, where it is that of a multilayer perceptron: Gemm, or MatMul and Add, with
/// weights that are in the file; Relu, Tanh, Sigmoid, Softmax; and what changes nothing (Identity, Dropout, Flatten, Cast to float).
/// Sources: onnx.proto for the field numbers, ONNX's Operators.md for what the operators do.
/// </summary>
internal sealed class DenseGraph
{
    /// <summary>Operators on the way at most.</summary>
    private const int MaxNodes = 64;

    private readonly Dictionary<string, Node> _makers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorValue> _tensors = new(StringComparer.Ordinal);

    /// <summary>
    /// The network from <paramref name="input"/>, so many numbers wide, to <paramref name="output"/>; null where it has anything else
    /// in it. The file is one that ONNX Runtime has taken. Allocates.
    /// </summary>
    public static DenseNetwork? Read(ReadOnlySpan<byte> file, string input, int width, string output)
    {
        DenseGraph graph = new();
        ProtoReader model = new(file);
        while (model.Next())
        {
            if (model is { Field: 7, Wire: 2 })
            {
                graph.ReadGraph(model.Bytes());
            }
            else
            {
                model.Skip();
            }
        }

        return graph.Way(input, output) is { } way ? graph.Fold(way, width) : null;
    }

    /// <summary>The operators from the input to the output, in their order.</summary>
    private List<Node>? Way(string input, string output)
    {
        List<Node> way = [];
        for (string value = output; value != input;)
        {
            if (way.Count == MaxNodes || !_makers.TryGetValue(value, out Node? node) || Given(node) is not { } from)
            {
                return null;
            }

            way.Add(node);
            value = from;
        }

        way.Reverse();
        return way;
    }

    /// <summary>The one input of an operator that is no weight.</summary>
    private string? Given(Node node)
    {
        string[] given = [.. node.Inputs.Where(name => name.Length > 0 && !_tensors.ContainsKey(name))];
        bool isFirst = given.Length == 1 && (given[0] == node.Inputs[0] || node.Operator == "Add");
        return isFirst ? given[0] : null;
    }

    private DenseNetwork? Fold(List<Node> way, int width)
    {
        List<DenseLayer> layers = [];
        foreach (Node node in way)
        {
            DenseLayer? last = layers.Count > 0 ? layers[^1] : null;
            bool isOpen = last is { Activation: DenseActivation.None };
            switch (node.Operator)
            {
                case "Gemm" or "MatMul" when Linear(node, width) is { } linear:
                    layers.Add(linear);
                    width = linear.Outputs;
                    break;
                case "Add" when isOpen && Row(node.Inputs.First(_tensors.ContainsKey), width) is { } row:
                    layers[^1] = last! with { Bias = [.. last.Bias.Zip(row, (a, b) => a + b)] };
                    break;
                case "Relu" or "Tanh" or "Sigmoid" or "Softmax" when isOpen && node.Number("axis", -1) is -1 or 1:
                    layers[^1] = last! with { Activation = Enum.Parse<DenseActivation>(node.Operator) };
                    break;
                case "Identity" or "Dropout":
                case "Flatten" when node.Number("axis", 1) == 1:
                case "Cast" when node.Number("to", 0) == OnnxElement.Float:
                    break;
                default:
                    return null;
            }
        }

        return layers.Count > 0 ? new DenseNetwork(layers) : null;
    }

    private DenseLayer? Linear(Node node, int width)
    {
        if (node.Inputs.Count < 2 || !_tensors.TryGetValue(node.Inputs[1], out TensorValue? weight) || weight.Dimensions.Length != 2 ||
            node.Number("transA", 0) != 0)
        {
            return null;
        }

        bool isTurned = node.Number("transB", 0) != 0;
        int inputs = (int)weight.Dimensions[isTurned ? 1 : 0];
        int outputs = (int)weight.Dimensions[isTurned ? 0 : 1];
        float[]? bias = node.Inputs.Count < 3 || node.Inputs[2].Length == 0 ? new float[outputs] : Row(node.Inputs[2], outputs);
        if (inputs != width || outputs == 0 || bias == null)
        {
            return null;
        }

        ReadOnlySpan<float> values = Floats(weight);
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < inputs; i++)
        {
            for (int j = 0; j < outputs; j++)
            {
                weights[(i * outputs) + j] = node.Alpha * values[isTurned ? (j * inputs) + i : (i * outputs) + j];
            }
        }

        return new DenseLayer(inputs, outputs, weights, Array.ConvertAll(bias, each => each * node.Beta), DenseActivation.None);
    }

    /// <summary>A weight of [n] or [1,n].</summary>
    private float[]? Row(string name, int width) =>
        _tensors.TryGetValue(name, out TensorValue? tensor) && tensor.Dimensions.Length is 1 or 2 && tensor.Dimensions[^1] == width &&
        tensor.Count == width
            ? Floats(tensor).ToArray()
            : null;

    private static ReadOnlySpan<float> Floats(TensorValue tensor) => MemoryMarshal.Cast<byte, float>(tensor.Data);

    private void ReadGraph(ReadOnlySpan<byte> bytes)
    {
        ProtoReader graph = new(bytes);
        while (graph.Next())
        {
            switch (graph.Field, graph.Wire)
            {
                case (1, 2):
                    ReadNode(graph.Bytes());
                    break;
                case (5, 2):
                    (string name, TensorValue? tensor) = ReadTensor(graph.Bytes());
                    Keep(name, tensor);
                    break;
                default:
                    graph.Skip();
                    break;
            }
        }
    }

    private void ReadNode(ReadOnlySpan<byte> bytes)
    {
        Node node = new();
        string? output = null;
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field, reader.Wire)
            {
                case (1, 2):
                    node.Inputs.Add(Text(reader.Bytes()));
                    break;
                case (2, 2):
                    string name = Text(reader.Bytes());
                    output ??= name;
                    break;
                case (4, 2):
                    node.Operator = Text(reader.Bytes());
                    break;
                case (5, 2):
                    ReadAttribute(reader.Bytes(), node);
                    break;
                case (7, 2):
                    node.IsStandard = Text(reader.Bytes()) is "" or "ai.onnx";
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (output != null && node.Operator == "Constant")
        {
            Keep(output, node.Value);
        }
        else if (output != null && node.IsStandard)
        {
            _makers[output] = node;
        }
    }

    private static void ReadAttribute(ReadOnlySpan<byte> bytes, Node node)
    {
        string name = "";
        float real = 0;
        long whole = 0;
        TensorValue? tensor = null;
        ProtoReader attribute = new(bytes);
        while (attribute.Next())
        {
            switch (attribute.Field, attribute.Wire)
            {
                case (1, 2):
                    name = Text(attribute.Bytes());
                    break;
                case (2, 5):
                    real = BitConverter.UInt32BitsToSingle(attribute.Fixed32());
                    break;
                case (3, 0):
                    whole = unchecked((long)attribute.Varint());
                    break;
                case (5, 2):
                    tensor = ReadTensor(attribute.Bytes()).Tensor;
                    break;
                default:
                    attribute.Skip();
                    break;
            }
        }

        switch (name)
        {
            case "alpha":
                node.Alpha = real;
                break;
            case "beta":
                node.Beta = real;
                break;
            case "value":
                node.Value = tensor;
                break;
            default:
                node.Numbers[name] = whole;
                break;
        }
    }

    /// <summary>A tensor of floats, with its name; null for one of anything else, or whose data is in another file.</summary>
    private static (string Name, TensorValue? Tensor) ReadTensor(ReadOnlySpan<byte> bytes)
    {
        string name = "";
        bool isFloat = false;
        bool isHere = true;
        ProtoReader tensor = new(bytes);
        while (tensor.Next())
        {
            switch (tensor.Field, tensor.Wire)
            {
                case (2, 0):
                    isFloat = tensor.Varint() == OnnxElement.Float;
                    break;
                case (8, 2):
                    name = Text(tensor.Bytes());
                    break;
                case (14, 0):
                    isHere = tensor.Varint() != ValueProto.ExternalData;
                    break;
                default:
                    tensor.Skip();
                    break;
            }
        }

        return (name, isFloat && isHere ? ValueProto.ReadTensor(bytes) : null);
    }

    private void Keep(string name, TensorValue? tensor)
    {
        if (tensor != null)
        {
            _tensors[name] = tensor;
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private sealed class Node
    {
        public string Operator { get; set; } = "";

        public bool IsStandard { get; set; } = true;

        public List<string> Inputs { get; } = [];

        public Dictionary<string, long> Numbers { get; } = new(StringComparer.Ordinal);

        public float Alpha { get; set; } = 1;

        public float Beta { get; set; } = 1;

        public TensorValue? Value { get; set; }

        public long Number(string name, long otherwise) => Numbers.GetValueOrDefault(name, otherwise);
    }
}
