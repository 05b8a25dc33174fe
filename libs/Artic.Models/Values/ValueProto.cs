using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Artic.Models.Onnx;
using Artic.Models.Wire;

namespace Artic.Models.Values;

/// <summary>
/// Reads values as ONNX writes them to <c>.pb</c> files: TensorProto, SequenceProto, OptionalProto. Source: onnx.proto and
/// onnx-data.proto. Errors: <see cref="OnnxModelException"/>, InputInvalid, with what is wrong.
/// </summary>
public static class ValueProto
{
    private const int MaxDepth = 16;
    private const int KindTensor = 1;
    private const int KindSequence = 3;
    private const int KindOptional = 5;

    /// <summary>The data_location of a tensor whose data is in another file.</summary>
    internal const ulong ExternalData = 1;

    /// <summary>A value of the kind that a model's signature says.</summary>
    public static ModelValue Read(ReadOnlySpan<byte> bytes, OnnxKind kind)
    {
        try
        {
            return kind switch
            {
                OnnxKind.Tensor => ReadTensor(bytes),
                OnnxKind.Sequence => ReadSequence(bytes, 0),
                OnnxKind.Optional => ReadOptional(bytes, 0),
                _ => throw new OnnxModelException(OnnxModelFault.InputInvalid, $"a {kind} cannot be read from a file"),
            };
        }
        catch (InvalidDataException malformed)
        {
            throw new OnnxModelException(OnnxModelFault.InputInvalid, malformed.Message, malformed);
        }
    }

    private static SequenceValue ReadSequence(ReadOnlySpan<byte> bytes, int depth)
    {
        List<ModelValue> items = [];
        ProtoReader sequence = new(bytes);
        while (sequence.Next())
        {
            switch (sequence.Field, sequence.Wire)
            {
                case (3, 2):
                    items.Add(ReadTensor(sequence.Bytes()));
                    break;
                case (5, 2):
                    items.Add(ReadSequence(sequence.Bytes(), Deeper(depth)));
                    break;
                case (7, 2):
                    items.Add(ReadOptional(sequence.Bytes(), Deeper(depth)));
                    break;
                case (4 or 6, _):
                    throw new InvalidDataException("sparse tensors and maps in a sequence cannot be read");
                default:
                    sequence.Skip();
                    break;
            }
        }

        return new SequenceValue([.. items]);
    }

    private static ModelValue ReadOptional(ReadOnlySpan<byte> bytes, int depth)
    {
        ModelValue value = new AbsentValue();
        ProtoReader optional = new(bytes);
        ulong kind = 0;
        while (optional.Next())
        {
            switch (optional.Field, optional.Wire)
            {
                case (2, 0):
                    kind = optional.Varint();
                    break;
                case (3, 2):
                    value = ReadTensor(optional.Bytes());
                    break;
                case (5, 2):
                    value = ReadSequence(optional.Bytes(), Deeper(depth));
                    break;
                case (7, 2):
                    value = ReadOptional(optional.Bytes(), Deeper(depth));
                    break;
                default:
                    optional.Skip();
                    break;
            }
        }

        return kind is KindTensor or KindSequence or KindOptional or 0
            ? value
            : throw new InvalidDataException($"an optional value of kind {kind} cannot be read");
    }

    /// <summary>A TensorProto. Errors: also <see cref="InvalidDataException"/>.</summary>
    internal static TensorValue ReadTensor(ReadOnlySpan<byte> bytes)
    {
        List<long> dimensions = [];
        List<byte> numbers = [];
        List<string> texts = [];
        int element = 0;
        ReadOnlySpan<byte> raw = default;
        bool isRaw = false;
        ProtoReader tensor = new(bytes);

        // The type comes before the data in what every library writes; a file that has it otherwise is read twice.
        while (tensor.Next())
        {
            if (tensor is { Field: 2, Wire: 0 })
            {
                element = unchecked((int)tensor.Varint());
            }
            else
            {
                tensor.Skip();
            }
        }

        tensor = new(bytes);
        while (tensor.Next())
        {
            switch (tensor.Field, tensor.Wire)
            {
                case (1, 0):
                    dimensions.Add(unchecked((long)tensor.Varint()));
                    break;
                case (1, 2):
                    ReadPacked(tensor.Bytes(), value => dimensions.Add(unchecked((long)value)));
                    break;
                case (4 or 10, 2):
                    numbers.AddRange(tensor.Bytes());
                    break;
                case (4, 5):
                    Append(numbers, tensor.Fixed32(), 4);
                    break;
                case (10, 1):
                    Append(numbers, tensor.Fixed64(), 8);
                    break;
                case (5 or 7 or 11, 0):
                    Append(numbers, tensor.Varint(), OnnxElement.BytesOf(element));
                    break;
                case (5 or 7 or 11, 2):
                    ReadPacked(tensor.Bytes(), value => Append(numbers, value, OnnxElement.BytesOf(element)));
                    break;
                case (6, 2):
                    texts.Add(Encoding.UTF8.GetString(tensor.Bytes()));
                    break;
                case (9, 2):
                    raw = tensor.Bytes();
                    isRaw = true;
                    break;
                case (14, 0):
                    NeedInline(tensor.Varint());
                    break;
                default:
                    tensor.Skip();
                    break;
            }
        }

        return element == OnnxElement.Text
            ? new TensorValue([.. dimensions], [.. texts])
            : new TensorValue(element, [.. dimensions], isRaw ? raw.ToArray() : [.. numbers]);
    }

    private static void NeedInline(ulong location)
    {
        if (location == ExternalData)
        {
            throw new InvalidDataException("a tensor whose data is in another file cannot be read");
        }
    }

    private static void ReadPacked(ReadOnlySpan<byte> bytes, Action<ulong> take)
    {
        for (ProtoReader packed = new(bytes); !packed.IsEmpty;)
        {
            take(packed.Varint());
        }
    }

    private static void Append(List<byte> to, ulong value, int bytes)
    {
        Span<byte> all = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(all, value);
        int start = to.Count;
        CollectionsMarshal.SetCount(to, start + Math.Min(bytes, sizeof(ulong)));
        all[..Math.Min(bytes, sizeof(ulong))].CopyTo(CollectionsMarshal.AsSpan(to)[start..]);
    }

    private static int Deeper(int depth) =>
        depth < MaxDepth ? depth + 1 : throw new InvalidDataException($"values within values deeper than {MaxDepth}");
}
