from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Optional as _Optional, Union as _Union

BAR_KIND_TICK: BarKind
BAR_KIND_TIME: BarKind
BAR_KIND_UNSPECIFIED: BarKind
BAR_KIND_VOLUME: BarKind
DESCRIPTOR: _descriptor.FileDescriptor
FEED_REASON_CHECKSUM: FeedReason
FEED_REASON_CROSSED_BOOK: FeedReason
FEED_REASON_DISCONNECTED: FeedReason
FEED_REASON_MALFORMED: FeedReason
FEED_REASON_OUT_OF_RANGE: FeedReason
FEED_REASON_PRICE_SCALE: FeedReason
FEED_REASON_SEQUENCE_GAP: FeedReason
FEED_REASON_SILENT: FeedReason
FEED_REASON_SNAPSHOT_APPLIED: FeedReason
FEED_REASON_SNAPSHOT_TOO_OLD: FeedReason
FEED_REASON_STARTING: FeedReason
FEED_REASON_UNKNOWN_SYMBOL: FeedReason
FEED_REASON_UNSPECIFIED: FeedReason
FEED_STATE_LIVE: FeedState
FEED_STATE_RESYNCING: FeedState
FEED_STATE_STALE: FeedState
FEED_STATE_UNSPECIFIED: FeedState
SIDE_BUY: Side
SIDE_SELL: Side
SIDE_UNSPECIFIED: Side

class Bar(_message.Message):
    __slots__ = ["close", "end_utc_ns", "high", "instrument_id", "kind", "length_ns", "low", "open", "price_scale", "size", "start_utc_ns", "trades", "volume"]
    CLOSE_FIELD_NUMBER: _ClassVar[int]
    END_UTC_NS_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    LENGTH_NS_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    OPEN_FIELD_NUMBER: _ClassVar[int]
    PRICE_SCALE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    START_UTC_NS_FIELD_NUMBER: _ClassVar[int]
    TRADES_FIELD_NUMBER: _ClassVar[int]
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    close: int
    end_utc_ns: int
    high: int
    instrument_id: int
    kind: BarKind
    length_ns: int
    low: int
    open: int
    price_scale: int
    size: int
    start_utc_ns: int
    trades: int
    volume: int
    def __init__(self, instrument_id: _Optional[int] = ..., open: _Optional[int] = ..., high: _Optional[int] = ..., low: _Optional[int] = ..., close: _Optional[int] = ..., volume: _Optional[int] = ..., trades: _Optional[int] = ..., start_utc_ns: _Optional[int] = ..., length_ns: _Optional[int] = ..., kind: _Optional[_Union[BarKind, str]] = ..., size: _Optional[int] = ..., end_utc_ns: _Optional[int] = ..., price_scale: _Optional[int] = ...) -> None: ...

class BookDelta(_message.Message):
    __slots__ = ["ask_prices", "ask_quantities", "bid_prices", "bid_quantities", "exchange_time_ns", "instrument_id", "price_scale", "update_id"]
    ASK_PRICES_FIELD_NUMBER: _ClassVar[int]
    ASK_QUANTITIES_FIELD_NUMBER: _ClassVar[int]
    BID_PRICES_FIELD_NUMBER: _ClassVar[int]
    BID_QUANTITIES_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_SCALE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_ID_FIELD_NUMBER: _ClassVar[int]
    ask_prices: _containers.RepeatedScalarFieldContainer[int]
    ask_quantities: _containers.RepeatedScalarFieldContainer[int]
    bid_prices: _containers.RepeatedScalarFieldContainer[int]
    bid_quantities: _containers.RepeatedScalarFieldContainer[int]
    exchange_time_ns: int
    instrument_id: int
    price_scale: int
    update_id: int
    def __init__(self, instrument_id: _Optional[int] = ..., update_id: _Optional[int] = ..., exchange_time_ns: _Optional[int] = ..., bid_prices: _Optional[_Iterable[int]] = ..., bid_quantities: _Optional[_Iterable[int]] = ..., ask_prices: _Optional[_Iterable[int]] = ..., ask_quantities: _Optional[_Iterable[int]] = ..., price_scale: _Optional[int] = ...) -> None: ...

class BookSnapshot(_message.Message):
    __slots__ = ["ask_prices", "ask_quantities", "bid_prices", "bid_quantities", "exchange_time_ns", "instrument_id", "price_scale", "update_id"]
    ASK_PRICES_FIELD_NUMBER: _ClassVar[int]
    ASK_QUANTITIES_FIELD_NUMBER: _ClassVar[int]
    BID_PRICES_FIELD_NUMBER: _ClassVar[int]
    BID_QUANTITIES_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_SCALE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_ID_FIELD_NUMBER: _ClassVar[int]
    ask_prices: _containers.RepeatedScalarFieldContainer[int]
    ask_quantities: _containers.RepeatedScalarFieldContainer[int]
    bid_prices: _containers.RepeatedScalarFieldContainer[int]
    bid_quantities: _containers.RepeatedScalarFieldContainer[int]
    exchange_time_ns: int
    instrument_id: int
    price_scale: int
    update_id: int
    def __init__(self, instrument_id: _Optional[int] = ..., update_id: _Optional[int] = ..., exchange_time_ns: _Optional[int] = ..., bid_prices: _Optional[_Iterable[int]] = ..., bid_quantities: _Optional[_Iterable[int]] = ..., ask_prices: _Optional[_Iterable[int]] = ..., ask_quantities: _Optional[_Iterable[int]] = ..., price_scale: _Optional[int] = ...) -> None: ...

