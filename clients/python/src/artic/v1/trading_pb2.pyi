from artic.v1 import market_pb2 as _market_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

BREAKER_CAUSE_ARCHIVE: BreakerCause
BREAKER_CAUSE_FEED: BreakerCause
BREAKER_CAUSE_LATENCY: BreakerCause
BREAKER_CAUSE_LOSS: BreakerCause
BREAKER_CAUSE_MODEL: BreakerCause
BREAKER_CAUSE_REJECT_RATE: BreakerCause
BREAKER_CAUSE_UNSPECIFIED: BreakerCause
BREAKER_STATE_CLOSED: BreakerState
BREAKER_STATE_HALF_OPEN: BreakerState
BREAKER_STATE_OPEN: BreakerState
BREAKER_STATE_UNSPECIFIED: BreakerState
DENIAL_CODE_ACCOUNT_NOT_READY: DenialCode
DENIAL_CODE_ACCOUNT_RESTRICTED: DenialCode
DENIAL_CODE_APPROVAL_EXPIRED: DenialCode
DENIAL_CODE_ARCHIVE_LAG: DenialCode
DENIAL_CODE_BALANCE_INSUFFICIENT: DenialCode
DENIAL_CODE_BALANCE_UNKNOWN: DenialCode
DENIAL_CODE_BREAKER_OPEN: DenialCode
DENIAL_CODE_BREAKER_PROBE: DenialCode
DENIAL_CODE_CANCEL_RATE: DenialCode
DENIAL_CODE_CLOCK_OFFSET: DenialCode
DENIAL_CODE_CLOCK_STEP: DenialCode
DENIAL_CODE_DUPLICATE: DenialCode
DENIAL_CODE_EXPOSURE_CONCENTRATION: DenialCode
DENIAL_CODE_EXPOSURE_GROSS: DenialCode
DENIAL_CODE_EXPOSURE_NET: DenialCode
DENIAL_CODE_EXPOSURE_VALUE_AT_RISK: DenialCode
DENIAL_CODE_FLATTEN_NOT_REDUCING: DenialCode
DENIAL_CODE_FLATTEN_OVER: DenialCode
DENIAL_CODE_GENERATION_OLD: DenialCode
DENIAL_CODE_HOURS_CLOSED: DenialCode
DENIAL_CODE_INSTANCE_NOT_ACTIVE: DenialCode
DENIAL_CODE_INSTRUMENT_LOT: DenialCode
DENIAL_CODE_INSTRUMENT_MAX_QUANTITY: DenialCode
DENIAL_CODE_INSTRUMENT_MIN_NOTIONAL: DenialCode
DENIAL_CODE_INSTRUMENT_RESTRICTED: DenialCode
DENIAL_CODE_INSTRUMENT_TICK: DenialCode
DENIAL_CODE_INSTRUMENT_UNKNOWN: DenialCode
DENIAL_CODE_INTENT_EXPIRED: DenialCode
DENIAL_CODE_KILL_ACTIVE: DenialCode
DENIAL_CODE_KILL_LATCHED: DenialCode
DENIAL_CODE_LEASE_EXPIRED: DenialCode
DENIAL_CODE_LOSS_DAILY: DenialCode
DENIAL_CODE_LOSS_DRAWDOWN: DenialCode
DENIAL_CODE_LOSS_ROLLING: DenialCode
DENIAL_CODE_LOSS_STREAK: DenialCode
DENIAL_CODE_MARKET_MOVED: DenialCode
DENIAL_CODE_MARKET_NOT_LIVE: DenialCode
DENIAL_CODE_MARKET_NO_QUOTE: DenialCode
DENIAL_CODE_MARKET_STALE: DenialCode
DENIAL_CODE_ORDER_COUNT: DenialCode
DENIAL_CODE_ORDER_DUPLICATE: DenialCode
DENIAL_CODE_ORDER_MALFORMED: DenialCode
DENIAL_CODE_ORDER_MAX_QUANTITY: DenialCode
DENIAL_CODE_ORDER_MAX_VALUE: DenialCode
DENIAL_CODE_ORDER_PRICE_COLLAR: DenialCode
DENIAL_CODE_ORDER_RATE: DenialCode
DENIAL_CODE_ORDER_REFERENCE_COLLAR: DenialCode
DENIAL_CODE_ORDER_SELF_TRADE: DenialCode
DENIAL_CODE_ORDER_TO_TRADE: DenialCode
DENIAL_CODE_ORDER_TRADE_COLLAR: DenialCode
DENIAL_CODE_POSITION_LIMIT: DenialCode
DENIAL_CODE_REFERENCE_DATA_AGE: DenialCode
DENIAL_CODE_SESSION_DOWN: DenialCode
DENIAL_CODE_STATE_HALTED: DenialCode
DENIAL_CODE_STATE_REDUCING: DenialCode
DENIAL_CODE_STRATEGY_DISABLED: DenialCode
DENIAL_CODE_STRATEGY_INSTRUMENT: DenialCode
DENIAL_CODE_STRATEGY_RESTRICTED: DenialCode
DENIAL_CODE_STRATEGY_UNKNOWN: DenialCode
DENIAL_CODE_UNSPECIFIED: DenialCode
DENIAL_CODE_VENUE_RATE: DenialCode
DENIAL_CODE_VENUE_RESTRICTED: DenialCode
DESCRIPTOR: _descriptor.FileDescriptor
FEE_ASSET_BASE: FeeAsset
FEE_ASSET_OTHER: FeeAsset
FEE_ASSET_QUOTE: FeeAsset
FEE_ASSET_UNSPECIFIED: FeeAsset
FLATTEN_OUTCOME_BELOW_LEAST: FlattenOutcome
FLATTEN_OUTCOME_FLAT: FlattenOutcome
FLATTEN_OUTCOME_GAVE_UP: FlattenOutcome
FLATTEN_OUTCOME_KILLED: FlattenOutcome
FLATTEN_OUTCOME_RESUMED: FlattenOutcome
FLATTEN_OUTCOME_UNSPECIFIED: FlattenOutcome
LIMIT_NAME_ARCHIVE_LAG_BYTES: LimitName
LIMIT_NAME_CANCELS_PER_SECOND: LimitName
LIMIT_NAME_CANCEL_BURST: LimitName
LIMIT_NAME_CLOCK_OFFSET_MS: LimitName
LIMIT_NAME_CLOCK_STEP_MS: LimitName
LIMIT_NAME_CONCENTRATION_FLOOR: LimitName
LIMIT_NAME_DRAWDOWN_WINDOW_MS: LimitName
LIMIT_NAME_DUPLICATE_WINDOW_MS: LimitName
LIMIT_NAME_FEE_BPS: LimitName
LIMIT_NAME_LOSS_WINDOW_MS: LimitName
LIMIT_NAME_MARKET_MOVE_BPS: LimitName
LIMIT_NAME_MARKET_MOVE_WINDOW_MS: LimitName
LIMIT_NAME_MARKET_SLIPPAGE_BPS: LimitName
LIMIT_NAME_MAX_CONCENTRATION_BPS: LimitName
LIMIT_NAME_MAX_DAILY_LOSS: LimitName
LIMIT_NAME_MAX_DRAWDOWN: LimitName
LIMIT_NAME_MAX_EXECUTIONS: LimitName
LIMIT_NAME_MAX_GROSS_EXPOSURE: LimitName
LIMIT_NAME_MAX_LOSING_STREAK: LimitName
LIMIT_NAME_MAX_NET_EXPOSURE: LimitName
LIMIT_NAME_MAX_OPEN_ORDERS: LimitName
LIMIT_NAME_MAX_ORDER_QUANTITY: LimitName
LIMIT_NAME_MAX_ORDER_VALUE: LimitName
LIMIT_NAME_MAX_POSITION: LimitName
LIMIT_NAME_MAX_ROLLING_LOSS: LimitName
LIMIT_NAME_MAX_VALUE_AT_RISK: LimitName
LIMIT_NAME_ORDERS_PER_SECOND: LimitName
LIMIT_NAME_ORDER_BURST: LimitName
LIMIT_NAME_ORDER_TO_TRADE_FREE_ORDERS: LimitName
LIMIT_NAME_ORDER_TO_TRADE_RATIO: LimitName
LIMIT_NAME_ORDER_TO_TRADE_WINDOW_MS: LimitName
LIMIT_NAME_PRICE_COLLAR_BPS: LimitName
LIMIT_NAME_REFERENCE_COLLAR_BPS: LimitName
LIMIT_NAME_REFERENCE_DATA_AGE_MS: LimitName
LIMIT_NAME_STALE_QUOTE_MS: LimitName
LIMIT_NAME_STREAK_COOL_DOWN_MS: LimitName
LIMIT_NAME_TRADE_COLLAR_BPS: LimitName
LIMIT_NAME_UNSPECIFIED: LimitName
LIMIT_NAME_VALUE_AT_RISK_AGE_MS: LimitName
LIMIT_NAME_VALUE_AT_RISK_SHARE_BPS: LimitName
ORDER_STATUS_ACCEPTED: OrderStatus
ORDER_STATUS_CANCELED: OrderStatus
ORDER_STATUS_DENIED: OrderStatus
ORDER_STATUS_EXPIRED: OrderStatus
ORDER_STATUS_FILLED: OrderStatus
ORDER_STATUS_PARTIALLY_FILLED: OrderStatus
ORDER_STATUS_PENDING_CANCEL: OrderStatus
ORDER_STATUS_REJECTED: OrderStatus
ORDER_STATUS_SUBMITTED: OrderStatus
ORDER_STATUS_UNKNOWN: OrderStatus
ORDER_STATUS_UNSPECIFIED: OrderStatus
ORDER_TYPE_LIMIT: OrderType
ORDER_TYPE_MARKET: OrderType
ORDER_TYPE_UNSPECIFIED: OrderType
OVERRIDE_OUTCOME_ALREADY_USED: OverrideOutcome
OVERRIDE_OUTCOME_APPROVED: OverrideOutcome
OVERRIDE_OUTCOME_DENIAL_UNKNOWN: OverrideOutcome
OVERRIDE_OUTCOME_DENIED: OverrideOutcome
OVERRIDE_OUTCOME_NEVER_WAIVED: OverrideOutcome
OVERRIDE_OUTCOME_UNSPECIFIED: OverrideOutcome
REQUEST_KIND_ACCOUNT: RequestKind
REQUEST_KIND_CANCEL: RequestKind
REQUEST_KIND_CANCEL_ALL: RequestKind
REQUEST_KIND_OPEN_ORDERS: RequestKind
REQUEST_KIND_PLACE: RequestKind
REQUEST_KIND_STATUS: RequestKind
REQUEST_KIND_SUBSCRIBE: RequestKind
REQUEST_KIND_TIME: RequestKind
REQUEST_KIND_TRADES: RequestKind
REQUEST_KIND_UNSPECIFIED: RequestKind
SCOPE_KIND_ACCOUNT: ScopeKind
SCOPE_KIND_FIRM: ScopeKind
SCOPE_KIND_INSTRUMENT: ScopeKind
SCOPE_KIND_STRATEGY: ScopeKind
SCOPE_KIND_UNSPECIFIED: ScopeKind
SCOPE_KIND_VENUE: ScopeKind
SIGNAL_REASON_BREAK_DOWN: SignalReason
SIGNAL_REASON_BREAK_UP: SignalReason
SIGNAL_REASON_BUY_PRESSURE: SignalReason
SIGNAL_REASON_FILTERED: SignalReason
SIGNAL_REASON_MODEL: SignalReason
SIGNAL_REASON_NEUTRAL: SignalReason
SIGNAL_REASON_OVERBOUGHT: SignalReason
SIGNAL_REASON_OVERSOLD: SignalReason
SIGNAL_REASON_PASSED_OVER: SignalReason
SIGNAL_REASON_SELL_PRESSURE: SignalReason
SIGNAL_REASON_SQUEEZE: SignalReason
SIGNAL_REASON_TREND_DOWN: SignalReason
SIGNAL_REASON_TREND_UP: SignalReason
SIGNAL_REASON_UNDEFINED: SignalReason
SIGNAL_REASON_UNSPECIFIED: SignalReason
SIGNAL_REASON_WARMING_UP: SignalReason
TIME_IN_FORCE_FOK: TimeInForce
TIME_IN_FORCE_GTC: TimeInForce
TIME_IN_FORCE_IOC: TimeInForce
TIME_IN_FORCE_UNSPECIFIED: TimeInForce
TRADING_STATE_REASON_ARCHIVE_BEHIND: TradingStateReason
TRADING_STATE_REASON_ARCHIVE_CAUGHT_UP: TradingStateReason
TRADING_STATE_REASON_CARRIED: TradingStateReason
TRADING_STATE_REASON_COMMANDED: TradingStateReason
TRADING_STATE_REASON_DAILY_LOSS: TradingStateReason
TRADING_STATE_REASON_EXECUTIONS: TradingStateReason
TRADING_STATE_REASON_KILLED: TradingStateReason
TRADING_STATE_REASON_RESUMED: TradingStateReason
TRADING_STATE_REASON_STARTED: TradingStateReason
TRADING_STATE_REASON_UNSPECIFIED: TradingStateReason
TRADING_STATE_VALUE_ACTIVE: TradingStateValue
TRADING_STATE_VALUE_HALTED: TradingStateValue
TRADING_STATE_VALUE_REDUCING: TradingStateValue
TRADING_STATE_VALUE_UNSPECIFIED: TradingStateValue

