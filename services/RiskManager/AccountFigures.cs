using Artic.RiskManager.Pages;
using Artic.RiskManager.Scopes;
using Artic.Streams.Counters;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>
/// How much of the account's limits is used, beside the limits, and how many parts are killed. Thread: housekeeping; it reads the
/// loop's figures one by one without stopping it.
/// </summary>
public sealed class AccountFigures(CountersFile file, RiskBooks books)
{
    private readonly Counter _dailyLossLimit = file.Counter("risk_daily_loss_limit_usd");
    private readonly Counter _drawdown = file.Counter("risk_drawdown_usd");
    private readonly Counter _drawdownLimit = file.Counter("risk_drawdown_limit_usd");
    private readonly Counter _gross = file.Counter("risk_gross_exposure_usd");
    private readonly Counter _grossLimit = file.Counter("risk_gross_exposure_limit_usd");
    private readonly Counter _net = file.Counter("risk_net_exposure_usd");
    private readonly Counter _netLimit = file.Counter("risk_net_exposure_limit_usd");
    private readonly Counter _killed = file.Counter("risk_scopes_killed");

    /// <summary>Brings them up to date. Allocates nothing.</summary>
    /// <param name="dayPnl">The account's result of the day.</param>
    /// <param name="nowNs">CLOCK_MONOTONIC.</param>
    public void Show(long dayPnl, long nowNs)
    {
        Scope account = books.Scopes.Account;
        ScopeUse use = new(books, dayPnl, nowNs);
        _dailyLossLimit.Set(account.Limits[LimitName.MaxDailyLoss]);
        _drawdown.Set(use.Of(account, LimitName.MaxDrawdown) ?? 0);
        _drawdownLimit.Set(account.Limits[LimitName.MaxDrawdown]);
        _gross.Set(use.Of(account, LimitName.MaxGrossExposure) ?? 0);
        _grossLimit.Set(account.Limits[LimitName.MaxGrossExposure]);
        _net.Set(use.Of(account, LimitName.MaxNetExposure) ?? 0);
        _netLimit.Set(account.Limits[LimitName.MaxNetExposure]);
        long killed = 0;
        for (int i = 0; i < books.Scopes.All.Count; i++)
        {
            killed += books.Scopes.All[i].IsKilled ? 1 : 0;
        }

        _killed.Set(killed);
    }
}
