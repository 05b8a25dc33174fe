using Artic.V1;

namespace Artic.Services.Tests.Risk.Plain;

/// <summary>Firm, account, venue, instrument or strategy as the slow model has it: decimals and lists.</summary>
internal sealed class PlainScope(ScopeKind kind, uint id)
{
    private decimal _orderTokens;
    private decimal _cancelTokens;
    private long _refilled;

    public ScopeKind Kind { get; } = kind;

    public uint Id { get; } = id;

    /// <summary>By the names of the configuration; one that is not there does not limit.</summary>
    public Dictionary<LimitName, decimal> Limits { get; } = [];

    public TradingStateValue State { get; set; } = TradingStateValue.Active;

    public bool IsRestricted { get; set; }

    /// <summary>Minutes of a day in which orders may be sent; null: all.</summary>
    public (int From, int To)? Hours { get; set; }

    public PlainSeries Orders { get; } = new(60_000);

    public PlainSeries Trades { get; } = new(60_000);

    public PlainSeries LossWindow { get; init; } = new(PlainGate.LossWindowMs);

    public PlainSeries DrawdownWindow { get; init; } = new(PlainGate.DrawdownWindowMs);

    public decimal DayStart { get; set; }

    public decimal Pnl { get; set; }

    public int Streak { get; set; }

    public long CoolUntil { get; set; }

    public bool Above(LimitName name, decimal value) => Limits.TryGetValue(name, out decimal limit) && value > limit;

    public bool Reached(LimitName name, decimal value) => Limits.TryGetValue(name, out decimal limit) && value >= limit;

    public void Sample(long now, decimal pnl)
    {
        Pnl = pnl;
        LossWindow.Add(now, pnl);
        DrawdownWindow.Add(now, pnl);
    }

    public decimal RollingLoss(long now) => LossWindow.Within(now) is { Count: > 0 } values ? values[0] - Pnl : 0;

    public decimal Drawdown(long now) => DrawdownWindow.Within(now) is { Count: > 0 } values ? values.Max() - Pnl : 0;

    public void Close(decimal gained, decimal? longest, long coolDownMs, long now)
    {
        Streak = gained > 0 ? 0 : gained < 0 ? Streak + 1 : Streak;
        if (gained < 0 && Streak >= (longest ?? decimal.MaxValue))
        {
            Streak = 0;
            CoolUntil = now + (coolDownMs * 1_000_000);
        }
    }

    public bool HasToken(bool ofCancels, long now)
    {
        Refill(now);
        return !Limits.ContainsKey(ofCancels ? LimitName.CancelsPerSecond : LimitName.OrdersPerSecond) ||
            (ofCancels ? _cancelTokens : _orderTokens) >= 1;
    }

    public void TakeToken(bool ofCancels, long now)
    {
        Refill(now);
        if (ofCancels)
        {
            _cancelTokens = Math.Max(0, _cancelTokens - 1);
        }
        else
        {
            _orderTokens = Math.Max(0, _orderTokens - 1);
        }
    }

    private void Refill(long now)
    {
        // The first time they are full.
        decimal seconds = _refilled == 0 ? 1_000_000 : (now - _refilled) / 1_000_000_000m;
        _refilled = now;
        _orderTokens = Math.Min(
            Limits.GetValueOrDefault(LimitName.OrderBurst),
            _orderTokens + (seconds * Limits.GetValueOrDefault(LimitName.OrdersPerSecond)));
        _cancelTokens = Math.Min(
            Limits.GetValueOrDefault(LimitName.CancelBurst),
            _cancelTokens + (seconds * Limits.GetValueOrDefault(LimitName.CancelsPerSecond)));
    }
}