class AccountSnapshot(_message.Message):
    __slots__ = ["base_locked", "base_total", "exchange_time_ns", "instrument_id", "quote_locked", "quote_total", "unsettled_orders"]
    BASE_LOCKED_FIELD_NUMBER: _ClassVar[int]
    BASE_TOTAL_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTE_LOCKED_FIELD_NUMBER: _ClassVar[int]
    QUOTE_TOTAL_FIELD_NUMBER: _ClassVar[int]
    UNSETTLED_ORDERS_FIELD_NUMBER: _ClassVar[int]
    base_locked: int
    base_total: int
    exchange_time_ns: int
    instrument_id: int
    quote_locked: int
    quote_total: int
    unsettled_orders: int
    def __init__(self, instrument_id: _Optional[int] = ..., base_total: _Optional[int] = ..., quote_total: _Optional[int] = ..., base_locked: _Optional[int] = ..., quote_locked: _Optional[int] = ..., exchange_time_ns: _Optional[int] = ..., unsettled_orders: _Optional[int] = ...) -> None: ...

class AccountState(_message.Message):
    __slots__ = ["day_realized_pnl", "day_start_utc_ns", "epoch", "kill_generation", "killed_scopes", "resumed_generation"]
    DAY_REALIZED_PNL_FIELD_NUMBER: _ClassVar[int]
    DAY_START_UTC_NS_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    KILLED_SCOPES_FIELD_NUMBER: _ClassVar[int]
    KILL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    RESUMED_GENERATION_FIELD_NUMBER: _ClassVar[int]
    day_realized_pnl: int
    day_start_utc_ns: int
    epoch: int
    kill_generation: int
    killed_scopes: _containers.RepeatedCompositeFieldContainer[ScopeKilled]
    resumed_generation: int
    def __init__(self, epoch: _Optional[int] = ..., kill_generation: _Optional[int] = ..., resumed_generation: _Optional[int] = ..., day_start_utc_ns: _Optional[int] = ..., day_realized_pnl: _Optional[int] = ..., killed_scopes: _Optional[_Iterable[_Union[ScopeKilled, _Mapping]]] = ...) -> None: ...

