using System.Text.Json;
using System.Text.Json.Serialization;

namespace Artic.Cli.Doctor;

/// <summary>Everything that <c>artic doctor</c> found, as it is written with <c>--json</c>.</summary>
public sealed class DoctorReport
{
    /// <summary>The worst level of all findings.</summary>
    public string Worst { get; init; } = "ok";

    /// <summary>The way of waiting that 'auto' takes here.</summary>
    public string Idle { get; init; } = "";

    /// <summary>Why.</summary>
    public string IdleReason { get; init; } = "";

    /// <summary>The findings.</summary>
    public List<Finding> Findings { get; init; } = [];
}

/// <summary>Names and types for the JSON writer, made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DoctorReport))]
public sealed partial class DoctorJson : JsonSerializerContext;
