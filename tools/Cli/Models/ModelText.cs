using System.Text;
using System.Text.Json;
using Artic.Models;
using Artic.Models.Onnx;
using Artic.Models.Registry;
using Artic.Models.Values;

namespace Artic.Cli.Models;

/// <summary>What <c>artic model</c> says, for people or as JSON. Each gives the exit code.</summary>
internal static class ModelText
{
    /// <summary>After add.</summary>
    public static int Added(string name, ModelVersion version, bool asJson, TextWriter to) => Say(name, version, asJson, to, "is in the registry");

    /// <summary>After promote and rollback.</summary>
    public static int Promoted(string name, ModelVersion version, bool asJson, TextWriter to) => Say(name, version, asJson, to, "is promoted");

    /// <summary>All models.</summary>
    public static int List(List<RegisteredModel> models, bool asJson, TextWriter to)
    {
        foreach (RegisteredModel model in models)
        {
            if (asJson)
            {
                to.WriteLine(Json(json => JsonSerializer.Serialize(json, model, RegistryJson.Default.RegisteredModel)));
                continue;
            }

            foreach (ModelVersion version in model.Versions)
            {
                bool isInUse = model.Promoted.Count > 0 && model.Promoted[^1] == version.Version;
                to.WriteLine(
                    $"{$"{model.Name}@{version.Version}",-24} {(isInUse ? "promoted" : ""),-8} {version.Sha256[..12]} {version.Bytes,9} bytes  " +
                    $"{version.AddedAt}  {version.AddedBy}  {version.Source}");
            }
        }

        return 0;
    }

    /// <summary>One model.</summary>
    public static int Inspect(LoadedFile file, bool asJson, TextWriter to)
    {
        using ModelRunner runner = new(file.Bytes, file.Name);
        string? refusal = null;
        string? code = null;
        ModelContract? contract = null;
        ScoreKind kind = default;
        int scores = 0;
        bool isDense = false;
        try
        {
            using OnnxModel model = OnnxModel.Load(file.Bytes, file.Name, QuoteFeatureNames.All);
            (contract, kind, scores, isDense) = (model.Contract, model.Kind, model.Scores.Length, model.IsDense);
        }
        catch (OnnxModelException fault)
        {
            (code, refusal) = (fault.Code, fault.Message);
        }

        if (asJson)
        {
            to.WriteLine(Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("model", file.Name);
                json.WriteString("sha256", file.Sha256);
                json.WriteNumber("bytes", file.Bytes.Length);
                json.WriteString("producer", runner.Summary.Producer);
                json.WriteNumber("ir_version", runner.Summary.IrVersion);
                json.WriteNumber("opset", runner.Summary.Opset);
                WriteSignatures(json, "inputs", runner.Inputs);
                WriteSignatures(json, "outputs", runner.Outputs);
                json.WriteStartObject("operators");
                foreach ((string name, int count) in runner.Summary.Operators)
                {
                    json.WriteNumber(name, count);
                }

                json.WriteEndObject();
                json.WriteStartObject("metadata");
                foreach ((string name, string value) in runner.Metadata)
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
                json.WriteBoolean("tradeable", refusal == null);
                json.WriteBoolean("dense", isDense);
                json.WriteString("reason", code);
                json.WriteString("message", refusal);
                json.WriteEndObject();
            }));
            return 0;
        }

        to.WriteLine($"model      {file.Name}");
        to.WriteLine($"sha256     {file.Sha256}  ({file.Bytes.Length} bytes)");
        to.WriteLine($"written by {(runner.Summary.Producer.Length > 0 ? runner.Summary.Producer : "?")}, IR {runner.Summary.IrVersion}, opset {runner.Summary.Opset}");
        to.WriteLine($"inputs     {string.Join(", ", runner.Inputs)}");
        to.WriteLine($"outputs    {string.Join(", ", runner.Outputs)}");
        to.WriteLine($"operators  {string.Join(", ", runner.Summary.Operators.Select(each => each.Value == 1 ? each.Key : $"{each.Key} ×{each.Value}"))}");
        foreach ((string name, string value) in runner.Metadata)
        {
            to.WriteLine($"           {name} = {value}");
        }

        to.WriteLine(refusal == null
            ? $"can be traded: {contract!.Features.Count} features, {(kind == ScoreKind.Value ? "one value" : $"{scores} classes")}, horizon {contract.Horizon}, trained {contract.TrainedAt}; {(isDense ? "a multilayer perceptron, computed without ONNX Runtime" : "computed by ONNX Runtime")}"
            : $"cannot be traded: {code}: {refusal}");
        return 0;
    }

    /// <summary>A JSON object on one line.</summary>
    public static string Json(Action<Utf8JsonWriter> write)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void WriteSignatures(Utf8JsonWriter json, string name, IReadOnlyList<OnnxSignature> signatures)
    {
        json.WriteStartArray(name);
        foreach (OnnxSignature signature in signatures)
        {
            json.WriteStartObject();
            json.WriteString("name", signature.Name);
            json.WriteString("kind", signature.Kind.ToString().ToLowerInvariant());
            if (signature.Kind == OnnxKind.Tensor)
            {
                json.WriteString("type", OnnxElement.NameOf(signature.ElementType));
                json.WriteString("shape", signature.Shape);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static int Say(string name, ModelVersion version, bool asJson, TextWriter to, string what)
    {
        to.WriteLine(asJson
            ? Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("model", $"{name}@{version.Version}");
                json.WriteString("name", name);
                json.WriteNumber("version", version.Version);
                json.WriteString("sha256", version.Sha256);
                json.WriteEndObject();
            })
            : $"{name}@{version.Version} {what} (sha256 {version.Sha256})");
        return 0;
    }
}
