using System.Text.Json;
using System.Text.Json.Serialization;

namespace Artic.Hosting.Verification;

/// <summary>What came of running a service's loop again over the record of a run. One line of JSON.</summary>
public sealed class VerificationResult
{
    /// <summary>The service.</summary>
    public string Service { get; set; } = "";

    /// <summary>The stream that was compared.</summary>
    public string Stream { get; set; } = "";

    /// <summary>Every byte is the same.</summary>
    public bool Identical { get; set; }

    /// <summary>The loop's last record in the snapshot that it began from; 0: from the run's start.</summary>
    public long From { get; set; }

    /// <summary>Inputs that were run again.</summary>
    public long Inputs { get; set; }

    /// <summary>Records that were compared.</summary>
    public long Records { get; set; }

    /// <summary>How long it took.</summary>
    public long Milliseconds { get; set; }

    /// <summary>The first that differs, or what could not be read; null where all is the same.</summary>
    public string? Difference { get; set; }

    /// <summary>As one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, VerificationJson.Default.VerificationResult);

    /// <summary>Reads a line; null where it is none.</summary>
    public static VerificationResult? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, VerificationJson.Default.VerificationResult);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VerificationResult))]
internal sealed partial class VerificationJson : JsonSerializerContext;
