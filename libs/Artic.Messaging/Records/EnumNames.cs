using System.Collections.Concurrent;
using System.Text;

namespace Artic.Messaging.Records;

/// <summary>Enumerations by the names of the schema, without the prefix that all of one share. Thread: any.</summary>
public static class EnumNames
{
    private static readonly ConcurrentDictionary<Enum, string> s_names = [];

    /// <summary>The value's name: PARTIALLY_FILLED.</summary>
    public static string Of(Enum value) => s_names.GetOrAdd(value, static value =>
    {
        StringBuilder name = new();
        foreach (char c in value.ToString())
        {
            if (char.IsUpper(c) && name.Length > 0)
            {
                _ = name.Append('_');
            }

            _ = name.Append(char.ToUpperInvariant(c));
        }

        return name.ToString();
    });
}
