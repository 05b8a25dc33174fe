using Artic.Hosting.Limits;
using Artic.V1;

namespace Artic.Streams.Tests.Publishing;

/// <summary>The account's first eight limits, whose values are powers of two until they are set.</summary>
internal sealed class TestLimits : ILimitBook
{
    private const long One = 100_000_000;
    private const int Decimals = 4;
    private const int Known = 8;

    private readonly Dictionary<LimitName, long> _set = [];

    /// <summary>What was recorded.</summary>
    public List<LimitCommand> Commands { get; } = [];

    /// <summary>A value that the loop does not take.</summary>
    public long Refused { get; init; }

    public string Scopes => "account";

    public long? ValueOf(LimitName limit, ScopeKind scope, uint scopeId) =>
        _set.TryGetValue(limit, out long set) ? set : ConfiguredOf(limit, scope, scopeId);

    public long? ConfiguredOf(LimitName limit, ScopeKind scope, uint scopeId) => (int)limit > Known
        ? null
        : (1L << ((int)limit - 1)) * ((int)limit <= Decimals ? One : 1);

    public bool TryFindScope(string text, out ScopeKind scope, out uint scopeId)
    {
        scope = ScopeKind.Account;
        scopeId = 0;
        return text == Scopes;
    }

    public long Record(LimitCommand command, out string? refusal)
    {
        refusal = command.Value == Refused ? "LIMIT_NOT_TAKEN" : null;
        if (refusal != null)
        {
            return 0;
        }

        Commands.Add(command);
        _set[command.Name] = command.Value;
        return 77;
    }
}