class ArchiveObserved(_message.Message):
    __slots__ = ["is_behind", "lag_bytes"]
    IS_BEHIND_FIELD_NUMBER: _ClassVar[int]
    LAG_BYTES_FIELD_NUMBER: _ClassVar[int]
    is_behind: bool
    lag_bytes: int
    def __init__(self, is_behind: bool = ..., lag_bytes: _Optional[int] = ...) -> None: ...

class BreakerChanged(_message.Message):
    __slots__ = ["actual", "back_off_ns", "cause", "state", "threshold"]
    ACTUAL_FIELD_NUMBER: _ClassVar[int]
    BACK_OFF_NS_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    actual: int
    back_off_ns: int
    cause: BreakerCause
    state: BreakerState
    threshold: int
    def __init__(self, cause: _Optional[_Union[BreakerCause, str]] = ..., state: _Optional[_Union[BreakerState, str]] = ..., threshold: _Optional[int] = ..., actual: _Optional[int] = ..., back_off_ns: _Optional[int] = ...) -> None: ...

class CancelOrders(_message.Message):
    __slots__ = ["instance_id"]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    instance_id: int
    def __init__(self, instance_id: _Optional[int] = ...) -> None: ...

class CarriedLimit(_message.Message):
    __slots__ = ["by", "dropped", "loosened", "name", "reason", "scope", "scope_id", "target", "value"]
    BY_FIELD_NUMBER: _ClassVar[int]
    DROPPED_FIELD_NUMBER: _ClassVar[int]
    LOOSENED_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    by: str
    dropped: bool
    loosened: bool
    name: LimitName
    reason: str
    scope: ScopeKind
    scope_id: int
    target: str
    value: int
    def __init__(self, scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., name: _Optional[_Union[LimitName, str]] = ..., value: _Optional[int] = ..., by: _Optional[str] = ..., reason: _Optional[str] = ..., loosened: bool = ..., dropped: bool = ..., target: _Optional[str] = ...) -> None: ...

