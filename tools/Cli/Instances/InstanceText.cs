using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Artic.Cli.Instances;

/// <summary>Strategy instances for a terminal, from the signal bridge's answer. Thread: any.</summary>
internal static class InstanceText
{
    /// <summary>One line.</summary>
    public static string Line(JsonElement instance) => string.Create(
        CultureInfo.InvariantCulture,
        $"{instance.GetProperty("id").GetInt32(),4}  {Text(instance, "name"),-24} {Text(instance, "symbol"),-12} {Text(instance, "mode"),-8} " +
        $"{Text(instance, "position"),14}  {What(instance)}");

    /// <summary>A page.</summary>
    public static string Page(JsonElement instance)
    {
        StringBuilder page = new();
        _ = page.AppendLine(Line(instance).TrimStart());
        foreach (JsonProperty member in instance.EnumerateObject())
        {
            if (member.Name is "id" or "name" or "symbol" or "last_signal" || member.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            string value = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
            _ = value.Length == 0 ? page : page.AppendLine(CultureInfo.InvariantCulture, $"  {member.Name,-18} {value}");
        }

        return page.ToString().TrimEnd();
    }

    private static string What(JsonElement instance)
    {
        if (Text(instance, "refusal") is { Length: > 0 } refusal)
        {
            string words = Text(instance, "refusal_text");
            return words.Length == 0 ? refusal : $"{refusal}: {words}";
        }

        return instance.TryGetProperty("last_signal", out JsonElement signal) && signal.ValueKind == JsonValueKind.Object
            ? Text(signal, "detail")
            : "no signal yet";
    }

    private static string Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
