using System.Text.Json;
using System.Text.Json.Serialization;

namespace Artic.Models.Registry;

/// <summary>Names and types of the registry's files for the JSON reader, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RegisteredModel))]
public sealed partial class RegistryJson : JsonSerializerContext;