class CarriedLosses(_message.Message):
    __slots__ = ["cool_until_utc_ns", "day_pnl", "drawdown", "loss", "scope", "scope_id", "streak"]
    COOL_UNTIL_UTC_NS_FIELD_NUMBER: _ClassVar[int]
    DAY_PNL_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    STREAK_FIELD_NUMBER: _ClassVar[int]
    cool_until_utc_ns: int
    day_pnl: int
    drawdown: _containers.RepeatedCompositeFieldContainer[CarriedPart]
    loss: _containers.RepeatedCompositeFieldContainer[CarriedPart]
    scope: ScopeKind
    scope_id: int
    streak: int
    def __init__(self, scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., day_pnl: _Optional[int] = ..., streak: _Optional[int] = ..., cool_until_utc_ns: _Optional[int] = ..., loss: _Optional[_Iterable[_Union[CarriedPart, _Mapping]]] = ..., drawdown: _Optional[_Iterable[_Union[CarriedPart, _Mapping]]] = ...) -> None: ...

class CarriedPart(_message.Message):
    __slots__ = ["first", "high", "low", "utc_ns"]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    UTC_NS_FIELD_NUMBER: _ClassVar[int]
    first: int
    high: int
    low: int
    utc_ns: int
    def __init__(self, utc_ns: _Optional[int] = ..., first: _Optional[int] = ..., high: _Optional[int] = ..., low: _Optional[int] = ...) -> None: ...

