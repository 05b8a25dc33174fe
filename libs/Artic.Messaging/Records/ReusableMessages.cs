using Artic.Messaging.Records;
using Google.Protobuf;

namespace Artic.V1;

// A generated message is parsed into again and again, and protobuf leaves out what is zero: each field is cleared
// first. A test walks the descriptors and fails where a field is missing here.

/// <inheritdoc/>
public sealed partial class RawFrame : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Data = ByteString.Empty;
        Channel = default;
        Connection = 0;
    }
}

/// <inheritdoc/>
public sealed partial class ConnectionChanged : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        State = default;
        UtcNs = 0;
        Connection = 0;
    }
}

/// <inheritdoc/>
public sealed partial class StreamSilent : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        QuietNs = 0;
    }
}

/// <inheritdoc/>
public sealed partial class TimerTick : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        UtcNs = 0;
    }
}

/// <inheritdoc/>
public sealed partial class Instrument : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        Symbol = "";
        BaseAsset = "";
        QuoteAsset = "";
        PriceScale = 0;
        QuantityScale = 0;
        TickSize = 0;
        LotSize = 0;
        MinQuantity = 0;
        MaxQuantity = 0;
        MinNotional = 0;
    }
}

/// <inheritdoc/>
public sealed partial class Quote : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        BidPrice = 0;
        BidQuantity = 0;
        AskPrice = 0;
        AskQuantity = 0;
        UpdateId = 0;
        ExchangeTimeNs = 0;
        PriceScale = 0;
    }
}

/// <inheritdoc/>
public sealed partial class Trade : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        Price = 0;
        Quantity = 0;
        TradeId = 0;
        Aggressor = default;
        ExchangeTimeNs = 0;
        PriceScale = 0;
    }
}

/// <inheritdoc/>
public sealed partial class BookTop : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        UpdateId = 0;
        BidPrices.Clear();
        BidQuantities.Clear();
        AskPrices.Clear();
        AskQuantities.Clear();
        ExchangeTimeNs = 0;
        PriceScale = 0;
    }
}

/// <inheritdoc/>
public sealed partial class BookSnapshot : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        UpdateId = 0;
        ExchangeTimeNs = 0;
        BidPrices.Clear();
        BidQuantities.Clear();
        AskPrices.Clear();
        AskQuantities.Clear();
        PriceScale = 0;
    }
}

/// <inheritdoc/>
public sealed partial class BookDelta : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        UpdateId = 0;
        ExchangeTimeNs = 0;
        BidPrices.Clear();
        BidQuantities.Clear();
        AskPrices.Clear();
        AskQuantities.Clear();
        PriceScale = 0;
    }
}

/// <inheritdoc/>
public sealed partial class Bar : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        Open = 0;
        High = 0;
        Low = 0;
        Close = 0;
        Volume = 0;
        Trades = 0;
        StartUtcNs = 0;
        LengthNs = 0;
        Kind = BarKind.Unspecified;
        Size = 0;
        EndUtcNs = 0;
        PriceScale = 0;
    }
}

/// <inheritdoc/>
public sealed partial class FeedStatus : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        State = default;
        Reason = default;
        Gaps = 0;
        Resyncs = 0;
    }
}

/// <inheritdoc/>
public sealed partial class Signal : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstanceId = 0;
        InstrumentId = 0;
        Value = 0;
        Confidence = 0;
        FeaturesHash = 0;
        ModelVersion = 0;
        Reason = default;
        First = 0;
        Second = 0;
        Third = 0;
        Fourth = 0;
    }
}

/// <inheritdoc/>
public sealed partial class OrderIntent : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstanceId = 0;
        InstrumentId = 0;
        Side = default;
        Type = default;
        TimeInForce = default;
        Quantity = 0;
        Price = 0;
        ExpireAfterMs = 0;
        Observed = false;
    }
}

/// <inheritdoc/>
public sealed partial class OrderApproved : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        ClientOrderId = 0;
        InstanceId = 0;
        InstrumentId = 0;
        Side = default;
        Type = default;
        TimeInForce = default;
        Quantity = 0;
        Price = 0;
        ExpireAfterMs = 0;
        ValidForNs = 0;
        ControlGeneration = 0;
        KillGeneration = 0;
        FlattenGeneration = 0;
        FlattenScope = default;
        FlattenScopeId = 0;
        OverrideSequence = 0;
    }
}

