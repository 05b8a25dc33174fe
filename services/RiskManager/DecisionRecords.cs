using Artic.Messaging.Records;
using Artic.RiskManager.Checks;
using Artic.RiskManager.Kills;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>Writes what was decided on intents as records. Thread: the loop's. Allocates nothing.</summary>
public sealed class DecisionRecords
{
    private readonly OrderApproved _approved = new();
    private readonly OrderApproved _flatten = new();

    /// <summary>The last denial.</summary>
    public OrderDenied LastDenial { get; } = new();

    /// <summary>The last denials since this process began, for people; not of what may not act anyway.</summary>
    public DenialLog LastDenials { get; } = new();

    /// <summary>Appends a denial with what decided it, and gives its sequence.</summary>
    /// <param name="order">The order, with what was found.</param>
    /// <param name="code">Why.</param>
    /// <param name="overrideSequence">The command that it was decided by; 0: an intent.</param>
    /// <param name="output">Where it goes.</param>
    public long Deny(OrderCheck order, DenialCode code, long overrideSequence, StepOutput output)
    {
        Fill(LastDenial, order, code, overrideSequence);
        output.Append(RecordType.OrderDenied, LastDenial.InstrumentId, LastDenial);
        if (code != DenialCode.InstanceNotActive)
        {
            // What only observes is denied at its own pace: people would see nothing else.
            Fill(LastDenials.Next(), order, code, overrideSequence);
            LastDenials.Show(output.LastSequence, order.Books.Clock.UtcNs(order.NowNs));
        }

        return output.LastSequence;
    }

    /// <summary>Appends an approval.</summary>
    /// <param name="intent">What was wanted.</param>
    /// <param name="clientOrderId">Its number from now on.</param>
    /// <param name="validForNs">It is sent within this or not at all.</param>
    /// <param name="controlGeneration">Of the trading state that it was given under.</param>
    /// <param name="killGeneration">Highest kill that was known.</param>
    /// <param name="overrideSequence">The command that it was decided by; 0: an intent.</param>
    /// <param name="output">Where it goes.</param>
    public void Approve(
        OrderIntent intent, ulong clientOrderId, long validForNs, ulong controlGeneration, ulong killGeneration,
        long overrideSequence, StepOutput output)
    {
        _approved.ClientOrderId = clientOrderId;
        _approved.InstanceId = intent.InstanceId;
        _approved.InstrumentId = intent.InstrumentId;
        _approved.Side = intent.Side;
        _approved.Type = intent.Type;
        _approved.TimeInForce = intent.TimeInForce;
        _approved.Quantity = intent.Quantity;
        _approved.Price = intent.Price;
        _approved.ExpireAfterMs = intent.ExpireAfterMs;
        _approved.ValidForNs = validForNs;
        _approved.ControlGeneration = controlGeneration;
        _approved.KillGeneration = killGeneration;
        _approved.OverrideSequence = overrideSequence;
        output.Append(RecordType.OrderApproved, intent.InstrumentId, _approved);
    }

    /// <summary>Appends an approval of an order that flattens.</summary>
    /// <param name="order">What.</param>
    /// <param name="job">Under which kill.</param>
    /// <param name="clientOrderId">Its number from now on.</param>
    /// <param name="validForNs">It is sent within this or not at all.</param>
    /// <param name="controlGeneration">Of the trading state that it was given under.</param>
    /// <param name="killGeneration">Highest kill of everything that was known.</param>
    /// <param name="output">Where it goes.</param>
    public void Approve(
        in FlattenOrder order, FlattenJob job, ulong clientOrderId, long validForNs, ulong controlGeneration,
        ulong killGeneration, StepOutput output)
    {
        _flatten.ClientOrderId = clientOrderId;
        _flatten.InstanceId = order.Strategy?.Scope.Id ?? 0;
        _flatten.InstrumentId = order.Instrument.InstrumentId;
        _flatten.Side = order.IsBuy ? Side.Buy : Side.Sell;
        _flatten.Type = OrderType.Market;
        _flatten.Quantity = order.Quantity;
        _flatten.ValidForNs = validForNs;
        _flatten.ControlGeneration = controlGeneration;
        _flatten.KillGeneration = killGeneration;
        _flatten.FlattenGeneration = job.Generation;
        _flatten.FlattenScope = job.Scope?.Kind ?? ScopeKind.Unspecified;
        _flatten.FlattenScopeId = job.Scope?.Id ?? 0;
        output.Append(RecordType.OrderApproved, order.Instrument.InstrumentId, _flatten);
    }

    private static void Fill(OrderDenied denied, OrderCheck order, DenialCode code, long overrideSequence)
    {
        OrderIntent intent = order.Intent;
        denied.InstanceId = intent.InstanceId;
        denied.InstrumentId = intent.InstrumentId;
        denied.Side = intent.Side;
        denied.Quantity = intent.Quantity;
        denied.Price = intent.Price;
        denied.Code = code;
        denied.Limit = order.Limit;
        denied.Actual = order.Actual;
        denied.Name = order.Name;
        denied.Scope = order.Decider?.Kind ?? default;
        denied.ScopeId = order.Decider?.Id ?? 0;
        denied.OverrideSequence = overrideSequence;
    }
}