class CarriedScope(_message.Message):
    __slots__ = ["by", "executions", "is_disabled", "reason", "scope", "scope_id", "state"]
    BY_FIELD_NUMBER: _ClassVar[int]
    EXECUTIONS_FIELD_NUMBER: _ClassVar[int]
    IS_DISABLED_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    by: str
    executions: int
    is_disabled: bool
    reason: str
    scope: ScopeKind
    scope_id: int
    state: TradingStateValue
    def __init__(self, scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., state: _Optional[_Union[TradingStateValue, str]] = ..., is_disabled: bool = ..., executions: _Optional[int] = ..., by: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class CarriedState(_message.Message):
    __slots__ = ["limits", "losses", "scopes", "utc_ns"]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    LOSSES_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    UTC_NS_FIELD_NUMBER: _ClassVar[int]
    limits: _containers.RepeatedCompositeFieldContainer[CarriedLimit]
    losses: _containers.RepeatedCompositeFieldContainer[CarriedLosses]
    scopes: _containers.RepeatedCompositeFieldContainer[CarriedScope]
    utc_ns: int
    def __init__(self, utc_ns: _Optional[int] = ..., limits: _Optional[_Iterable[_Union[CarriedLimit, _Mapping]]] = ..., scopes: _Optional[_Iterable[_Union[CarriedScope, _Mapping]]] = ..., losses: _Optional[_Iterable[_Union[CarriedLosses, _Mapping]]] = ...) -> None: ...

class ClockOffset(_message.Message):
    __slots__ = ["error_ns", "offset_ns"]
    ERROR_NS_FIELD_NUMBER: _ClassVar[int]
    OFFSET_NS_FIELD_NUMBER: _ClassVar[int]
    error_ns: int
    offset_ns: int
    def __init__(self, offset_ns: _Optional[int] = ..., error_ns: _Optional[int] = ...) -> None: ...

class EngineStarted(_message.Message):
    __slots__ = ["session"]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    session: int
    def __init__(self, session: _Optional[int] = ...) -> None: ...

class Fill(_message.Message):
    __slots__ = ["client_order_id", "exchange_time_ns", "fee", "fee_asset", "instance_id", "instrument_id", "is_maker", "price", "quantity", "quote_quantity", "side", "trade_id"]
    CLIENT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    FEE_ASSET_FIELD_NUMBER: _ClassVar[int]
    FEE_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    IS_MAKER_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    QUOTE_QUANTITY_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    TRADE_ID_FIELD_NUMBER: _ClassVar[int]
    client_order_id: int
    exchange_time_ns: int
    fee: int
    fee_asset: FeeAsset
    instance_id: int
    instrument_id: int
    is_maker: bool
    price: int
    quantity: int
    quote_quantity: int
    side: _market_pb2.Side
    trade_id: int
    def __init__(self, client_order_id: _Optional[int] = ..., instance_id: _Optional[int] = ..., instrument_id: _Optional[int] = ..., side: _Optional[_Union[_market_pb2.Side, str]] = ..., price: _Optional[int] = ..., quantity: _Optional[int] = ..., quote_quantity: _Optional[int] = ..., trade_id: _Optional[int] = ..., fee: _Optional[int] = ..., fee_asset: _Optional[_Union[FeeAsset, str]] = ..., is_maker: bool = ..., exchange_time_ns: _Optional[int] = ...) -> None: ...

class FlattenEnded(_message.Message):
    __slots__ = ["instrument_ids", "kill_generation", "orders", "outcome", "quantities", "scope", "scope_id"]
    INSTRUMENT_IDS_FIELD_NUMBER: _ClassVar[int]
    KILL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    ORDERS_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    QUANTITIES_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    instrument_ids: _containers.RepeatedScalarFieldContainer[int]
    kill_generation: int
    orders: int
    outcome: FlattenOutcome
    quantities: _containers.RepeatedScalarFieldContainer[int]
    scope: ScopeKind
    scope_id: int
    def __init__(self, scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., kill_generation: _Optional[int] = ..., outcome: _Optional[_Union[FlattenOutcome, str]] = ..., orders: _Optional[int] = ..., instrument_ids: _Optional[_Iterable[int]] = ..., quantities: _Optional[_Iterable[int]] = ...) -> None: ...

class GateObserved(_message.Message):
    __slots__ = ["control_generation", "kill_generation", "lease_left_ns", "now_ns", "resumed_generation", "session_ready", "state"]
    CONTROL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    KILL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    LEASE_LEFT_NS_FIELD_NUMBER: _ClassVar[int]
    NOW_NS_FIELD_NUMBER: _ClassVar[int]
    RESUMED_GENERATION_FIELD_NUMBER: _ClassVar[int]
    SESSION_READY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    control_generation: int
    kill_generation: int
    lease_left_ns: int
    now_ns: int
    resumed_generation: int
    session_ready: bool
    state: int
    def __init__(self, lease_left_ns: _Optional[int] = ..., state: _Optional[int] = ..., control_generation: _Optional[int] = ..., kill_generation: _Optional[int] = ..., resumed_generation: _Optional[int] = ..., now_ns: _Optional[int] = ..., session_ready: bool = ...) -> None: ...

class KillObserved(_message.Message):
    __slots__ = ["flatten", "generation", "scope", "scope_id"]
    FLATTEN_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    flatten: bool
    generation: int
    scope: ScopeKind
    scope_id: int
    def __init__(self, generation: _Optional[int] = ..., flatten: bool = ..., scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ...) -> None: ...

class LimitCommand(_message.Message):
    __slots__ = ["by", "is_reset", "loosened", "name", "reason", "scope", "scope_id", "value"]
    BY_FIELD_NUMBER: _ClassVar[int]
    IS_RESET_FIELD_NUMBER: _ClassVar[int]
    LOOSENED_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    by: str
    is_reset: bool
    loosened: bool
    name: LimitName
    reason: str
    scope: ScopeKind
    scope_id: int
    value: int
    def __init__(self, name: _Optional[_Union[LimitName, str]] = ..., value: _Optional[int] = ..., by: _Optional[str] = ..., reason: _Optional[str] = ..., scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., loosened: bool = ..., is_reset: bool = ...) -> None: ...

class LimitWarning(_message.Message):
    __slots__ = ["actual", "limit", "name", "scope", "scope_id", "threshold"]
    ACTUAL_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    actual: int
    limit: int
    name: LimitName
    scope: ScopeKind
    scope_id: int
    threshold: int
    def __init__(self, name: _Optional[_Union[LimitName, str]] = ..., scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., threshold: _Optional[int] = ..., limit: _Optional[int] = ..., actual: _Optional[int] = ...) -> None: ...

class OpenOrdersCompared(_message.Message):
    __slots__ = ["at_venue", "breaks", "checks", "first_missing_client_order_id", "first_unknown_order_id", "here", "instrument_id", "is_break", "is_last", "missing_at_venue", "request", "unknown_here", "venue_error"]
    AT_VENUE_FIELD_NUMBER: _ClassVar[int]
    BREAKS_FIELD_NUMBER: _ClassVar[int]
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    FIRST_MISSING_CLIENT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_UNKNOWN_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    HERE_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    IS_BREAK_FIELD_NUMBER: _ClassVar[int]
    IS_LAST_FIELD_NUMBER: _ClassVar[int]
    MISSING_AT_VENUE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_HERE_FIELD_NUMBER: _ClassVar[int]
    VENUE_ERROR_FIELD_NUMBER: _ClassVar[int]
    at_venue: int
    breaks: int
    checks: int
    first_missing_client_order_id: int
    first_unknown_order_id: int
    here: int
    instrument_id: int
    is_break: bool
    is_last: bool
    missing_at_venue: int
    request: int
    unknown_here: int
    venue_error: int
    def __init__(self, instrument_id: _Optional[int] = ..., request: _Optional[int] = ..., here: _Optional[int] = ..., at_venue: _Optional[int] = ..., missing_at_venue: _Optional[int] = ..., unknown_here: _Optional[int] = ..., first_missing_client_order_id: _Optional[int] = ..., first_unknown_order_id: _Optional[int] = ..., is_break: bool = ..., is_last: bool = ..., venue_error: _Optional[int] = ..., checks: _Optional[int] = ..., breaks: _Optional[int] = ...) -> None: ...

class OrderApproved(_message.Message):
    __slots__ = ["client_order_id", "control_generation", "expire_after_ms", "flatten_generation", "flatten_scope", "flatten_scope_id", "instance_id", "instrument_id", "kill_generation", "override_sequence", "price", "quantity", "side", "time_in_force", "type", "valid_for_ns"]
    CLIENT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    CONTROL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_AFTER_MS_FIELD_NUMBER: _ClassVar[int]
    FLATTEN_GENERATION_FIELD_NUMBER: _ClassVar[int]
    FLATTEN_SCOPE_FIELD_NUMBER: _ClassVar[int]
    FLATTEN_SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    KILL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    OVERRIDE_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    TIME_IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    VALID_FOR_NS_FIELD_NUMBER: _ClassVar[int]
    client_order_id: int
    control_generation: int
    expire_after_ms: int
    flatten_generation: int
    flatten_scope: ScopeKind
    flatten_scope_id: int
    instance_id: int
    instrument_id: int
    kill_generation: int
    override_sequence: int
    price: int
    quantity: int
    side: _market_pb2.Side
    time_in_force: TimeInForce
    type: OrderType
    valid_for_ns: int
    def __init__(self, client_order_id: _Optional[int] = ..., instance_id: _Optional[int] = ..., instrument_id: _Optional[int] = ..., side: _Optional[_Union[_market_pb2.Side, str]] = ..., type: _Optional[_Union[OrderType, str]] = ..., time_in_force: _Optional[_Union[TimeInForce, str]] = ..., quantity: _Optional[int] = ..., price: _Optional[int] = ..., expire_after_ms: _Optional[int] = ..., valid_for_ns: _Optional[int] = ..., control_generation: _Optional[int] = ..., kill_generation: _Optional[int] = ..., flatten_generation: _Optional[int] = ..., flatten_scope: _Optional[_Union[ScopeKind, str]] = ..., flatten_scope_id: _Optional[int] = ..., override_sequence: _Optional[int] = ...) -> None: ...

class OrderDenied(_message.Message):
    __slots__ = ["actual", "code", "instance_id", "instrument_id", "limit", "name", "override_sequence", "price", "quantity", "scope", "scope_id", "side"]
    ACTUAL_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OVERRIDE_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    actual: int
    code: DenialCode
    instance_id: int
    instrument_id: int
    limit: int
    name: LimitName
    override_sequence: int
    price: int
    quantity: int
    scope: ScopeKind
    scope_id: int
    side: _market_pb2.Side
    def __init__(self, instance_id: _Optional[int] = ..., instrument_id: _Optional[int] = ..., side: _Optional[_Union[_market_pb2.Side, str]] = ..., quantity: _Optional[int] = ..., price: _Optional[int] = ..., code: _Optional[_Union[DenialCode, str]] = ..., limit: _Optional[int] = ..., actual: _Optional[int] = ..., name: _Optional[_Union[LimitName, str]] = ..., scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., override_sequence: _Optional[int] = ...) -> None: ...

class OrderEvent(_message.Message):
    __slots__ = ["client_order_id", "denial", "filled_quantity", "flatten_generation", "instance_id", "instrument_id", "price", "quantity", "side", "status", "time_in_force", "type", "venue_error", "venue_order_id"]
    CLIENT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    DENIAL_FIELD_NUMBER: _ClassVar[int]
    FILLED_QUANTITY_FIELD_NUMBER: _ClassVar[int]
    FLATTEN_GENERATION_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TIME_IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    VENUE_ERROR_FIELD_NUMBER: _ClassVar[int]
    VENUE_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    client_order_id: int
    denial: DenialCode
    filled_quantity: int
    flatten_generation: int
    instance_id: int
    instrument_id: int
    price: int
    quantity: int
    side: _market_pb2.Side
    status: OrderStatus
    time_in_force: TimeInForce
    type: OrderType
    venue_error: int
    venue_order_id: int
    def __init__(self, client_order_id: _Optional[int] = ..., instance_id: _Optional[int] = ..., instrument_id: _Optional[int] = ..., side: _Optional[_Union[_market_pb2.Side, str]] = ..., type: _Optional[_Union[OrderType, str]] = ..., time_in_force: _Optional[_Union[TimeInForce, str]] = ..., quantity: _Optional[int] = ..., price: _Optional[int] = ..., filled_quantity: _Optional[int] = ..., status: _Optional[_Union[OrderStatus, str]] = ..., denial: _Optional[_Union[DenialCode, str]] = ..., venue_error: _Optional[int] = ..., venue_order_id: _Optional[int] = ..., flatten_generation: _Optional[int] = ...) -> None: ...

class OrderIntent(_message.Message):
    __slots__ = ["expire_after_ms", "instance_id", "instrument_id", "observed", "price", "quantity", "side", "time_in_force", "type"]
    EXPIRE_AFTER_MS_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    TIME_IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    expire_after_ms: int
    instance_id: int
    instrument_id: int
    observed: bool
    price: int
    quantity: int
    side: _market_pb2.Side
    time_in_force: TimeInForce
    type: OrderType
    def __init__(self, instance_id: _Optional[int] = ..., instrument_id: _Optional[int] = ..., side: _Optional[_Union[_market_pb2.Side, str]] = ..., type: _Optional[_Union[OrderType, str]] = ..., time_in_force: _Optional[_Union[TimeInForce, str]] = ..., quantity: _Optional[int] = ..., price: _Optional[int] = ..., expire_after_ms: _Optional[int] = ..., observed: bool = ...) -> None: ...

class OverrideCommand(_message.Message):
    __slots__ = ["by", "denial_sequence", "reason"]
    BY_FIELD_NUMBER: _ClassVar[int]
    DENIAL_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    by: str
    denial_sequence: int
    reason: str
    def __init__(self, denial_sequence: _Optional[int] = ..., by: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class OverrideDecided(_message.Message):
    __slots__ = ["client_order_id", "denial", "denial_sequence", "outcome", "override_sequence", "waived"]
    CLIENT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    DENIAL_FIELD_NUMBER: _ClassVar[int]
    DENIAL_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    OVERRIDE_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    WAIVED_FIELD_NUMBER: _ClassVar[int]
    client_order_id: int
    denial: DenialCode
    denial_sequence: int
    outcome: OverrideOutcome
    override_sequence: int
    waived: DenialCode
    def __init__(self, override_sequence: _Optional[int] = ..., denial_sequence: _Optional[int] = ..., outcome: _Optional[_Union[OverrideOutcome, str]] = ..., waived: _Optional[_Union[DenialCode, str]] = ..., denial: _Optional[_Union[DenialCode, str]] = ..., client_order_id: _Optional[int] = ...) -> None: ...

class ReconcileAsked(_message.Message):
    __slots__ = ["request"]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: int
    def __init__(self, request: _Optional[int] = ...) -> None: ...

class RequestSent(_message.Message):
    __slots__ = ["client_order_id", "failed", "instrument_id", "kind", "timestamp_ms", "written_ns"]
    CLIENT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_MS_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_NS_FIELD_NUMBER: _ClassVar[int]
    client_order_id: int
    failed: bool
    instrument_id: int
    kind: RequestKind
    timestamp_ms: int
    written_ns: int
    def __init__(self, kind: _Optional[_Union[RequestKind, str]] = ..., client_order_id: _Optional[int] = ..., written_ns: _Optional[int] = ..., timestamp_ms: _Optional[int] = ..., failed: bool = ..., instrument_id: _Optional[int] = ...) -> None: ...

class RequestWithheld(_message.Message):
    __slots__ = ["client_order_id", "code"]
    CLIENT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    client_order_id: int
    code: DenialCode
    def __init__(self, client_order_id: _Optional[int] = ..., code: _Optional[_Union[DenialCode, str]] = ...) -> None: ...

class ResumeCommand(_message.Message):
    __slots__ = ["by", "generation", "reason", "scope", "scope_id"]
    BY_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    by: str
    generation: int
    reason: str
    scope: ScopeKind
    scope_id: int
    def __init__(self, generation: _Optional[int] = ..., by: _Optional[str] = ..., reason: _Optional[str] = ..., scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ...) -> None: ...

class ScopeKilled(_message.Message):
    __slots__ = ["kill_generation", "resumed_generation", "scope", "scope_id"]
    KILL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    RESUMED_GENERATION_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    kill_generation: int
    resumed_generation: int
    scope: ScopeKind
    scope_id: int
    def __init__(self, scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., kill_generation: _Optional[int] = ..., resumed_generation: _Optional[int] = ...) -> None: ...

class ScopeStateChanged(_message.Message):
    __slots__ = ["reason", "scope", "scope_id", "state"]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    reason: TradingStateReason
    scope: ScopeKind
    scope_id: int
    state: TradingStateValue
    def __init__(self, scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., state: _Optional[_Union[TradingStateValue, str]] = ..., reason: _Optional[_Union[TradingStateReason, str]] = ...) -> None: ...

class ScopeStateCommand(_message.Message):
    __slots__ = ["by", "reason", "scope", "scope_id", "state"]
    BY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    by: str
    reason: str
    scope: ScopeKind
    scope_id: int
    state: TradingStateValue
    def __init__(self, scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., state: _Optional[_Union[TradingStateValue, str]] = ..., by: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ScopeStopped(_message.Message):
    __slots__ = ["kill_generation", "open_orders", "scope", "scope_id"]
    KILL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    OPEN_ORDERS_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_ID_FIELD_NUMBER: _ClassVar[int]
    kill_generation: int
    open_orders: int
    scope: ScopeKind
    scope_id: int
    def __init__(self, scope: _Optional[_Union[ScopeKind, str]] = ..., scope_id: _Optional[int] = ..., kill_generation: _Optional[int] = ..., open_orders: _Optional[int] = ...) -> None: ...

class SessionStatus(_message.Message):
    __slots__ = ["ready", "session", "stopped_kill_generation"]
    READY_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    STOPPED_KILL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    ready: bool
    session: int
    stopped_kill_generation: int
    def __init__(self, ready: bool = ..., session: _Optional[int] = ..., stopped_kill_generation: _Optional[int] = ...) -> None: ...

class Signal(_message.Message):
    __slots__ = ["confidence", "features_hash", "first", "fourth", "instance_id", "instrument_id", "model_version", "reason", "second", "third", "value"]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    FEATURES_HASH_FIELD_NUMBER: _ClassVar[int]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    FOURTH_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SECOND_FIELD_NUMBER: _ClassVar[int]
    THIRD_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    confidence: float
    features_hash: int
    first: float
    fourth: float
    instance_id: int
    instrument_id: int
    model_version: int
    reason: SignalReason
    second: float
    third: float
    value: float
    def __init__(self, instance_id: _Optional[int] = ..., instrument_id: _Optional[int] = ..., value: _Optional[float] = ..., confidence: _Optional[float] = ..., features_hash: _Optional[int] = ..., model_version: _Optional[int] = ..., reason: _Optional[_Union[SignalReason, str]] = ..., first: _Optional[float] = ..., second: _Optional[float] = ..., third: _Optional[float] = ..., fourth: _Optional[float] = ...) -> None: ...

class TradingStateChanged(_message.Message):
    __slots__ = ["control_generation", "kill_generation", "reason", "resumed_generation", "state"]
    CONTROL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    KILL_GENERATION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RESUMED_GENERATION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    control_generation: int
    kill_generation: int
    reason: TradingStateReason
    resumed_generation: int
    state: TradingStateValue
    def __init__(self, state: _Optional[_Union[TradingStateValue, str]] = ..., reason: _Optional[_Union[TradingStateReason, str]] = ..., control_generation: _Optional[int] = ..., kill_generation: _Optional[int] = ..., resumed_generation: _Optional[int] = ...) -> None: ...

class ValueAtRisk(_message.Message):
    __slots__ = ["as_of_share", "historical", "instrument_ids", "parametric", "share_bps"]
    AS_OF_SHARE_FIELD_NUMBER: _ClassVar[int]
    HISTORICAL_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_IDS_FIELD_NUMBER: _ClassVar[int]
    PARAMETRIC_FIELD_NUMBER: _ClassVar[int]
    SHARE_BPS_FIELD_NUMBER: _ClassVar[int]
    as_of_share: int
    historical: int
    instrument_ids: _containers.RepeatedScalarFieldContainer[int]
    parametric: int
    share_bps: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, parametric: _Optional[int] = ..., historical: _Optional[int] = ..., as_of_share: _Optional[int] = ..., instrument_ids: _Optional[_Iterable[int]] = ..., share_bps: _Optional[_Iterable[int]] = ...) -> None: ...

class OrderType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class TimeInForce(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class SignalReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class DenialCode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ScopeKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class TradingStateValue(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class TradingStateReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class FlattenOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class LimitName(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class OverrideOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class BreakerCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class BreakerState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class OrderStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class FeeAsset(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class RequestKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
