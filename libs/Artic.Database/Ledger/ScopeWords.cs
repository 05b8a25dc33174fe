using Artic.V1;

namespace Artic.Database.Ledger;

/// <summary>Scopes as the tables have them. Thread: any.</summary>
public static class ScopeWords
{
    /// <summary>account, strategy:1, instrument:2.</summary>
    public static string Of(ScopeKind scope, uint id) => scope switch
    {
        ScopeKind.Unspecified or ScopeKind.Account => "account",
        ScopeKind.Firm => "firm",
        ScopeKind.Venue => "venue",
        ScopeKind.Strategy => $"strategy:{id}",
        _ => $"instrument:{id}",
    };
}
