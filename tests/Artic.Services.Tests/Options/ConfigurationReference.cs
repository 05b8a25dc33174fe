using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Artic.Hosting.Options;

namespace Artic.Services.Tests.Options;

/// <summary>
/// The reference of the configuration, made of what the option types are and say: names and types as the JSON reader has them,
/// defaults as a new object has them, words and units from the doc comments and names.
/// </summary>
internal sealed partial class ConfigurationReference
{
    private static readonly (string Suffix, string Unit)[] s_units =
    [
        ("_ms", "ms"), ("_s", "s"), ("_bytes", "bytes"), ("_bps", "0.01 %"), ("_percent", "%"), ("bytes", "bytes"), ("hours", "h"),
        ("per_second", "1/s"), ("per_minute", "1/min"),
    ];

    private readonly Dictionary<(string Type, string Property), string> _words = [];
    private readonly StringBuilder _text = new();

    private ConfigurationReference(string sources)
    {
        foreach (string path in Directory.GetFiles(sources, "*Options.cs"))
        {
            ReadWords(File.ReadAllText(path));
        }
    }

    /// <summary>The whole text.</summary>
    /// <param name="sources">Folder of the option types' sources.</param>
    public static string Make(string sources)
    {
        ConfigurationReference reference = new(sources);
        _ = reference._text.Append(
            "# Configuration\n" +
            "Made of the option types by `./artic docs`; a test holds it against them. The file is JSON with comments and trailing commas. " +
            "What is not known, cannot be, or contradicts another value is refused at the start, all of it at once, each with its path. " +
            "Money, prices and quantities are decimal text. `N` stands for a place in a list, `NAME` for a key of your choice. A secret is " +
            "always a file: a path, or `credential:NAME` for what the service's unit hands it (`LoadCredential=`).\n\n" +
            "`account`, `epoch` and `state_folder` are filled in by who starts the run. Limits without a default are needed in a " +
            "configuration that trades: there is no unlimited.\n");
        reference.Section("", OptionsJson.Default.PipelineOptions, []);
        return reference._text.ToString();
    }

    private void Section(string path, JsonTypeInfo type, HashSet<Type> above)
    {
        object fresh = Activator.CreateInstance(type.Type)!;
        List<(string Path, JsonTypeInfo Type)> inner = [];
        StringBuilder rows = new();
        foreach (JsonPropertyInfo property in type.Properties.Where(each => each is { Get: not null, AttributeProvider: PropertyInfo }))
        {
            PropertyInfo member = (PropertyInfo)property.AttributeProvider!;
            Type bare = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
            string name = path + property.Name;
            if (Options(bare, out string suffix) is { } options)
            {
                inner.Add((name + suffix, OptionsJson.Default.GetTypeInfo(options)!));
            }

            if (!IsOptions(bare))
            {
                string value = DefaultOf(member.GetValue(fresh));
                _ = rows.Append(CultureInfo.InvariantCulture, $"| `{name}` | {TypeOf(bare)} | {UnitOf(property.Name)} | {value} | {WordsOf(member)} |\n");
            }
        }

        _ = _text.Append(CultureInfo.InvariantCulture, $"\n## {(path.Length == 0 ? "The run" : $"`{path.TrimEnd('.')}`")}\n");
        if (rows.Length > 0)
        {
            _ = _text.Append("| path | type | unit | default | what it is |\n|---|---|---|---|---|\n").Append(rows);
        }

        foreach ((string innerPath, JsonTypeInfo innerType) in inner)
        {
            if (above.Contains(innerType.Type))
            {
                continue;
            }

            if (innerType.Type == typeof(ScopeLimitsOptions))
            {
                _ = _text.Append(CultureInfo.InvariantCulture, $"\n## `{innerPath}`\nThe limits of `risk`, each where it makes sense there; what is absent is not limited there.\n");
                continue;
            }

            Section(innerPath + ".", innerType, [.. above, type.Type]);
        }
    }

    /// <summary>The option type behind a property, and how its path goes on; null: it is a value.</summary>
    private static Type? Options(Type type, out string suffix)
    {
        suffix = "";
        if (IsOptions(type))
        {
            return type;
        }

        Type[] arguments = type.IsGenericType ? type.GetGenericArguments() : [];
        suffix = arguments.Length == 2 ? ".NAME" : ".N";
        return arguments.Length > 0 && IsOptions(arguments[^1]) ? arguments[^1] : null;
    }

    private static bool IsOptions(Type type) => type.Namespace == typeof(PipelineOptions).Namespace && type.IsClass;

    private static string TypeOf(Type type)
    {
        Type[] arguments = type.IsGenericType ? type.GetGenericArguments() : [];
        return arguments.Length == 2 ? $"object of {TypeOf(arguments[1])}"
            : arguments.Length == 1 ? $"list of {TypeOf(arguments[0])}"
            : type == typeof(string) ? "text"
            : type == typeof(bool) ? "boolean"
            : type == typeof(double) ? "number"
            : IsOptions(type) ? "object"
            : "integer";
    }

    private static string UnitOf(string name) => s_units.FirstOrDefault(each =>
        name.EndsWith(each.Suffix, StringComparison.Ordinal) || name == each.Suffix[1..]).Unit ?? "";

    private static string DefaultOf(object? value) => value switch
    {
        null or "" => "",
        bool truth => truth ? "`true`" : "`false`",
        string text => $"`{text}`",
        IEnumerable => "",
        _ => $"`{JsonSerializer.Serialize(value)}`",
    };

    private string WordsOf(PropertyInfo member) =>
        _words.TryGetValue((member.DeclaringType!.Name, member.Name), out string? words)
            ? words
            : throw new InvalidDataException($"{member.DeclaringType.Name}.{member.Name} has no doc comment");

    private void ReadWords(string source)
    {
        string type = "";
        StringBuilder comment = new();
        foreach (string line in source.Split('\n').Select(each => each.Trim()))
        {
            if (line.StartsWith("///", StringComparison.Ordinal))
            {
                _ = comment.Append(line[3..]);
                continue;
            }

            if (line.StartsWith('['))
            {
                continue;
            }

            if (ClassPattern().Match(line) is { Success: true } found)
            {
                type = found.Groups[1].Value;
            }
            else if (PropertyPattern().Match(line) is { Success: true } property)
            {
                _words[(type, property.Groups[1].Value)] = Plain(comment.ToString());
            }

            _ = comment.Clear();
        }
    }

    /// <summary>The summary's words: code as code, references by the name that they end with.</summary>
    private static string Plain(string comment)
    {
        string text = SummaryPattern().Match(comment).Groups[1].Value;
        text = CodePattern().Replace(text, "`$1`");
        text = ReferencePattern().Replace(text, match => $"`{match.Groups[1].Value.Split('.')[^1]}`");
        text = text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        return SpacePattern().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex ClassPattern();

    [GeneratedRegex(@"^public [\w<>?,\. ]+ (\w+) \{ get; set; \}")]
    private static partial Regex PropertyPattern();

    [GeneratedRegex("<summary>(.*?)</summary>")]
    private static partial Regex SummaryPattern();

    [GeneratedRegex("<c>(.*?)</c>")]
    private static partial Regex CodePattern();

    [GeneratedRegex("<see cref=\"(.*?)\"/>")]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex SpacePattern();
}
