using System.Text.Json;
using System.Text.Json.Serialization;
using Artic.Streams.Native;

namespace Artic.Hosting.Accounts;

/// <summary>
/// <c>risk.json</c> in an account's folder: the limits and states that people have set and what was lost lately, so that the next
/// run begins with them. Written whole or not at all, and synced. Thread: any, one writer.
/// </summary>
public static class RiskStateFile
{
    /// <summary>The file of an account.</summary>
    public static string PathIn(string accountFolder) => Path.Combine(accountFolder, "risk.json");

    /// <summary>
    /// What an account's last run has left; null where there was none. Errors: <see cref="IOException"/> where it cannot be read:
    /// nobody can tell what was set, so nothing may trade.
    /// </summary>
    public static RiskState? Read(string accountFolder)
    {
        string path = PathIn(accountFolder);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            RiskState? state = JsonSerializer.Deserialize(File.ReadAllBytes(path), RiskStateJson.Default.RiskState);
            return state is { Version: RiskState.CurrentVersion } && state.IsSound() ? state
                : throw Unreadable(path, state == null ? "it holds nothing"
                    : state.Version != RiskState.CurrentVersion ? $"it is of version {state.Version}, not {RiskState.CurrentVersion}"
                    : "something in it cannot be");
        }
        catch (JsonException error)
        {
            throw Unreadable(path, error.Message);
        }
        catch (UnauthorizedAccessException error)
        {
            throw Unreadable(path, error.Message);
        }
    }

    /// <summary>Replaces the file and returns when it is on disk. Errors: <see cref="IOException"/>.</summary>
    public static void Write(string accountFolder, ReadOnlySpan<byte> bytes) => DurableFile.Write(PathIn(accountFolder), bytes);

    private static IOException Unreadable(string path, string why) => new(
        $"{path} cannot be read ({why}): it holds the limits and states that people have set and what was lost. Put a good copy in its " +
        "place; or move it away, and the next run begins with the limits of the configuration and without losses");
}

/// <summary>JSON of the file, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RiskState))]
internal sealed partial class RiskStateJson : JsonSerializerContext;
