using Artic.Core.Domain;
using Artic.Hosting.Limits;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Scopes;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Exposure;

/// <summary>What the gate holds of one strategy instance: its own position and orders. Thread: the loop's.</summary>
public sealed class StrategyRisk(Scope scope, InstrumentRisk instrument)
{
    // By limit name.
    private readonly long[] _quiet = new long[LimitRules.All.Length + 1];
    private readonly long[] _tightest = new long[LimitRules.All.Length + 1];

    /// <summary>Its limits, state and counts.</summary>
    public Scope Scope { get; } = scope;

    /// <summary>The one instrument that it trades.</summary>
    public InstrumentRisk Instrument { get; } = instrument;

    /// <summary>Position by its own fills.</summary>
    public NetPosition Position { get; } = new();

    /// <summary>What its open buys may still buy.</summary>
    public long OpenBuyQuantity { get; set; }

    /// <summary>What its open sells may still sell.</summary>
    public long OpenSellQuantity { get; set; }

    /// <summary>Its fees in price units times quantity units.</summary>
    public Int128 Fees { get; set; }

    /// <summary>Executions since a person enabled it.</summary>
    public long Executions { get; set; }

    /// <summary>It executed too often; only a named person ends this.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>What it does, by the bridge's last word; unspecified: the bridge has not said, so it may not act.</summary>
    public InstanceMode Mode { get; set; }

    /// <summary>Of the declaration that the mode comes from; 0: the bridge has not said.</summary>
    public ulong Generation { get; set; }

    /// <summary>
    /// The lowest of all limits and warning thresholds of this name that an order of this strategy is measured by: a figure that
    /// is below it needs no look at the scopes one by one, whose limits lie all over the memory.
    /// </summary>
    public long QuietUpTo(LimitName limit) => _quiet[(int)limit];

    /// <summary>The tightest limit of this name among its scopes; <see cref="LimitSet.None"/>: none has one.</summary>
    public long Tightest(LimitName limit) => _tightest[(int)limit];

    /// <summary>Takes the limits of its scopes anew.</summary>
    public void TakeLimits(ScopeTree scopes)
    {
        Array.Fill(_quiet, LimitSet.None);
        Array.Fill(_tightest, LimitSet.None);
        foreach (Scope each in (ReadOnlySpan<Scope>)[scopes.Firm, scopes.Account, scopes.Venue, Instrument.Scope, Scope])
        {
            for (int i = 1; i < _quiet.Length; i++)
            {
                _tightest[i] = Math.Min(_tightest[i], each.Limits[(LimitName)i]);
                _quiet[i] = Math.Min(_quiet[i], Math.Min(each.Limits[(LimitName)i], each.Limits.WarningOf((LimitName)i)));
            }
        }
    }

    /// <summary>Result at the mid, fees off, at scale 8.</summary>
    public long Pnl() => Instrument.PnlOf(Position, Fees);

    /// <summary>Writes position, executions and what follows from them; not the orders.</summary>
    public void Save(StateWriter state)
    {
        state.Section("strategy");
        state.Write((int)Scope.Id);
        state.Write(Position.Quantity);
        state.Write(Position.Cost);
        state.Write(Position.RealizedPnl);
        state.Write(Fees);
        state.Write(Executions);
        state.Write(IsDisabled);
        state.Write((int)Mode);
        state.Write(Generation);
    }

    /// <summary>Takes what another one of the same number held.</summary>
    public void Load(StateReader state)
    {
        state.Section("strategy");
        state.NeedCount((int)Scope.Id);
        Position.Restore(state.ReadInt64(), state.ReadInt128(), state.ReadInt128());
        Fees = state.ReadInt128();
        Executions = state.ReadInt64();
        IsDisabled = state.ReadBoolean();
        Mode = (InstanceMode)state.ReadInt32();
        Generation = state.ReadUInt64();
    }
}
