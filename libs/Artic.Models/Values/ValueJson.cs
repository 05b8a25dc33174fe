using System.Buffers.Binary;
using System.Text.Json;
using Artic.Models.Onnx;

namespace Artic.Models.Values;

/// <summary>
/// Values as JSON: a tensor is nested arrays of numbers, truths or texts (a single one is a tensor without sizes), or an object
/// with <c>shape</c> and flat <c>data</c>; what is no number (NaN, infinities) is the text of it.
/// </summary>
public static class ValueJson
{
    private const int MaxDepth = 16;

    /// <summary>
    /// Reads a tensor of the wanted type. Errors: <see cref="OnnxModelException"/>, InputInvalid.
    /// </summary>
    public static TensorValue Read(JsonElement json, int elementType, string name)
    {
        List<long> sizes = [];
        List<JsonElement> flat = [];
        if (json.ValueKind == JsonValueKind.Object)
        {
            if (!json.TryGetProperty("shape", out JsonElement shape) || shape.ValueKind != JsonValueKind.Array ||
                !json.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Array)
            {
                throw Invalid(name, "an object must have 'shape' and 'data', both arrays");
            }

            foreach (JsonElement size in shape.EnumerateArray())
            {
                sizes.Add(size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out long value)
                    ? value
                    : throw Invalid(name, "shape is no array of whole numbers"));
            }

            flat.AddRange(data.EnumerateArray());
        }
        else
        {
            Flatten(json, 0, sizes, flat, name);
        }

        if (elementType == OnnxElement.Text)
        {
            return new TensorValue([.. sizes], [.. flat.ConvertAll(text => text.ValueKind == JsonValueKind.String
                ? text.GetString()!
                : throw Invalid(name, $"{text.GetRawText()} is no text"))]);
        }

        int bytes = OnnxElement.BytesOf(elementType);
        byte[] numbers = new byte[flat.Count * bytes];
        for (int i = 0; i < flat.Count; i++)
        {
            Write(flat[i], elementType, numbers.AsSpan(i * bytes, bytes), name);
        }

        return new TensorValue(elementType, [.. sizes], numbers);
    }

    /// <summary>Writes a value: of a tensor its type, sizes and flat data.</summary>
    public static void Write(Utf8JsonWriter json, ModelValue? value)
    {
        switch (value)
        {
            case TensorValue tensor:
                json.WriteStartObject();
                json.WriteString("type", OnnxElement.NameOf(tensor.ElementType));
                json.WriteStartArray("shape");
                Array.ForEach(tensor.Dimensions, json.WriteNumberValue);
                json.WriteEndArray();
                json.WriteStartArray("data");
                WriteData(json, tensor);
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case SequenceValue sequence:
                json.WriteStartArray();
                foreach (ModelValue item in sequence.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case MapValue map:
                json.WriteStartObject();
                json.WritePropertyName("keys");
                Write(json, map.Keys);
                json.WritePropertyName("values");
                Write(json, map.Values);
                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteData(Utf8JsonWriter json, TensorValue tensor)
    {
        for (int i = 0; i < tensor.Count; i++)
        {
            switch (tensor.ElementType)
            {
                case OnnxElement.Text:
                    json.WriteStringValue(tensor.Texts[i]);
                    break;
                case OnnxElement.Int64:
                    json.WriteNumberValue(BinaryPrimitives.ReadInt64LittleEndian(tensor.Data.AsSpan(i * sizeof(long))));
                    break;
                case 9:
                    json.WriteBooleanValue(tensor.Data[i] != 0);
                    break;
                case 13:
                    json.WriteNumberValue(BinaryPrimitives.ReadUInt64LittleEndian(tensor.Data.AsSpan(i * sizeof(ulong))));
                    break;
                case OnnxElement.Float when float.IsFinite((float)tensor.NumberAt(i)):
                    json.WriteNumberValue((float)tensor.NumberAt(i));
                    break;
                default:
                    double number = tensor.NumberAt(i);
                    if (double.IsFinite(number))
                    {
                        json.WriteNumberValue(number);
                    }
                    else
                    {
                        json.WriteStringValue(number.ToString());
                    }

                    break;
            }
        }
    }

    private static void Flatten(JsonElement json, int depth, List<long> sizes, List<JsonElement> flat, string name)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            if (depth != sizes.Count)
            {
                throw Invalid(name, "its rows are not of one length");
            }

            flat.Add(json);
            return;
        }

        int length = json.GetArrayLength();
        if (depth == sizes.Count && flat.Count == 0 && depth < MaxDepth)
        {
            sizes.Add(length);
        }

        if (depth >= sizes.Count || sizes[depth] != length)
        {
            throw Invalid(name, "its rows are not of one length");
        }

        foreach (JsonElement item in json.EnumerateArray())
        {
            Flatten(item, depth + 1, sizes, flat, name);
        }
    }

    private static void Write(JsonElement json, int elementType, Span<byte> to, string name)
    {
        bool fits = false;
        if (elementType == 9)
        {
            fits = json.ValueKind is JsonValueKind.True or JsonValueKind.False;
            to[0] = json.ValueKind == JsonValueKind.True ? (byte)1 : (byte)0;
        }
        else if (elementType is OnnxElement.Float or OnnxElement.Double or 10 or 16)
        {
            double real = 0;
            fits = json.ValueKind switch
            {
                JsonValueKind.Number => json.TryGetDouble(out real),
                JsonValueKind.String => double.TryParse(json.GetString(), out real) && !double.IsFinite(real),
                _ => false,
            };
            WriteReal(real, elementType, to);
        }
        else if (json.ValueKind == JsonValueKind.Number && elementType == 13)
        {
            fits = json.TryGetUInt64(out ulong whole);
            BinaryPrimitives.WriteUInt64LittleEndian(to, whole);
        }
        else if (json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out long whole))
        {
            fits = WriteWhole(whole, elementType, to);
        }

        if (!fits)
        {
            throw Invalid(name, $"{json.GetRawText()} is no {OnnxElement.NameOf(elementType)}");
        }
    }

    private static void WriteReal(double value, int elementType, Span<byte> to)
    {
        switch (elementType)
        {
            case OnnxElement.Float:
                BinaryPrimitives.WriteSingleLittleEndian(to, (float)value);
                break;
            case OnnxElement.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(to, value);
                break;
            case 10:
                BinaryPrimitives.WriteHalfLittleEndian(to, (Half)value);
                break;
            default:
                BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16));
                break;
        }
    }

    private static bool WriteWhole(long value, int elementType, Span<byte> to)
    {
        (long lowest, long highest) = elementType switch
        {
            2 => (0, byte.MaxValue),
            3 => (sbyte.MinValue, sbyte.MaxValue),
            4 => (0, ushort.MaxValue),
            5 => (short.MinValue, short.MaxValue),
            6 => (int.MinValue, int.MaxValue),
            7 => (long.MinValue, long.MaxValue),
            12 => (0, (long)uint.MaxValue),
            _ => (1L, 0L),
        };
        Span<byte> all = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        all[..Math.Min(to.Length, sizeof(long))].CopyTo(to);
        return value >= lowest && value <= highest;
    }

    private static OnnxModelException Invalid(string name, string what) =>
        new(OnnxModelFault.InputInvalid, $"input '{name}': {what}");
}
