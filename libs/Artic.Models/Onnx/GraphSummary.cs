using System.Text;
using Artic.Models.Wire;

namespace Artic.Models.Onnx;

/// <summary>
/// What is in a model's graph, read from the file before ONNX Runtime sees it: what refers to other files, and what would make a
/// run that cannot be replayed, is refused here. Immutable. Source of the field numbers: onnx.proto.
/// </summary>
public sealed class GraphSummary
{
    /// <summary>Graphs within graphs (branches, loop bodies); more is no model that anybody trains.</summary>
    private const int MaxDepth = 32;

    private static readonly string[] s_random =
        ["RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli"];

    private readonly SortedDictionary<string, int> _operators = new(StringComparer.Ordinal);
    private readonly string _path;

    private GraphSummary(string path) => _path = path;

    /// <summary>How often each operator is in the graph.</summary>
    public IReadOnlyDictionary<string, int> Operators => _operators;

    /// <summary>Version of the format.</summary>
    public long IrVersion { get; private set; }

    /// <summary>Version of the standard operators.</summary>
    public long Opset { get; private set; }

    /// <summary>What wrote it; empty where it does not say.</summary>
    public string Producer { get; private set; } = "";

    /// <summary>Reads it. Errors: Corrupt, ExternalData, NotDeterministic.</summary>
    public static GraphSummary Read(ReadOnlySpan<byte> file, string path)
    {
        GraphSummary summary = new(path);
        try
        {
            summary.ReadModel(file);
        }
        catch (InvalidDataException malformed)
        {
            throw new OnnxModelException(OnnxModelFault.Corrupt, $"{path}: {malformed.Message}", malformed);
        }

        return summary;
    }

    private void ReadModel(ReadOnlySpan<byte> bytes)
    {
        ProtoReader model = new(bytes);
        while (model.Next())
        {
            switch (model.Field, model.Wire)
            {
                case (1, 0):
                    IrVersion = unchecked((long)model.Varint());
                    break;
                case (2, 2):
                    Producer = Encoding.UTF8.GetString(model.Bytes());
                    break;
                case (7, 2):
                    ReadGraph(model.Bytes(), 0);
                    break;
                case (8, 2):
                    ReadOpset(model.Bytes());
                    break;
                case (25, 2):
                    ReadFunction(model.Bytes());
                    break;
                default:
                    model.Skip();
                    break;
            }
        }
    }

    private void ReadOpset(ReadOnlySpan<byte> bytes)
    {
        ProtoReader opset = new(bytes);
        bool isStandard = true;
        long version = 0;
        while (opset.Next())
        {
            switch (opset.Field, opset.Wire)
            {
                case (1, 2):
                    isStandard = opset.Bytes().IsEmpty;
                    break;
                case (2, 0):
                    version = unchecked((long)opset.Varint());
                    break;
                default:
                    opset.Skip();
                    break;
            }
        }

        Opset = isStandard ? version : Opset;
    }

    private void ReadFunction(ReadOnlySpan<byte> bytes)
    {
        ProtoReader function = new(bytes);
        while (function.Next())
        {
            if (function is { Field: 7, Wire: 2 })
            {
                ReadNode(function.Bytes(), 0);
            }
            else
            {
                function.Skip();
            }
        }
    }

    private void ReadGraph(ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException($"has graphs within graphs deeper than {MaxDepth}");
        }

        ProtoReader graph = new(bytes);
        while (graph.Next())
        {
            switch (graph.Field, graph.Wire)
            {
                case (1, 2):
                    ReadNode(graph.Bytes(), depth);
                    break;
                case (5, 2):
                    CheckTensor(graph.Bytes());
                    break;
                case (15, 2):
                    CheckSparse(graph.Bytes());
                    break;
                default:
                    graph.Skip();
                    break;
            }
        }
    }

    private void ReadNode(ReadOnlySpan<byte> bytes, int depth)
    {
        ProtoReader node = new(bytes);
        string name = "";
        int inputs = 0;
        bool hasThirdInput = false;
        while (node.Next())
        {
            switch (node.Field, node.Wire)
            {
                case (1, 2):
                    bool isGiven = !node.Bytes().IsEmpty;
                    hasThirdInput |= ++inputs == 3 && isGiven;
                    break;
                case (4, 2):
                    name = Encoding.UTF8.GetString(node.Bytes());
                    break;
                case (5, 2):
                    ReadAttribute(node.Bytes(), depth);
                    break;
                default:
                    node.Skip();
                    break;
            }
        }

        // Dropout draws where its third input, training_mode, is there.
        if (Array.IndexOf(s_random, name) >= 0 || (name == "Dropout" && hasThirdInput))
        {
            throw new OnnxModelException(
                OnnxModelFault.NotDeterministic, $"{_path}: the operator {name} draws random numbers: a run could not be replayed");
        }

        _operators[name] = _operators.GetValueOrDefault(name) + 1;
    }

    private void ReadAttribute(ReadOnlySpan<byte> bytes, int depth)
    {
        ProtoReader attribute = new(bytes);
        while (attribute.Next())
        {
            switch (attribute.Field, attribute.Wire)
            {
                case (5 or 10, 2):
                    CheckTensor(attribute.Bytes());
                    break;
                case (6 or 11, 2):
                    ReadGraph(attribute.Bytes(), depth + 1);
                    break;
                case (22 or 23, 2):
                    CheckSparse(attribute.Bytes());
                    break;
                default:
                    attribute.Skip();
                    break;
            }
        }
    }

    private void CheckSparse(ReadOnlySpan<byte> bytes)
    {
        ProtoReader sparse = new(bytes);
        while (sparse.Next())
        {
            if (sparse is { Field: 1 or 2, Wire: 2 })
            {
                CheckTensor(sparse.Bytes());
            }
            else
            {
                sparse.Skip();
            }
        }
    }

    private void CheckTensor(ReadOnlySpan<byte> bytes)
    {
        ProtoReader tensor = new(bytes);
        while (tensor.Next())
        {
            bool isElsewhere = tensor.Field == 13 || (tensor is { Field: 14, Wire: 0 } && tensor.Varint() != 0);
            if (isElsewhere)
            {
                throw new OnnxModelException(
                    OnnxModelFault.ExternalData, $"{_path}: it keeps weights in another file; save it as one file");
            }

            if (tensor is not { Field: 14, Wire: 0 })
            {
                tensor.Skip();
            }
        }
    }
}
