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
        return ReadText(path, violations) is { } root ? Read(root, violations) : null;
    }

    /// <summary>The text of a configuration, which nobody has looked at yet; null where it is no JSON object.</summary>
    public static JsonObject? ReadText(string path, List<string> violations)
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

        JsonNode? root;
        try
        {
            JsonDocumentOptions lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            root = JsonNode.Parse(text, null, lenient);
        }
        catch (JsonException error)
        {
            violations.Add($"$: {error.Message}");
            return null;
        }

        if (root is JsonObject members)
        {
            return members;
        }

        violations.Add("$: is not a JSON object");
        return null;
    }

    /// <summary>The same for a text that is in memory. Takes out of it what cannot be used.</summary>
    public static PipelineOptions? Read(JsonObject root, List<string> violations)
    {
        RemoveUnusable(root, OptionsJson.Default.PipelineOptions, "", violations);
        PipelineOptions options = Deserialize(root, violations);
        int found = violations.Count;
        HashSet<string> known = [.. violations.Select(violation => violation[..violation.IndexOf(':')])];
        OptionsRules.Check(options, violations);

        // A value that could not be read was named already; that its default is missing says nothing new.
        for (int i = violations.Count - 1; i >= found; i--)
        {
            if (known.Contains(violations[i][..violations[i].IndexOf(':')]))
            {
                violations.RemoveAt(i);
            }
        }

        return violations.Count == 0 ? options : null;
    }

    /// <summary>Reads what can be read: a value of the wrong type is named and taken out, until the rest is sound.</summary>
    private static PipelineOptions Deserialize(JsonNode root, List<string> violations)
    {
        while (true)
        {
            try
            {
                return root.Deserialize(OptionsJson.Default.PipelineOptions)!;
            }
            catch (JsonException error) when (error.Path is { Length: > 2 } path && Find(root, path) is { Parent: { } parent } wrong)
            {
                violations.Add($"{OptionPath(path)}: {wrong.ToJsonString()} is of the wrong type");
                if (parent is JsonObject members)
                {
                    _ = members.Remove(wrong.GetPropertyName());
                }
                else
                {
                    parent.AsArray().RemoveAt(wrong.GetElementIndex());
                }
            }
        }
    }

    /// <summary>"$.instruments[0].id" as "instruments.0.id".</summary>
    private static string OptionPath(string path) =>
        path[2..].Replace("['", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal)
            .Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);

    private static JsonNode? Find(JsonNode root, string path)
    {
        JsonNode? at = root;
        foreach (string part in OptionPath(path).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            at = at switch
            {
                JsonObject members => members[part],
                JsonArray items when int.TryParse(part, out int index) && index < items.Count => items[index],
                _ => null,
            };
        }

        return at == root ? null : at;
    }

    /// <summary>
    /// Names every member that no option has, for a misspelt limit must not pass as absent, and every null; takes the
    /// nulls out.
    /// </summary>
    private static void RemoveUnusable(JsonNode node, JsonTypeInfo type, string path, List<string> violations)
    {
        if (node is JsonArray items && type.ElementType is Type element)
        {
            for (int i = items.Count - 1; i >= 0; i--)
            {
                if (items[i] is not { } item)
                {
                    violations.Add($"{path}{i}: is null");
                    items.RemoveAt(i);
                }
                else if (type.Options.TryGetTypeInfo(element, out JsonTypeInfo? inner))
                {
                    RemoveUnusable(item, inner, $"{path}{i}.", violations);
                }
            }
        }

        foreach ((string name, JsonNode? value) in node is JsonObject members ? members.ToArray() : [])
        {
            Type? wanted = TypeOf(type, name);
            if (wanted == null)
            {
                violations.Add($"{path}{name}: there is no such option");
            }
            else if (value == null)
            {
                violations.Add($"{path}{name}: is null");
                _ = node.AsObject().Remove(name);
            }
            else if (type.Options.TryGetTypeInfo(wanted, out JsonTypeInfo? inner))
            {
                RemoveUnusable(value, inner, $"{path}{name}.", violations);
            }
        }
    }

    /// <summary>Type of a member of an option, of an entry of a dictionary; null for none.</summary>
    private static Type? TypeOf(JsonTypeInfo type, string name)
    {
        if (type.Kind == JsonTypeInfoKind.Dictionary)
        {
            return type.ElementType;
        }

        foreach (JsonPropertyInfo property in type.Kind == JsonTypeInfoKind.Object ? type.Properties : [])
        {
            if (property.Name == name)
            {
                return property.PropertyType;
            }
        }

        return null;
    }
}
