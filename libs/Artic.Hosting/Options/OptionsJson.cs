using System.Text.Json;
using System.Text.Json.Serialization;

namespace Artic.Hosting.Options;

/// <summary>Names and types of the configuration for the JSON reader, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(PipelineOptions))]
public sealed partial class OptionsJson : JsonSerializerContext;
