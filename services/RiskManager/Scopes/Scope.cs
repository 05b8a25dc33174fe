using Artic.Hosting.Limits;
using Artic.Hosting.Options;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Losses;
using Artic.RiskManager.Rates;
using Artic.RiskManager.Windows;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Scopes;

/// <summary>
/// Firm, account, venue, a strategy instance or an instrument: its limits, its trading state, and what of it they are measured
/// by. Thread: the loop's.
/// </summary>
public sealed class Scope
{
    private readonly TradingHours? _hours;
    private TokenBucket _orders;
    private TokenBucket _cancels;
    private RollingCount _ordersInWindow;
    private RollingCount _tradesInWindow;

    /// <param name="kind">What it is.</param>
    /// <param name="id">Number of the strategy instance or instrument; 0 for the others.</param>
    /// <param name="name">As people write it.</param>
    /// <param name="options">Its limits; null: none of its own.</param>
    /// <param name="account">The account's limits, which hold the settings of all; null: this is the account.</param>
    /// <param name="losses">What it has lost, where it shares that with others; null: its own.</param>
    /// <param name="warnPercent">Where warnings begin.</param>
    public Scope(
        ScopeKind kind, uint id, string name, ScopeLimitsOptions? options, LimitSet? account, LossBook? losses, int warnPercent)
    {
        Kind = kind;
        Id = id;
        Name = name;
        Limits = new LimitSet(options, kind, warnPercent);
        LimitSet settings = account ?? Limits;
        IsRestricted = options?.Restricted ?? false;
        _hours = TradingHours.Of(options?.TradingHours);
        Losses = losses ?? new LossBook(settings.Ns(LimitName.LossWindowMs), settings.Ns(LimitName.DrawdownWindowMs));
        _orders = new TokenBucket(Limits[LimitName.OrdersPerSecond], Limits[LimitName.OrderBurst]);
        _cancels = new TokenBucket(Limits[LimitName.CancelsPerSecond], Limits[LimitName.CancelBurst]);
        _ordersInWindow = new RollingCount(settings.Ns(LimitName.OrderToTradeWindowMs));
        _tradesInWindow = new RollingCount(settings.Ns(LimitName.OrderToTradeWindowMs));
    }

    /// <summary>What it is.</summary>
    public ScopeKind Kind { get; }

    /// <summary>Number of the strategy instance or instrument; 0 for the others.</summary>
    public uint Id { get; }

    /// <summary>As people write it.</summary>
    public string Name { get; }

    /// <summary>Its limits.</summary>
    public LimitSet Limits { get; }

    /// <summary>Nothing is traded here, by configuration.</summary>
    public bool IsRestricted { get; }

    /// <summary>What a named person, or a check that disables, has set.</summary>
    public TradingStateValue State { get; set; } = TradingStateValue.Active;

    /// <summary>Highest generation by which it alone was killed; 0: never.</summary>
    public ulong KillGeneration { get; set; }

    /// <summary>Highest of these that a person has resumed.</summary>
    public ulong ResumedGeneration { get; set; }

    /// <summary>It was killed and nobody has resumed it: no state that is set lifts that.</summary>
    public bool IsKilled => KillGeneration > ResumedGeneration;

    /// <summary>A rate of orders.</summary>
    public ref TokenBucket Orders => ref _orders;

    /// <summary>A rate of cancels.</summary>
    public ref TokenBucket Cancels => ref _cancels;

    /// <summary>Orders within the window of the order-to-trade ratio.</summary>
    public ref RollingCount OrdersInWindow => ref _ordersInWindow;

    /// <summary>Trades within it.</summary>
    public ref RollingCount TradesInWindow => ref _tradesInWindow;

    /// <summary>Orders that are open.</summary>
    public int OpenOrders { get; set; }

    /// <summary>What it has lost.</summary>
    public LossBook Losses { get; }

    /// <summary>A bit for each limit whose warning has been said and still holds.</summary>
    public ulong Warned { get; set; }

    /// <summary>Orders may be sent at this time.</summary>
    public bool IsOpen(long utcNs) => _hours == null || _hours.IsOpen(utcNs);

    /// <summary>Sets a limit to a value that was checked before.</summary>
    public void Set(LimitName limit, long value, long nowNs)
    {
        Limits.Set(limit, value);
        if (limit is LimitName.OrdersPerSecond or LimitName.OrderBurst)
        {
            Orders.SetRate(Limits[LimitName.OrdersPerSecond], Limits[LimitName.OrderBurst], nowNs);
        }
        else if (limit is LimitName.CancelsPerSecond or LimitName.CancelBurst)
        {
            Cancels.SetRate(Limits[LimitName.CancelsPerSecond], Limits[LimitName.CancelBurst], nowNs);
        }
    }

    /// <summary>Writes limits, state and counts; not the losses, which may be another's too.</summary>
    public void Save(StateWriter state)
    {
        state.Section("scope");
        state.Write((int)Kind);
        state.Write((int)Id);
        Limits.Save(state);
        state.Write((int)State);
        state.Write(KillGeneration);
        state.Write(ResumedGeneration);
        Orders.Save(state);
        Cancels.Save(state);
        OrdersInWindow.Save(state);
        TradesInWindow.Save(state);
        state.Write(OpenOrders);
        state.Write(Warned);
    }

    /// <summary>Takes what another one of the same kind and number held.</summary>
    public void Load(StateReader state)
    {
        state.Section("scope");
        state.NeedCount((int)Kind);
        state.NeedCount((int)Id);
        Limits.Load(state);
        State = (TradingStateValue)state.ReadInt32();
        KillGeneration = state.ReadUInt64();
        ResumedGeneration = state.ReadUInt64();
        Orders.Load(state);
        Cancels.Load(state);
        OrdersInWindow.Load(state);
        TradesInWindow.Load(state);
        OpenOrders = state.ReadInt32();
        Warned = state.ReadUInt64();
    }
}
