using System.Globalization;
using Artic.Streams.Control;
using Artic.V1;

namespace Artic.Hosting.Kill;

/// <summary>What a kill stops: everything, a strategy instance or an instrument. Thread: any.</summary>
/// <param name="Kind">Unspecified: everything.</param>
/// <param name="Id">Number of the strategy instance or instrument; 0 for everything.</param>
/// <param name="Name">As people write it; empty for everything.</param>
public readonly record struct KillScope(ScopeKind Kind, uint Id, string Name)
{
    private const string StrategyPrefix = "strategy:";
    private const string InstrumentPrefix = "instrument:";
    private const int LongestName = 64;

    /// <summary>Everything.</summary>
    public static KillScope Whole { get; } = new(ScopeKind.Unspecified, 0, "");

    /// <summary>It is everything.</summary>
    public bool IsWhole => Kind == ScopeKind.Unspecified;

    /// <summary>Its key in <see cref="ScopeKillPage"/>.</summary>
    public long Key => KeyOf(Kind, Id);

    /// <summary>The key of a scope in <see cref="ScopeKillPage"/>.</summary>
    public static long KeyOf(ScopeKind kind, uint id) =>
        kind == ScopeKind.Unspecified ? ScopeKillPage.Whole : ((long)kind << 32) | id;

    /// <summary>The scope behind a key of <see cref="ScopeKillPage"/>.</summary>
    public static (ScopeKind Kind, uint Id) OfKey(long key) =>
        key == ScopeKillPage.Whole ? (ScopeKind.Unspecified, 0) : ((ScopeKind)(key >> 32), (uint)(key & uint.MaxValue));

    /// <summary>A name that means a part and no more, whether there is such a part or not.</summary>
    public static bool IsPart(string? name) =>
        name is { Length: <= LongestName } &&
        ((name.StartsWith(StrategyPrefix, StringComparison.Ordinal) &&
            uint.TryParse(name.AsSpan(StrategyPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _)) ||
        (name.StartsWith(InstrumentPrefix, StringComparison.Ordinal) && name.Length > InstrumentPrefix.Length));

    /// <summary>The name of a strategy instance's scope.</summary>
    public static string NameOfStrategy(int id) => StrategyPrefix + id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of an instrument's scope.</summary>
    public static string NameOfInstrument(string symbol) => InstrumentPrefix + symbol;
}