/// <inheritdoc/>
public sealed partial class OrderDenied : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstanceId = 0;
        InstrumentId = 0;
        Side = default;
        Quantity = 0;
        Price = 0;
        Code = default;
        Limit = 0;
        Actual = 0;
        Name = default;
        Scope = default;
        ScopeId = 0;
        OverrideSequence = 0;
    }
}

/// <inheritdoc/>
public sealed partial class TradingStateChanged : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        State = default;
        Reason = default;
        ControlGeneration = 0;
        KillGeneration = 0;
        ResumedGeneration = 0;
    }
}

/// <inheritdoc/>
public sealed partial class AccountState : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Epoch = 0;
        KillGeneration = 0;
        ResumedGeneration = 0;
        DayStartUtcNs = 0;
        DayRealizedPnl = 0;
        KilledScopes.Clear();
    }
}

/// <inheritdoc/>
public sealed partial class ArchiveObserved : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        IsBehind = false;
        LagBytes = 0;
    }
}

/// <inheritdoc/>
public sealed partial class KillObserved : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Generation = 0;
        Flatten = false;
        Scope = default;
        ScopeId = 0;
    }
}

/// <inheritdoc/>
public sealed partial class ScopeKilled : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Scope = default;
        ScopeId = 0;
        KillGeneration = 0;
        ResumedGeneration = 0;
    }
}

/// <inheritdoc/>
public sealed partial class ScopeStopped : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Scope = default;
        ScopeId = 0;
        KillGeneration = 0;
        OpenOrders = 0;
    }
}

/// <inheritdoc/>
public sealed partial class FlattenEnded : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Scope = default;
        ScopeId = 0;
        KillGeneration = 0;
        Outcome = default;
        Orders = 0;
        InstrumentIds.Clear();
        Quantities.Clear();
    }
}

/// <inheritdoc/>
public sealed partial class LimitCommand : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Name = LimitName.Unspecified;
        Value = 0;
        By = "";
        Reason = "";
        Scope = default;
        ScopeId = 0;
        Loosened = false;
        IsReset = false;
    }
}

/// <inheritdoc/>
public sealed partial class LimitWarning : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Name = default;
        Scope = default;
        ScopeId = 0;
        Threshold = 0;
        Limit = 0;
        Actual = 0;
    }
}

/// <inheritdoc/>
public sealed partial class ScopeStateCommand : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Scope = default;
        ScopeId = 0;
        State = default;
        By = "";
        Reason = "";
    }
}

/// <inheritdoc/>
public sealed partial class ScopeStateChanged : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Scope = default;
        ScopeId = 0;
        State = default;
        Reason = default;
    }
}

/// <inheritdoc/>
public sealed partial class BreakerChanged : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Cause = default;
        State = default;
        Threshold = 0;
        Actual = 0;
        BackOffNs = 0;
    }
}

/// <inheritdoc/>
public sealed partial class ValueAtRisk : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Parametric = 0;
        Historical = 0;
        AsOfShare = 0;
        InstrumentIds.Clear();
        ShareBps.Clear();
    }
}

/// <inheritdoc/>
public sealed partial class ResumeCommand : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Generation = 0;
        By = "";
        Reason = "";
        Scope = default;
        ScopeId = 0;
    }
}

/// <inheritdoc/>
public sealed partial class OrderEvent : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        ClientOrderId = 0;
        InstanceId = 0;
        InstrumentId = 0;
        Side = default;
        Type = default;
        TimeInForce = default;
        Quantity = 0;
        Price = 0;
        FilledQuantity = 0;
        Status = default;
        Denial = default;
        VenueError = 0;
        VenueOrderId = 0;
        FlattenGeneration = 0;
    }
}

/// <inheritdoc/>
public sealed partial class Fill : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        ClientOrderId = 0;
        InstanceId = 0;
        InstrumentId = 0;
        Side = default;
        Price = 0;
        Quantity = 0;
        QuoteQuantity = 0;
        TradeId = 0;
        Fee = 0;
        FeeAsset = default;
        IsMaker = false;
        ExchangeTimeNs = 0;
    }
}

