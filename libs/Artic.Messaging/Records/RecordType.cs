namespace Artic.Messaging.Records;

/// <summary>Which message a record's payload is. The numbers stand in records and never change.</summary>
public enum RecordType : ushort
{
    /// <summary>artic.v1.Step.</summary>
    Step = Streams.Steps.StepOutput.StepRecordType,

    /// <summary>artic.v1.RawFrame.</summary>
    RawFrame = 2,

    /// <summary>artic.v1.ConnectionChanged.</summary>
    ConnectionChanged = 3,

    /// <summary>artic.v1.TimerTick.</summary>
    TimerTick = 4,

    /// <summary>artic.v1.StreamSilent.</summary>
    StreamSilent = 5,

    /// <summary>artic.v1.Instrument.</summary>
    Instrument = 16,

    /// <summary>artic.v1.Quote.</summary>
    Quote = 17,

    /// <summary>artic.v1.Trade.</summary>
    Trade = 18,

    /// <summary>artic.v1.BookTop.</summary>
    BookTop = 19,

    /// <summary>artic.v1.Bar.</summary>
    Bar = 20,

    /// <summary>artic.v1.FeedStatus.</summary>
    FeedStatus = 21,

    /// <summary>artic.v1.BookSnapshot.</summary>
    BookSnapshot = 22,

    /// <summary>artic.v1.BookDelta.</summary>
    BookDelta = 23,

    /// <summary>artic.v1.Signal.</summary>
    Signal = 32,

    /// <summary>artic.v1.OrderIntent.</summary>
    OrderIntent = 33,

    /// <summary>artic.v1.OrderApproved.</summary>
    OrderApproved = 48,

    /// <summary>artic.v1.OrderDenied.</summary>
    OrderDenied = 49,

    /// <summary>artic.v1.TradingStateChanged.</summary>
    TradingStateChanged = 50,

    /// <summary>artic.v1.AccountState.</summary>
    AccountState = 51,

    /// <summary>artic.v1.KillObserved.</summary>
    KillObserved = 52,

    /// <summary>artic.v1.ResumeCommand.</summary>
    ResumeCommand = 53,

    /// <summary>artic.v1.ArchiveObserved.</summary>
    ArchiveObserved = 54,

    /// <summary>artic.v1.LimitCommand.</summary>
    LimitCommand = 55,

    /// <summary>artic.v1.LimitWarning.</summary>
    LimitWarning = 56,

    /// <summary>artic.v1.ScopeStateCommand.</summary>
    ScopeStateCommand = 57,

    /// <summary>artic.v1.ScopeStateChanged.</summary>
    ScopeStateChanged = 58,

    /// <summary>artic.v1.BreakerChanged.</summary>
    BreakerChanged = 59,

    /// <summary>artic.v1.ValueAtRisk.</summary>
    ValueAtRisk = 60,

    /// <summary>artic.v1.ScopeKilled.</summary>
    ScopeKilled = 61,

    /// <summary>artic.v1.FlattenEnded.</summary>
    FlattenEnded = 62,

    /// <summary>artic.v1.OrderEvent.</summary>
    OrderEvent = 64,

    /// <summary>artic.v1.Fill.</summary>
    Fill = 65,

    /// <summary>artic.v1.AccountSnapshot.</summary>
    AccountSnapshot = 66,

    /// <summary>artic.v1.SessionStatus.</summary>
    SessionStatus = 67,

    /// <summary>artic.v1.GateObserved.</summary>
    GateObserved = 68,

    /// <summary>artic.v1.RequestSent.</summary>
    RequestSent = 69,

    /// <summary>artic.v1.RequestWithheld.</summary>
    RequestWithheld = 70,

    /// <summary>artic.v1.EngineStarted.</summary>
    EngineStarted = 71,

    /// <summary>artic.v1.ScopeStopped.</summary>
    ScopeStopped = 72,

    /// <summary>artic.v1.ReconcileAsked.</summary>
    ReconcileAsked = 73,

    /// <summary>artic.v1.OpenOrdersCompared.</summary>
    OpenOrdersCompared = 74,

    /// <summary>artic.v1.Position.</summary>
    Position = 80,

    /// <summary>artic.v1.Reconciliation.</summary>
    Reconciliation = 81,

    /// <summary>artic.v1.OverrideCommand.</summary>
    OverrideCommand = 96,

    /// <summary>artic.v1.OverrideDecided.</summary>
    OverrideDecided = 97,

    /// <summary>artic.v1.CarriedState.</summary>
    CarriedState = 98,

    /// <summary>artic.v1.ClockOffset.</summary>
    ClockOffset = 99,

    /// <summary>artic.v1.InstanceDeclared.</summary>
    InstanceDeclared = 100,

    /// <summary>artic.v1.InstanceChanged.</summary>
    InstanceChanged = 101,

    /// <summary>artic.v1.CancelOrders.</summary>
    CancelOrders = 102,
}
