using System.Collections.Concurrent;
using System.Text;
using Artic.V1;

namespace Artic.Database.Ledger;

/// <summary>Enumerations as the tables have them: the names of the protocol, without their prefix. Thread: any.</summary>
public static class FieldWords
{
    private static readonly ConcurrentDictionary<Enum, string> s_words = [];

    /// <summary>The value's name: PARTIALLY_FILLED.</summary>
    public static string Of(Enum value) => s_words.GetOrAdd(value, static value =>
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

    /// <summary>A scope: account, strategy:1, instrument:2.</summary>
    public static string Of(ScopeKind scope, uint id) => scope switch
    {
        ScopeKind.Unspecified or ScopeKind.Account => "account",
        ScopeKind.Firm => "firm",
        ScopeKind.Venue => "venue",
        ScopeKind.Strategy => $"strategy:{id}",
        _ => $"instrument:{id}",
    };
}
