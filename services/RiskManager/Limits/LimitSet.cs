using Artic.Hosting.Limits;
using Artic.Hosting.Options;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Limits;

/// <summary>
/// Limits and warning thresholds of one scope. What is not set there is <see cref="None"/>, above every figure. Thread: the
/// loop's sets; any may read, one word each.
/// </summary>
public sealed class LimitSet
{
    /// <summary>Not set.</summary>
    public const long None = long.MaxValue;

    private readonly long[] _limits = new long[LimitRules.All.Length + 1];
    private readonly long[] _warnings = new long[LimitRules.All.Length + 1];
    private readonly long[] _configured = new long[LimitRules.All.Length + 1];
    private readonly long[] _configuredWarnings = new long[LimitRules.All.Length + 1];
    private readonly int _warnPercent;

    /// <param name="options">What is configured; null: nothing.</param>
    /// <param name="scope">Whose it is: the account's is complete.</param>
    /// <param name="warnPercent">Where a warning begins that is not configured.</param>
    public LimitSet(ScopeLimitsOptions? options, ScopeKind scope, int warnPercent)
    {
        _warnPercent = warnPercent;
        Array.Fill(_limits, None);
        Array.Fill(_warnings, None);
        Array.Fill(_configured, None);
        Array.Fill(_configuredWarnings, None);
        if (options == null)
        {
            return;
        }

        foreach ((string name, string text) in options.Warnings ?? [])
        {
            _ = LimitRules.TryFind(name, out LimitName limit);
            _ = LimitRules.Read(limit, text, out _configuredWarnings[(int)limit]);
        }

        foreach (LimitRule rule in LimitRules.All)
        {
            if (RiskRules.Value(options, scope, rule.Limit) is { } value)
            {
                _configured[(int)rule.Limit] = value;
                Set(rule.Limit, value);
            }
        }
    }

    /// <summary>What the configuration says, its default included.</summary>
    public long Configured(LimitName limit) => _configured[(int)limit];

    /// <summary>The limit.</summary>
    public long this[LimitName limit] => Volatile.Read(ref _limits[(int)limit]);

    /// <summary>From above which on a warning is said.</summary>
    public long WarningOf(LimitName limit) => _warnings[(int)limit];

    /// <summary>A limit in milliseconds as nanoseconds; only of one that is set.</summary>
    public long Ns(LimitName limit) => this[limit] * 1_000_000;

    /// <summary>Sets a limit to a value that was checked before; its warning goes with it.</summary>
    public void Set(LimitName limit, long value)
    {
        Volatile.Write(ref _limits[(int)limit], value);
        if (LimitRules.RuleOf(limit).Warns)
        {
            long configured = _configuredWarnings[(int)limit];
            _warnings[(int)limit] = value == None ? None : Math.Min(
                value, configured != None ? configured : (long)((Int128)value * _warnPercent / 100));
        }
    }

    /// <summary>Writes all that a command may have set.</summary>
    public void Save(StateWriter state) => state.WriteAll(_limits);

    /// <summary>Takes the limits that were in effect.</summary>
    public void Load(StateReader state)
    {
        state.NeedCount(_limits.Length);
        for (int i = 0; i < _limits.Length; i++)
        {
            long value = state.ReadInt64();
            if (i > 0)
            {
                Set((LimitName)i, value);
            }
        }
    }
}
