using System.Text;
using System.Text.Json;

namespace Artic.SignalBridge.Onnx;

/// <summary>What a strategy instance asks of a model, against what the model's file declares.</summary>
internal static class OnnxContract
{
    /// <summary>The one input. Errors: TypeMismatch, ShapeMismatch.</summary>
    public static OnnxSignature FindInput(OnnxSignature[] inputs, int width, string path)
    {
        if (inputs.Length != 1 || !inputs[0].IsFloatTensor)
        {
            throw new OnnxModelException(
                OnnxModelFault.TypeMismatch, $"{path}: one float input is needed, the model has {Describe(inputs)}");
        }

        OnnxSignature input = inputs[0];
        return input.Takes(width)
            ? input
            : throw new OnnxModelException(
                OnnxModelFault.ShapeMismatch, $"{path}: model wants {input.Shape}, the instance gives [1,{width}]");
    }

    /// <summary>
    /// The one float output; outputs of other types are left alone. Errors: TypeMismatch, ShapeMismatch.
    /// </summary>
    public static OnnxSignature FindOutput(OnnxSignature[] outputs, int classes, string path)
    {
        OnnxSignature[] scores = Array.FindAll(outputs, output => output.IsFloatTensor);
        if (scores.Length != 1)
        {
            string hint = Array.Exists(outputs, output => !output.IsTensor) ? "; export with zipmap=False" : "";
            throw new OnnxModelException(
                OnnxModelFault.TypeMismatch,
                $"{path}: one float output is needed, the model has {Describe(outputs)}{hint}");
        }

        OnnxSignature output = scores[0];
        return output.Takes(classes)
            ? output
            : throw new OnnxModelException(
                OnnxModelFault.ShapeMismatch, $"{path}: model gives {output.Shape}, the instance wants [1,{classes}]");
    }

    /// <summary>
    /// The names in a JSON array of strings; none where there is no such property. Errors: MetadataInvalid.
    /// </summary>
    public static string[] ReadFeatureNames(string? json, int width, string path)
    {
        if (json is null)
        {
            return [];
        }

        List<string> names = [];
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw NotNames(path);
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                names.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw NotNames(path));
            }

            // Reading on finds what stands behind the array.
            reader.Read();
        }
        catch (JsonException error)
        {
            throw NotNames(path, error);
        }

        return names.Count == width
            ? [.. names]
            : throw new OnnxModelException(
                OnnxModelFault.MetadataInvalid,
                $"{path}: feature_names has {names.Count} names, the instance gives [1,{width}]");
    }

    private static OnnxModelException NotNames(string path, Exception? inner = null) =>
        new(OnnxModelFault.MetadataInvalid, $"{path}: feature_names is no JSON array of strings", inner);

    private static string Describe(OnnxSignature[] signatures) =>
        signatures.Length == 0 ? "none" : string.Join<OnnxSignature>(", ", signatures);
}