class BookTop(_message.Message):
    __slots__ = ["ask_prices", "ask_quantities", "bid_prices", "bid_quantities", "exchange_time_ns", "instrument_id", "price_scale", "update_id"]
    ASK_PRICES_FIELD_NUMBER: _ClassVar[int]
    ASK_QUANTITIES_FIELD_NUMBER: _ClassVar[int]
    BID_PRICES_FIELD_NUMBER: _ClassVar[int]
    BID_QUANTITIES_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_SCALE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_ID_FIELD_NUMBER: _ClassVar[int]
    ask_prices: _containers.RepeatedScalarFieldContainer[int]
    ask_quantities: _containers.RepeatedScalarFieldContainer[int]
    bid_prices: _containers.RepeatedScalarFieldContainer[int]
    bid_quantities: _containers.RepeatedScalarFieldContainer[int]
    exchange_time_ns: int
    instrument_id: int
    price_scale: int
    update_id: int
    def __init__(self, instrument_id: _Optional[int] = ..., update_id: _Optional[int] = ..., bid_prices: _Optional[_Iterable[int]] = ..., bid_quantities: _Optional[_Iterable[int]] = ..., ask_prices: _Optional[_Iterable[int]] = ..., ask_quantities: _Optional[_Iterable[int]] = ..., exchange_time_ns: _Optional[int] = ..., price_scale: _Optional[int] = ...) -> None: ...

class FeedStatus(_message.Message):
    __slots__ = ["gaps", "instrument_id", "reason", "resyncs", "state"]
    GAPS_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RESYNCS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    gaps: int
    instrument_id: int
    reason: FeedReason
    resyncs: int
    state: FeedState
    def __init__(self, instrument_id: _Optional[int] = ..., state: _Optional[_Union[FeedState, str]] = ..., reason: _Optional[_Union[FeedReason, str]] = ..., gaps: _Optional[int] = ..., resyncs: _Optional[int] = ...) -> None: ...

class Instrument(_message.Message):
    __slots__ = ["base_asset", "instrument_id", "lot_size", "max_quantity", "min_notional", "min_quantity", "price_scale", "quantity_scale", "quote_asset", "symbol", "tick_size"]
    BASE_ASSET_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    LOT_SIZE_FIELD_NUMBER: _ClassVar[int]
    MAX_QUANTITY_FIELD_NUMBER: _ClassVar[int]
    MIN_NOTIONAL_FIELD_NUMBER: _ClassVar[int]
    MIN_QUANTITY_FIELD_NUMBER: _ClassVar[int]
    PRICE_SCALE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_SCALE_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ASSET_FIELD_NUMBER: _ClassVar[int]
    SYMBOL_FIELD_NUMBER: _ClassVar[int]
    TICK_SIZE_FIELD_NUMBER: _ClassVar[int]
    base_asset: str
    instrument_id: int
    lot_size: int
    max_quantity: int
    min_notional: int
    min_quantity: int
    price_scale: int
    quantity_scale: int
    quote_asset: str
    symbol: str
    tick_size: int
    def __init__(self, instrument_id: _Optional[int] = ..., symbol: _Optional[str] = ..., base_asset: _Optional[str] = ..., quote_asset: _Optional[str] = ..., price_scale: _Optional[int] = ..., quantity_scale: _Optional[int] = ..., tick_size: _Optional[int] = ..., lot_size: _Optional[int] = ..., min_quantity: _Optional[int] = ..., max_quantity: _Optional[int] = ..., min_notional: _Optional[int] = ...) -> None: ...

class Quote(_message.Message):
    __slots__ = ["ask_price", "ask_quantity", "bid_price", "bid_quantity", "exchange_time_ns", "instrument_id", "price_scale", "update_id"]
    ASK_PRICE_FIELD_NUMBER: _ClassVar[int]
    ASK_QUANTITY_FIELD_NUMBER: _ClassVar[int]
    BID_PRICE_FIELD_NUMBER: _ClassVar[int]
    BID_QUANTITY_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_SCALE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_ID_FIELD_NUMBER: _ClassVar[int]
    ask_price: int
    ask_quantity: int
    bid_price: int
    bid_quantity: int
    exchange_time_ns: int
    instrument_id: int
    price_scale: int
    update_id: int
    def __init__(self, instrument_id: _Optional[int] = ..., bid_price: _Optional[int] = ..., bid_quantity: _Optional[int] = ..., ask_price: _Optional[int] = ..., ask_quantity: _Optional[int] = ..., update_id: _Optional[int] = ..., exchange_time_ns: _Optional[int] = ..., price_scale: _Optional[int] = ...) -> None: ...

class Trade(_message.Message):
    __slots__ = ["aggressor", "exchange_time_ns", "instrument_id", "price", "price_scale", "quantity", "trade_id"]
    AGGRESSOR_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    PRICE_SCALE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    TRADE_ID_FIELD_NUMBER: _ClassVar[int]
    aggressor: Side
    exchange_time_ns: int
    instrument_id: int
    price: int
    price_scale: int
    quantity: int
    trade_id: int
    def __init__(self, instrument_id: _Optional[int] = ..., price: _Optional[int] = ..., quantity: _Optional[int] = ..., trade_id: _Optional[int] = ..., aggressor: _Optional[_Union[Side, str]] = ..., exchange_time_ns: _Optional[int] = ..., price_scale: _Optional[int] = ...) -> None: ...

class Side(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class BarKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class FeedState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class FeedReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
