using System.Text.Json;
using System.Text.Json.Serialization;

namespace Artic.Hosting.Snapshots;

/// <summary>What came of following a service's loop to a snapshot. One line of JSON.</summary>
public sealed class SnapshotResult
{
    /// <summary>A snapshot was written.</summary>
    public const string Written = "written";

    /// <summary>Nothing was said since the last one.</summary>
    public const string Unchanged = "unchanged";

    /// <summary>The loop said something else than the record; no snapshot was written.</summary>
    public const string Differs = "differs";

    /// <summary>It could not be done; no snapshot was written.</summary>
    public const string Failed = "failed";

    /// <summary>The service.</summary>
    public string Service { get; set; } = "";

    /// <summary>The stream that its loop writes.</summary>
    public string Stream { get; set; } = "";

    /// <summary><see cref="Written"/>, <see cref="Unchanged"/>, <see cref="Differs"/> or <see cref="Failed"/>.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>The loop's last record in the snapshot.</summary>
    public long Sequence { get; set; }

    /// <summary>The same of the snapshot that it went on from; 0: from the run's start.</summary>
    public long From { get; set; }

    /// <summary>Inputs that were run again.</summary>
    public long Inputs { get; set; }

    /// <summary>Size of the file.</summary>
    public long Bytes { get; set; }

    /// <summary>How long it took.</summary>
    public long Milliseconds { get; set; }

    /// <summary>Why it differs or failed; null where neither.</summary>
    public string? Error { get; set; }

    /// <summary>Snapshots that were passed over, with the reason.</summary>
    public List<string> Refused { get; set; } = [];

    /// <summary>As one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SnapshotJson.Default.SnapshotResult);

    /// <summary>Reads a line; null where it is none.</summary>
    public static SnapshotResult? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SnapshotJson.Default.SnapshotResult);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SnapshotResult))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
