using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Artic.Hosting.Options;

/// <summary>Reads and checks a configuration. Every violation is listed at once, with the path of each.</summary>
public static class OptionsReader
{
    /// <summary>
    /// The configuration in <paramref name="path"/>, or null with all that is wrong with it in
    /// <paramref name="violations"/>.
    /// </summary>
    public static PipelineOptions? Read(string path, List<string> violations)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            violations.Add($"{path}: {error.Message}");
            return null;
        }

        PipelineOptions? options = null;
        try
        {
            JsonDocumentOptions lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            if (JsonNode.Parse(text, null, lenient) is JsonNode root)
            {
                ListUnknown(root, OptionsJson.Default.PipelineOptions, "", violations);
            }

            options = JsonSerializer.Deserialize(text, OptionsJson.Default.PipelineOptions);
        }
        catch (JsonException error)
        {
            violations.Add($"{error.Path ?? "$"}: {error.Message}");
        }

        if (options != null)
        {
            OptionsRules.Check(options, violations);
        }

        return violations.Count == 0 ? options : null;
    }

    /// <summary>Names every member that no option has: a misspelt limit must not pass as absent.</summary>
    private static void ListUnknown(JsonNode node, JsonTypeInfo type, string path, List<string> violations)
    {
        switch (node)
        {
            case JsonObject members when type.Kind == JsonTypeInfoKind.Object:
                foreach ((string name, JsonNode? value) in members)
                {
                    JsonPropertyInfo? property = null;
                    foreach (JsonPropertyInfo candidate in type.Properties)
                    {
                        property = candidate.Name == name ? candidate : property;
                    }

                    if (property == null)
                    {
                        violations.Add($"{path}{name}: there is no such option");
                    }
                    else if (value != null && type.Options.TryGetTypeInfo(property.PropertyType, out JsonTypeInfo? inner))
                    {
                        ListUnknown(value, inner, $"{path}{name}.", violations);
                    }
                }

                break;
            case JsonObject entries when type.Kind == JsonTypeInfoKind.Dictionary:
                foreach ((string name, JsonNode? value) in entries)
                {
                    if (value != null && type.Options.TryGetTypeInfo(typeof(ServiceOptions), out JsonTypeInfo? inner))
                    {
                        ListUnknown(value, inner, $"{path}{name}.", violations);
                    }
                }

                break;
            case JsonArray items when type.ElementType is Type element:
                for (int i = 0; i < items.Count; i++)
                {
                    if (items[i] is JsonNode item && type.Options.TryGetTypeInfo(element, out JsonTypeInfo? inner))
                    {
                        ListUnknown(item, inner, $"{path}{i}.", violations);
                    }
                }

                break;
            default:
                break;
        }
    }
}
