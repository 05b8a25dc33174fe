using Artic.Messaging.Records;
using Artic.RiskManager.Checks;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>Writes what was decided on intents as records. Thread: the loop's. Allocates nothing.</summary>
public sealed class DecisionRecords
{
    private readonly OrderApproved _approved = new();

    /// <summary>The last denial.</summary>
    public OrderDenied LastDenial { get; } = new();

    /// <summary>The last denials since this process began, for people.</summary>
    public DenialLog LastDenials { get; } = new();

    /// <summary>Appends a denial with what decided it.</summary>
    public void Deny(OrderCheck order, DenialCode code, StepOutput output)
    {
        OrderIntent intent = order.Intent;
        LastDenial.InstanceId = intent.InstanceId;
        LastDenial.InstrumentId = intent.InstrumentId;
        LastDenial.Side = intent.Side;
        LastDenial.Quantity = intent.Quantity;
        LastDenial.Price = intent.Price;
        LastDenial.Code = code;
        LastDenial.Limit = order.Limit;
        LastDenial.Actual = order.Actual;
        LastDenial.Name = order.Name;
        LastDenial.Scope = order.Decider?.Kind ?? default;
        LastDenial.ScopeId = order.Decider?.Id ?? 0;
        LastDenials.Add(LastDenial);
        output.Append(RecordType.OrderDenied, intent.InstrumentId, LastDenial);
    }

    /// <summary>Appends an approval.</summary>
    /// <param name="intent">What was wanted.</param>
    /// <param name="clientOrderId">Its number from now on.</param>
    /// <param name="validForNs">It is sent within this or not at all.</param>
    /// <param name="controlGeneration">Of the trading state that it was given under.</param>
    /// <param name="killGeneration">Highest kill that was known.</param>
    /// <param name="output">Where it goes.</param>
    public void Approve(
        OrderIntent intent, ulong clientOrderId, long validForNs, ulong controlGeneration, ulong killGeneration,
        StepOutput output)
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
        output.Append(RecordType.OrderApproved, intent.InstrumentId, _approved);
    }
}
