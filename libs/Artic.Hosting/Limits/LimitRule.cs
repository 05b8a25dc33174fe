using Artic.Hosting.Options;
using Artic.V1;

namespace Artic.Hosting.Limits;

/// <summary>Where a limit can be set.</summary>
public enum LimitScopes
{
    /// <summary>At each scope.</summary>
    All,

    /// <summary>For the account, as a setting of all.</summary>
    Account,

    /// <summary>For the account and for instruments.</summary>
    Market,

    /// <summary>For firm, account and venue.</summary>
    Whole,
}

/// <summary>Which change of a limit lets more pass.</summary>
public enum LooserWhen
{
    /// <summary>A higher value.</summary>
    Higher,

    /// <summary>A lower value.</summary>
    Lower,

    /// <summary>Any: of a window nobody can tell, for what was seen in the old one is forgotten.</summary>
    Changed,
}

/// <summary>What one limit is called and may be. Immutable. Thread: any.</summary>
/// <param name="Name">As in the configuration.</param>
/// <param name="Limit">Its frozen number.</param>
/// <param name="Configured">What a scope's options say of it; null: nothing.</param>
/// <param name="IsDecimal">A quantity or money at scale 8; otherwise a whole number.</param>
/// <param name="Lowest">The least whole number; of a decimal, 0 where it may be 0.</param>
/// <param name="Highest">The largest whole number.</param>
/// <param name="Default">The account's, where it may be left out; null: it may not.</param>
/// <param name="Scopes">Where it can be set.</param>
/// <param name="Warns">It has a warning threshold.</param>
/// <param name="Looser">Which change lets more pass.</param>
public sealed record LimitRule(
    string Name, LimitName Limit, Func<ScopeLimitsOptions, string?> Configured, bool IsDecimal = false, long Lowest = 1,
    long Highest = long.MaxValue, string? Default = null, LimitScopes Scopes = LimitScopes.All, bool Warns = false,
    LooserWhen Looser = LooserWhen.Higher)
{
    /// <summary>True where the change lets more pass; no limit at all is above every one.</summary>
    public bool IsLooser(long before, long after) => Looser switch
    {
        LooserWhen.Higher => after > before,
        LooserWhen.Lower => after < before,
        _ => after != before,
    };

    /// <summary>True where it can be set for such a scope.</summary>
    public bool IsFor(ScopeKind scope) => scope == ScopeKind.Account || Scopes switch
    {
        LimitScopes.All => true,
        LimitScopes.Market => scope == ScopeKind.Instrument,
        LimitScopes.Whole => scope is ScopeKind.Firm or ScopeKind.Venue,
        _ => false,
    };
}
