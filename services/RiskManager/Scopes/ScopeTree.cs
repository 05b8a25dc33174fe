using System.Globalization;
using Artic.Hosting.Options;
using Artic.RiskManager.Losses;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Scopes;

/// <summary>
/// All scopes of a run. It has one firm, one account and one venue, so these three are measured by the same figures, each with
/// limits of its own. Thread: the loop's; any may read names and limits.
/// </summary>
public sealed class ScopeTree
{
    private const int MostNames = 50;

    private readonly Dictionary<string, Scope> _byName = [];
    private readonly List<Scope> _all = [];

    /// <param name="options">A configuration that was checked.</param>
    public ScopeTree(PipelineOptions options)
    {
        RiskOptions risk = options.Risk;
        Account = new Scope(ScopeKind.Account, 0, "account", risk, account: null, losses: null, risk.WarnPercent);
        Firm = Add(ScopeKind.Firm, 0, "firm", risk.Firm, Account.Losses);
        Keep(Account);
        Venue = Add(ScopeKind.Venue, 0, "venue", risk.Venue, Account.Losses);
        Strategies = options.Strategies.ConvertAll(each => Add(
            ScopeKind.Strategy, (uint)each.Id, $"strategy:{each.Id}",
            risk.Strategies?.GetValueOrDefault(each.Id.ToString(CultureInfo.InvariantCulture)))).ToArray();
        Instruments = options.Instruments.ConvertAll(each => Add(
            ScopeKind.Instrument, (uint)each.Id, $"instrument:{each.Symbol}",
            risk.Instruments?.GetValueOrDefault(each.Symbol))).ToArray();

        Scope Add(ScopeKind kind, uint id, string name, ScopeLimitsOptions? limits, LossBook? losses = null)
        {
            Scope scope = new(kind, id, name, limits, Account.Limits, losses, risk.WarnPercent);
            Keep(scope);
            return scope;
        }
    }

    /// <summary>The firm.</summary>
    public Scope Firm { get; }

    /// <summary>The account, whose limits are complete.</summary>
    public Scope Account { get; }

    /// <summary>The venue.</summary>
    public Scope Venue { get; }

    /// <summary>The strategy instances, in the order of the configuration.</summary>
    public Scope[] Strategies { get; }

    /// <summary>The instruments, in the order of the configuration.</summary>
    public Scope[] Instruments { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Scope> All => _all;

    /// <summary>Their names, for those who wrote another; of very many the first.</summary>
    public string Names => _all.Count <= MostNames
        ? string.Join(", ", _all.ConvertAll(scope => scope.Name))
        : $"{string.Join(", ", _all.GetRange(0, MostNames).ConvertAll(scope => scope.Name))} and {_all.Count - MostNames} more";

    /// <summary>The scope of this name; null: there is none.</summary>
    public Scope? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The scope of this kind and number; unspecified is the account; null: there is none.</summary>
    public Scope? Find(ScopeKind kind, uint id) => kind switch
    {
        ScopeKind.Firm => Firm,
        ScopeKind.Unspecified or ScopeKind.Account => Account,
        ScopeKind.Venue => Venue,
        ScopeKind.Strategy => Array.Find(Strategies, each => each.Id == id),
        ScopeKind.Instrument => Array.Find(Instruments, each => each.Id == id),
        _ => null,
    };

    /// <summary>The worst state of firm, account and venue: what holds for everything.</summary>
    public TradingStateValue Whole =>
        (TradingStateValue)Math.Max((int)Firm.State, Math.Max((int)Account.State, (int)Venue.State));

    /// <summary>Sets a limit of a scope to a value that was checked before; a window of the account's is set for all.</summary>
    public void Set(Scope scope, LimitName limit, long value, long nowNs)
    {
        scope.Set(limit, value, nowNs);
        if (limit is not (LimitName.OrderToTradeWindowMs or LimitName.LossWindowMs or LimitName.DrawdownWindowMs))
        {
            return;
        }

        long windowNs = Account.Limits.Ns(limit);
        foreach (Scope each in _all)
        {
            switch (limit)
            {
                case LimitName.LossWindowMs:
                    each.Losses.SetLossWindow(windowNs);
                    break;
                case LimitName.DrawdownWindowMs:
                    each.Losses.SetDrawdownWindow(windowNs);
                    break;
                default:
                    each.OrdersInWindow.SetWindow(windowNs);
                    each.TradesInWindow.SetWindow(windowNs);
                    break;
            }
        }
    }

    /// <summary>Writes all scopes and what they have lost.</summary>
    public void Save(StateWriter state)
    {
        state.Section("scopes");
        state.Write(_all.Count);
        foreach (Scope scope in _all)
        {
            scope.Save(state);
            scope.Losses.Save(state);
        }
    }

    /// <summary>Takes what another one of the same configuration held.</summary>
    public void Load(StateReader state)
    {
        state.Section("scopes");
        state.NeedCount(_all.Count);
        foreach (Scope scope in _all)
        {
            scope.Load(state);
            scope.Losses.Load(state);
        }
    }

    private void Keep(Scope scope)
    {
        _all.Add(scope);
        _byName.Add(scope.Name, scope);
    }
}
