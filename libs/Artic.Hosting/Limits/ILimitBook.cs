using Artic.V1;

namespace Artic.Hosting.Limits;

/// <summary>Whoever keeps the limits of an account. Thread: any.</summary>
public interface ILimitBook
{
    /// <summary>The scopes as people write them, for those who wrote another.</summary>
    string Scopes { get; }

    /// <summary>What a limit of a scope is now; null where it is not set there.</summary>
    long? ValueOf(LimitName limit, ScopeKind scope, uint scopeId);

    /// <summary>What the configuration says of it; null where it says nothing.</summary>
    long? ConfiguredOf(LimitName limit, ScopeKind scope, uint scopeId);

    /// <summary>
    /// The scope of this name: <c>account</c>, <c>firm</c>, <c>venue</c>, <c>strategy:1</c>, <c>instrument:BTCUSDT</c>; false
    /// where there is none.
    /// </summary>
    bool TryFindScope(string text, out ScopeKind scope, out uint scopeId);

    /// <summary>
    /// Puts a checked command on record and waits until it is in effect, some seconds at most. Gives the record's sequence
    /// in <c>command</c>, or 0 with the code of what stood against it.
    /// </summary>
    long Record(LimitCommand command, out string? refusal);
}
