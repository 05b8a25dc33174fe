using System.Text.Json.Serialization;
using Artic.Hosting.Limits;
using Artic.V1;

namespace Artic.Hosting.Accounts;

/// <summary>What of risk outlives a run. Money at scale 8; times are UTC.</summary>
public sealed class RiskState
{
    /// <summary>The version that is read and written.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Parts of a window at the most.</summary>
    private const int MostParts = 64;

    /// <summary>Of the shape.</summary>
    public required int Version { get; init; }

    /// <summary>Which run has written it.</summary>
    public required string Run { get; init; }

    /// <summary>When.</summary>
    public required long UtcNs { get; init; }

    /// <summary>Midnight of the day that the results are of.</summary>
    public required long DayStartUtcNs { get; init; }

    /// <summary>The account's result of that day.</summary>
    public required long DayPnl { get; init; }

    /// <summary>Limits that are not those of the configuration.</summary>
    public required List<KeptLimit> Limits { get; init; }

    /// <summary>Scopes that are not active, and strategies that have executed.</summary>
    public required List<KeptScope> Scopes { get; init; }

    /// <summary>What scopes have lost, where it is not nothing.</summary>
    public required List<KeptLosses> Losses { get; init; }

    /// <summary>Everything in it can be.</summary>
    internal bool IsSound() =>
        Limits.TrueForAll(each =>
            each is { Scope: not null, Name: not null, Value: not null } && LimitRules.TryFind(each.Name, out LimitName limit) &&
            LimitRules.Read(limit, each.Value, out _) == null) &&
        Scopes.TrueForAll(each => each is { Scope: not null } && each.Executions >= 0 &&
            each.State is TradingStateValue.Active or TradingStateValue.Reducing or TradingStateValue.Halted) &&
        Losses.TrueForAll(each => each is { Scope: not null } && each.Streak >= 0 && AreSound(each.Loss) && AreSound(each.Drawdown));

    private static bool AreSound(List<long[]>? parts) =>
        parts is { Count: <= MostParts } && parts.TrueForAll(part => part is { Length: 4 } && part[2] >= part[3]);
}

/// <summary>A limit that a person has set.</summary>
public sealed class KeptLimit
{
    /// <summary>Whose, as people write it.</summary>
    public required string Scope { get; init; }

    /// <summary>Which, as in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>What it was set to.</summary>
    public required string Value { get; init; }

    /// <summary>What the configuration said then; null: nothing.</summary>
    public string? Configured { get; init; }

    /// <summary>Who.</summary>
    public string By { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>It lets more pass than the configuration.</summary>
    public bool Loosened { get; init; }
}

/// <summary>The state of a scope.</summary>
public sealed class KeptScope
{
    /// <summary>Whose, as people write it.</summary>
    public required string Scope { get; init; }

    /// <summary>The trading state that a person, or a check that disables, has set.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<TradingStateValue>))]
    public required TradingStateValue State { get; init; }

    /// <summary>A strategy that has executed too often.</summary>
    public bool Disabled { get; init; }

    /// <summary>A strategy's executions since a person enabled it.</summary>
    public long Executions { get; init; }

    /// <summary>Who has set it.</summary>
    public string By { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>What a scope has lost.</summary>
public sealed class KeptLosses
{
    /// <summary>Whose, as people write it; the account's are those of firm and venue too.</summary>
    public required string Scope { get; init; }

    /// <summary>Its result of the day; the account's own stands apart.</summary>
    public long DayPnl { get; init; }

    /// <summary>Closing trades with a loss since the last with a gain.</summary>
    public long Streak { get; init; }

    /// <summary>Until when it cools down; 0: it does not.</summary>
    public long CoolUntilUtcNs { get; init; }

    /// <summary>
    /// The window of the rolling loss: for each part when it began, and its first, highest and lowest result above the last.
    /// </summary>
    public required List<long[]> Loss { get; init; }

    /// <summary>The same of the drawdown.</summary>
    public required List<long[]> Drawdown { get; init; }
}
