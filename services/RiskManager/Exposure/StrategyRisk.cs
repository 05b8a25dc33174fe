using Artic.Core.Domain;
using Artic.RiskManager.Scopes;
using Artic.Streams.Steps;

namespace Artic.RiskManager.Exposure;

/// <summary>What the gate holds of one strategy instance: its own position and orders. Thread: the loop's.</summary>
public sealed class StrategyRisk(Scope scope, InstrumentRisk instrument)
{
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
    }
}
