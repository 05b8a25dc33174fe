using Artic.Messaging.Records;
using Artic.RiskManager.Checks;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Overrides;

/// <summary>
/// The denials that may be named, and the one override that waits for its decision: it is decided with the next tick, so that one
/// that lay while nobody was alive is seen to be old. Each denial is overridden once, whatever came of it. Thread: the loop's.
/// Allocates nothing.
/// </summary>
public sealed class OverrideBook
{
    private readonly OverrideDecided _decided = new();
    private long _commandSequence;
    private long _denialSequence;

    /// <summary>Denials that may be named.</summary>
    public DeniedOrders Denied { get; } = new();

    /// <summary>An override waits for its decision.</summary>
    public bool IsPending => _commandSequence > 0;

    /// <summary>When the pending one was given.</summary>
    public long GivenNs { get; private set; }

    /// <summary>The pending one's sequence in <c>command</c>; 0: none.</summary>
    public long CommandSequence => _commandSequence;

    /// <summary>Orders that were approved by overrides.</summary>
    public long Approvals { get; private set; }

    /// <summary>What became of the last one.</summary>
    public OverrideDecided LastDecided => _decided;

    /// <summary>Takes a command; none may be pending.</summary>
    public void Take(OverrideCommand command, long sequence, long publishedNs)
    {
        _commandSequence = sequence;
        _denialSequence = command.DenialSequence;
        GivenNs = publishedNs;
    }

    /// <summary>The order that is to be decided again; null where it may not, and <see cref="LastDecided"/> says why.</summary>
    public DeniedOrder? Begin()
    {
        DeniedOrder? denied = Denied.Find(_denialSequence);
        _decided.Reset();
        _decided.OverrideSequence = _commandSequence;
        _decided.DenialSequence = _denialSequence;
        _decided.Waived = denied?.Code ?? DenialCode.Unspecified;
        _decided.Outcome = denied == null ? OverrideOutcome.DenialUnknown
            : denied.IsUsed ? OverrideOutcome.AlreadyUsed
            : !Waivers.Includes(denied.Code) ? OverrideOutcome.NeverWaived
            : OverrideOutcome.Unspecified;
        if (_decided.Outcome != OverrideOutcome.Unspecified)
        {
            return null;
        }

        denied!.IsUsed = true;
        return denied;
    }

    /// <summary>The order was approved.</summary>
    public void Approved(ulong clientOrderId)
    {
        Approvals++;
        _decided.Outcome = OverrideOutcome.Approved;
        _decided.ClientOrderId = clientOrderId;
    }

    /// <summary>Another check has denied the order.</summary>
    public void DeniedAgain(DenialCode code)
    {
        _decided.Outcome = OverrideOutcome.Denied;
        _decided.Denial = code;
    }

    /// <summary>Says what became of it; nothing is pending any more.</summary>
    public void Say(StepOutput output)
    {
        output.Append(RecordType.OverrideDecided, 0, _decided);
        _commandSequence = 0;
    }

    /// <summary>Writes all that decides.</summary>
    public void Save(StateWriter state)
    {
        state.Section("overrides");
        state.Write(_commandSequence);
        state.Write(_denialSequence);
        state.Write(GivenNs);
        state.Write(Approvals);
        Denied.Save(state);
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        state.Section("overrides");
        _commandSequence = state.ReadInt64();
        _denialSequence = state.ReadInt64();
        GivenNs = state.ReadInt64();
        Approvals = state.ReadInt64();
        Denied.Load(state);
    }
}
