using System.Text.Json.Nodes;
using Artic.Hosting.Options;
using Artic.Streams.Log;

namespace Artic.Cli.Streams;

/// <summary>The strategies of a run's instances, by their numbers, from its configuration. They never change. Immutable.</summary>
public sealed class StrategyNames
{
    private readonly Dictionary<uint, string> _names = [];

    /// <param name="paths">The run. One without a configuration that can be read has no names.</param>
    public StrategyNames(RunPaths paths)
    {
        if (OptionsReader.ReadText(paths.Configuration, [])?["strategies"] is not JsonArray strategies)
        {
            return;
        }

        foreach (JsonNode? each in strategies)
        {
            if (each is JsonObject one && one["id"] is JsonValue id && id.TryGetValue(out uint number) &&
                one["name"] is JsonValue name && name.TryGetValue(out string? text))
            {
                _names[number] = text;
            }
        }
    }

    /// <summary>The strategy of an instance; null: not known.</summary>
    public string? Of(uint instanceId) => _names.GetValueOrDefault(instanceId);
}
