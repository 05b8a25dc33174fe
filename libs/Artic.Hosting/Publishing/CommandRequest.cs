using System.Text.Json;
using System.Text.Json.Serialization;

namespace Artic.Hosting.Publishing;

/// <summary>What a request says: a JSON object; members other than these are passed over.</summary>
internal sealed class CommandRequest
{
    /// <summary>Which command.</summary>
    public required string Command { get; init; }

    /// <summary>Why; a kill needs none.</summary>
    public string? Reason { get; init; }

    /// <summary>The run's token.</summary>
    public string? Token { get; init; }

    /// <summary>Which limit.</summary>
    public string? Name { get; init; }

    /// <summary>What the limit shall be.</summary>
    public string? Value { get; init; }

    /// <summary>The limit goes back to what the configuration says.</summary>
    public bool Reset { get; init; }

    /// <summary>Sequence of the denial that an override names.</summary>
    public long Denial { get; init; }

    /// <summary>What the command is for.</summary>
    public JsonElement Scope { get; init; }

    /// <summary>A kill closes the position too.</summary>
    public JsonElement Flatten { get; init; }

    /// <summary>Who asks for a limit, in his own words.</summary>
    public string? By { get; init; }

    /// <summary>One strategy instance, declared anew.</summary>
    public JsonElement Instance { get; init; }

    /// <summary>All strategy instances, declared anew.</summary>
    public JsonElement Instances { get; init; }

    /// <summary>The scope's name; the JSON of one that is no text, so that a scope which is none is told from none.</summary>
    public string? ScopeText => Scope.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => Scope.GetString(),
        _ => Scope.GetRawText(),
    };

    /// <summary>Flattening is asked for in so many words.</summary>
    public bool WantsFlatten => Flatten.ValueKind == JsonValueKind.True ||
        (Flatten.ValueKind == JsonValueKind.String && Flatten.GetString() == "true");

    /// <summary>Reads it; null where the bytes are anything else.</summary>
    public static CommandRequest? TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            CommandRequest? request = JsonSerializer.Deserialize(json, CommandJson.Default.CommandRequest);
            return request?.Command == null ? null : request;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>JSON of the command socket, made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CommandRequest))]
internal sealed partial class CommandJson : JsonSerializerContext;
