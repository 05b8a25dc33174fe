using Artic.Hosting.Options;
using Artic.V1;

namespace Artic.Hosting.Kill;

/// <summary>
/// What of a run can be killed. A run has one firm, account and venue: each of these three is everything. Thread: any.
/// </summary>
public sealed class KillScopes
{
    private static readonly string[] s_whole = ["firm", "account", "venue"];

    private readonly Dictionary<string, KillScope> _byName = [];
    private readonly Dictionary<long, KillScope> _byKey = [];

    /// <param name="options">The run's configuration; null where there is no run: then everything is all there is.</param>
    public KillScopes(PipelineOptions? options)
    {
        foreach (StrategyOptions strategy in options?.Strategies ?? [])
        {
            Add(new KillScope(ScopeKind.Strategy, (uint)strategy.Id, KillScope.NameOfStrategy(strategy.Id)));
        }

        foreach (InstrumentOptions instrument in options?.Instruments ?? [])
        {
            Add(new KillScope(ScopeKind.Instrument, (uint)instrument.Id, KillScope.NameOfInstrument(instrument.Symbol)));
        }

        Known = string.Join(", ", s_whole.Concat(_byName.Keys));

        void Add(KillScope scope)
        {
            _byName[scope.Name] = scope;
            _byKey[scope.Key] = scope;
        }
    }

    /// <summary>Their names, for those who wrote another.</summary>
    public string Known { get; }

    /// <summary>The scope of a name; null, empty, firm, account and venue are everything. False where there is none.</summary>
    public bool TryFind(string? name, out KillScope scope)
    {
        scope = KillScope.Whole;
        return string.IsNullOrEmpty(name) || Array.IndexOf(s_whole, name) >= 0 || _byName.TryGetValue(name, out scope);
    }

    /// <summary>The scope of a kind and number; null where there is none.</summary>
    public KillScope? Find(ScopeKind kind, uint id) =>
        kind == ScopeKind.Unspecified ? KillScope.Whole
        : _byKey.TryGetValue(KillScope.KeyOf(kind, id), out KillScope scope) ? scope
        : null;
}
