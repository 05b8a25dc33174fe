using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Artic.Messaging.Records;

/// <summary>The message behind each record type, for those who print or publish records. Thread: any.</summary>
public static class RecordNames
{
    private static readonly Dictionary<RecordType, MessageDescriptor> s_descriptors = new()
    {
        [RecordType.Step] = V1.Step.Descriptor,
        [RecordType.RawFrame] = V1.RawFrame.Descriptor,
        [RecordType.ConnectionChanged] = V1.ConnectionChanged.Descriptor,
        [RecordType.TimerTick] = V1.TimerTick.Descriptor,
        [RecordType.StreamSilent] = V1.StreamSilent.Descriptor,
        [RecordType.Instrument] = V1.Instrument.Descriptor,
        [RecordType.Quote] = V1.Quote.Descriptor,
        [RecordType.Trade] = V1.Trade.Descriptor,
        [RecordType.BookTop] = V1.BookTop.Descriptor,
        [RecordType.Bar] = V1.Bar.Descriptor,
        [RecordType.FeedStatus] = V1.FeedStatus.Descriptor,
        [RecordType.BookSnapshot] = V1.BookSnapshot.Descriptor,
        [RecordType.BookDelta] = V1.BookDelta.Descriptor,
        [RecordType.Signal] = V1.Signal.Descriptor,
        [RecordType.OrderIntent] = V1.OrderIntent.Descriptor,
        [RecordType.OrderApproved] = V1.OrderApproved.Descriptor,
        [RecordType.OrderDenied] = V1.OrderDenied.Descriptor,
        [RecordType.TradingStateChanged] = V1.TradingStateChanged.Descriptor,
        [RecordType.AccountState] = V1.AccountState.Descriptor,
        [RecordType.KillObserved] = V1.KillObserved.Descriptor,
        [RecordType.ResumeCommand] = V1.ResumeCommand.Descriptor,
        [RecordType.ArchiveObserved] = V1.ArchiveObserved.Descriptor,
        [RecordType.LimitCommand] = V1.LimitCommand.Descriptor,
        [RecordType.LimitWarning] = V1.LimitWarning.Descriptor,
        [RecordType.ScopeStateCommand] = V1.ScopeStateCommand.Descriptor,
        [RecordType.ScopeStateChanged] = V1.ScopeStateChanged.Descriptor,
        [RecordType.BreakerChanged] = V1.BreakerChanged.Descriptor,
        [RecordType.ValueAtRisk] = V1.ValueAtRisk.Descriptor,
        [RecordType.ScopeKilled] = V1.ScopeKilled.Descriptor,
        [RecordType.FlattenEnded] = V1.FlattenEnded.Descriptor,
        [RecordType.OrderEvent] = V1.OrderEvent.Descriptor,
        [RecordType.Fill] = V1.Fill.Descriptor,
        [RecordType.AccountSnapshot] = V1.AccountSnapshot.Descriptor,
        [RecordType.SessionStatus] = V1.SessionStatus.Descriptor,
        [RecordType.GateObserved] = V1.GateObserved.Descriptor,
        [RecordType.RequestSent] = V1.RequestSent.Descriptor,
        [RecordType.RequestWithheld] = V1.RequestWithheld.Descriptor,
        [RecordType.EngineStarted] = V1.EngineStarted.Descriptor,
        [RecordType.ScopeStopped] = V1.ScopeStopped.Descriptor,
        [RecordType.ReconcileAsked] = V1.ReconcileAsked.Descriptor,
        [RecordType.OpenOrdersCompared] = V1.OpenOrdersCompared.Descriptor,
        [RecordType.Position] = V1.Position.Descriptor,
        [RecordType.Reconciliation] = V1.Reconciliation.Descriptor,
        [RecordType.OverrideCommand] = V1.OverrideCommand.Descriptor,
        [RecordType.OverrideDecided] = V1.OverrideDecided.Descriptor,
        [RecordType.CarriedState] = V1.CarriedState.Descriptor,
        [RecordType.ClockOffset] = V1.ClockOffset.Descriptor,
        [RecordType.InstanceDeclared] = V1.InstanceDeclared.Descriptor,
        [RecordType.InstanceChanged] = V1.InstanceChanged.Descriptor,
        [RecordType.CancelOrders] = V1.CancelOrders.Descriptor,
    };

    /// <summary>Parses a payload into a new message; null for a type that this version does not know.</summary>
    public static IMessage? Parse(RecordType type, ReadOnlySpan<byte> payload) =>
        s_descriptors.TryGetValue(type, out MessageDescriptor? descriptor)
            ? descriptor.Parser.ParseFrom(payload.ToArray())
            : null;

    /// <summary>The last part of a topic: "quote", "order_event".</summary>
#pragma warning disable CA1308 // Topics are lower case.
    public static string Topic(RecordType type) => EnumNames.Of(type).ToLowerInvariant();
#pragma warning restore CA1308
}
