using System.Text.Json;
using Artic.Models.Onnx;
using Artic.Models.Values;

namespace Artic.Cli.Models;

/// <summary>
/// <c>artic model run</c>: any model once over given values; one that keeps the contract also over its features by name, as the
/// signal bridge gives them, scaling included.
/// </summary>
internal static class ModelRun
{
    private const long MaxInputBytes = 256 << 20;

    /// <summary>Runs it and gives the exit code. Errors: <see cref="OnnxModelException"/>.</summary>
    public static int Execute(LoadedFile file, string[] inputs, string[] expected, bool asJson, TextWriter to, TextWriter error)
    {
        using ModelRunner runner = new(file.Bytes, file.Name);
        if (FindJson(inputs) is { } text)
        {
            using JsonDocument json = Parse(text);
            if (inputs.Length > 1 || json.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Invalid("JSON is one object with a value for each input or feature, and goes with no other --input");
            }

            if (IsOfFeatures(json.RootElement, runner))
            {
                return RunFeatures(file, json.RootElement, asJson, to);
            }

            return Show(runner, runner.Run(FromJson(json.RootElement, runner)), expected, asJson, to, error);
        }

        return Show(runner, runner.Run(FromFiles(inputs, runner)), expected, asJson, to, error);
    }

    private static bool IsOfFeatures(JsonElement json, ModelRunner runner)
    {
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (runner.Inputs.Any(input => input.Name == member.Name))
            {
                return false;
            }
        }

        return runner.Metadata.ContainsKey("feature_names");
    }

    private static int RunFeatures(LoadedFile file, JsonElement json, bool asJson, TextWriter to)
    {
        using OnnxModel model = OnnxModel.Load(file.Bytes, file.Name);
        float[] features = new float[model.Contract.Features.Count];
        for (int i = 0; i < features.Length; i++)
        {
            string name = model.Contract.Features[i];
            features[i] = json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
                ? value.GetSingle()
                : throw Invalid($"the feature '{name}' is missing or no number");
        }

        foreach (JsonProperty member in json.EnumerateObject())
        {
            _ = model.Contract.Features.Contains(member.Name)
                ? true
                : throw Invalid($"'{member.Name}' is neither an input nor a feature of the model");
        }

        using RecurrentState? state = model.NewState();
        if (!model.TryRun(features, state, out OnnxRunStatus status))
        {
            throw new OnnxModelException(
                status == OnnxRunStatus.InputNotFinite ? OnnxModelFault.InputInvalid : OnnxModelFault.RunFailed,
                $"{file.Name}: {(status == OnnxRunStatus.RuntimeError ? model.LastError : status)}");
        }

        double[] scores = model.Scores.ToArray();
        Func<int, string> named = i => model.Contract.Classes.Count > 0 ? model.Contract.Classes[i] : scores.Length == 1 ? "value" : $"class {i}";
        to.WriteLine(asJson
            ? ModelText.Json(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("scores");
                for (int i = 0; i < scores.Length; i++)
                {
                    writer.WriteNumber(named(i), scores[i]);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            })
            : string.Join("  ", scores.Select((score, i) => $"{named(i)} {score:0.0000000}")));
        return 0;
    }

    private static List<ModelValue> FromJson(JsonElement json, ModelRunner runner)
    {
        foreach (JsonProperty member in json.EnumerateObject())
        {
            _ = runner.Inputs.Any(input => input.Name == member.Name)
                ? true
                : throw Invalid($"'{member.Name}' is no input; there are {string.Join(", ", runner.Inputs)}");
        }

        return [.. runner.Inputs.Select(input => json.TryGetProperty(input.Name, out JsonElement value)
            ? input.Kind == OnnxKind.Tensor
                ? ValueJson.Read(value, input.ElementType, input.Name)
                : throw Invalid($"input {input} can only be given as a .pb file")
            : throw Invalid($"input {input} is missing"))];
    }

    private static List<ModelValue> FromFiles(string[] files, ModelRunner runner)
    {
        if (files.Length != runner.Inputs.Count)
        {
            throw Invalid($"{files.Length} values for {runner.Inputs.Count} inputs: {string.Join(", ", runner.Inputs)}");
        }

        return [.. files.Select((file, i) => file == "-" ? new AbsentValue() : Named(file, () => ValueProto.Read(Bytes(file), runner.Inputs[i].Kind)))];
    }

    private static int Show(ModelRunner runner, ModelValue[] outputs, string[] expected, bool asJson, TextWriter to, TextWriter error)
    {
        if (expected.Length > 0 && expected.Length != outputs.Length)
        {
            throw Invalid($"{expected.Length} expected values for {outputs.Length} outputs: {string.Join(", ", runner.Outputs)}");
        }

        if (asJson)
        {
            to.WriteLine(ModelText.Json(json =>
            {
                json.WriteStartObject();
                for (int i = 0; i < outputs.Length; i++)
                {
                    json.WritePropertyName(runner.Outputs[i].Name);
                    ValueJson.Write(json, outputs[i]);
                }

                json.WriteEndObject();
            }));
        }
        else
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                to.WriteLine($"{runner.Outputs[i].Name} {ModelText.Json(json => ValueJson.Write(json, outputs[i]))}");
            }
        }

        for (int i = 0; i < expected.Length; i++)
        {
            int at = i;
            ModelValue wanted = Named(expected[i], () => ValueProto.Read(Bytes(expected[at]), KindOf(outputs[at], runner.Outputs[at])));
            if (ValueComparison.Difference(outputs[i], wanted) is { } difference)
            {
                error.WriteLine($"artic model: output '{runner.Outputs[i].Name}' {difference}");
                return 3;
            }
        }

        return 0;
    }

    /// <summary>An optional output's file is an OptionalProto, whatever it holds.</summary>
    private static OnnxKind KindOf(ModelValue value, OnnxSignature output) =>
        output.Kind == OnnxKind.Optional ? OnnxKind.Optional : value is SequenceValue ? OnnxKind.Sequence : OnnxKind.Tensor;

    private static string? FindJson(string[] inputs)
    {
        foreach (string input in inputs)
        {
            if (input.AsSpan().TrimStart().StartsWith("{"))
            {
                return input;
            }

            if (input.EndsWith(".json", StringComparison.Ordinal))
            {
                return System.Text.Encoding.UTF8.GetString(Bytes(input));
            }
        }

        return null;
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException malformed)
        {
            throw Invalid(malformed.Message);
        }
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > MaxInputBytes }
                ? throw Invalid($"{path}: it is larger than {MaxInputBytes} bytes")
                : File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"{path}: {error.Message}");
        }
    }

    private static T Named<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (OnnxModelException fault) when (!fault.Message.StartsWith(file, StringComparison.Ordinal))
        {
            throw new OnnxModelException(fault.Fault, $"{file}: {fault.Message}", fault);
        }
    }

    private static OnnxModelException Invalid(string what) => new(OnnxModelFault.InputInvalid, what);
}