/// <inheritdoc/>
public sealed partial class AccountSnapshot : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        BaseTotal = 0;
        QuoteTotal = 0;
        BaseLocked = 0;
        QuoteLocked = 0;
        ExchangeTimeNs = 0;
        UnsettledOrders = 0;
    }
}

/// <inheritdoc/>
public sealed partial class SessionStatus : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Ready = false;
        Session = 0;
        StoppedKillGeneration = 0;
    }
}

/// <inheritdoc/>
public sealed partial class GateObserved : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        LeaseLeftNs = 0;
        State = 0;
        ControlGeneration = 0;
        KillGeneration = 0;
        ResumedGeneration = 0;
        NowNs = 0;
        SessionReady = false;
    }
}

/// <inheritdoc/>
public sealed partial class RequestSent : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Kind = default;
        ClientOrderId = 0;
        WrittenNs = 0;
        TimestampMs = 0;
        Failed = false;
        InstrumentId = 0;
    }
}

/// <inheritdoc/>
public sealed partial class RequestWithheld : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        ClientOrderId = 0;
        Code = default;
    }
}

/// <inheritdoc/>
public sealed partial class EngineStarted : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        Session = 0;
    }
}

/// <inheritdoc/>
public sealed partial class ReconcileAsked : IReusable
{
    /// <inheritdoc/>
    public void Reset() => Request = 0;
}

/// <inheritdoc/>
public sealed partial class OpenOrdersCompared : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        Request = 0;
        Here = 0;
        AtVenue = 0;
        MissingAtVenue = 0;
        UnknownHere = 0;
        FirstMissingClientOrderId = 0;
        FirstUnknownOrderId = 0;
        IsBreak = false;
        IsLast = false;
        VenueError = 0;
        Checks = 0;
        Breaks = 0;
    }
}

/// <inheritdoc/>
public sealed partial class Position : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        Quantity = 0;
        AveragePrice = 0;
        RealizedPnl = 0;
        UnrealizedPnl = 0;
        Fees = 0;
        MarkPrice = 0;
        Fills = 0;
    }
}

/// <inheritdoc/>
public sealed partial class Reconciliation : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstrumentId = 0;
        BaseExpected = 0;
        BaseActual = 0;
        QuoteExpected = 0;
        QuoteActual = 0;
        Matches = false;
        IsBreak = false;
        Checks = 0;
        Breaks = 0;
    }
}

/// <inheritdoc/>
public sealed partial class OverrideCommand : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        DenialSequence = 0;
        By = "";
        Reason = "";
    }
}

/// <inheritdoc/>
public sealed partial class OverrideDecided : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        OverrideSequence = 0;
        DenialSequence = 0;
        Outcome = default;
        Waived = default;
        Denial = default;
        ClientOrderId = 0;
    }
}

/// <inheritdoc/>
public sealed partial class CarriedState : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        UtcNs = 0;
        Limits.Clear();
        Scopes.Clear();
        Losses.Clear();
    }
}

/// <inheritdoc/>
public sealed partial class ClockOffset : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        OffsetNs = 0;
        ErrorNs = 0;
    }
}

/// <inheritdoc/>
public sealed partial class InstanceDeclared : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstanceId = 0;
        Strategy = "";
        InstrumentId = 0;
        OtherInstrumentId = 0;
        Mode = default;
        Parameters.Clear();
        BarKind = default;
        BarSize = 0;
        OrderQuantity = 0;
        MaxPosition = 0;
        ExpireAfterMs = 0;
        CooldownMs = 0;
        Model = "";
        ModelSha256 = "";
        Threshold = 0;
        Sizing = null;
        Filter = null;
        Generation = 0;
        By = "";
        Reason = "";
        Refusal = default;
        RefusalText = "";
        ModelFollowed = false;
    }
}

/// <inheritdoc/>
public sealed partial class InstanceChanged : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstanceId = 0;
        Mode = default;
        Generation = 0;
        Reason = default;
    }
}

/// <inheritdoc/>
public sealed partial class CancelOrders : IReusable
{
    /// <inheritdoc/>
    public void Reset()
    {
        InstanceId = 0;
    }
}
