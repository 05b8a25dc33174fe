from artic.v1 import market_pb2 as _market_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
INSTANCE_MODE_ACTIVE: InstanceMode
INSTANCE_MODE_OBSERVE: InstanceMode
INSTANCE_MODE_OFF: InstanceMode
INSTANCE_MODE_UNSPECIFIED: InstanceMode
INSTANCE_REASON_FAULT: InstanceReason
INSTANCE_REASON_MODEL_REFUSED: InstanceReason
INSTANCE_REASON_PARAMETERS_REFUSED: InstanceReason
INSTANCE_REASON_SIGNAL_INVALID: InstanceReason
INSTANCE_REASON_STRATEGY_UNKNOWN: InstanceReason
INSTANCE_REASON_UNSPECIFIED: InstanceReason
SIZING_KIND_FIXED: SizingKind
SIZING_KIND_FRACTION: SizingKind
SIZING_KIND_KELLY: SizingKind
SIZING_KIND_UNSPECIFIED: SizingKind
SIZING_KIND_VOLATILITY: SizingKind

class InstanceChanged(_message.Message):
    __slots__ = ["generation", "instance_id", "mode", "reason"]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    generation: int
    instance_id: int
    mode: InstanceMode
    reason: InstanceReason
    def __init__(self, instance_id: _Optional[int] = ..., mode: _Optional[_Union[InstanceMode, str]] = ..., generation: _Optional[int] = ..., reason: _Optional[_Union[InstanceReason, str]] = ...) -> None: ...

class InstanceDeclared(_message.Message):
    __slots__ = ["bar_kind", "bar_size", "by", "cooldown_ms", "expire_after_ms", "filter", "generation", "instance_id", "instrument_id", "max_position", "mode", "model", "model_followed", "model_sha256", "order_quantity", "other_instrument_id", "parameters", "reason", "refusal", "refusal_text", "sizing", "strategy", "threshold"]
    BAR_KIND_FIELD_NUMBER: _ClassVar[int]
    BAR_SIZE_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    COOLDOWN_MS_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_AFTER_MS_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    MAX_POSITION_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    MODEL_FOLLOWED_FIELD_NUMBER: _ClassVar[int]
    MODEL_SHA256_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    ORDER_QUANTITY_FIELD_NUMBER: _ClassVar[int]
    OTHER_INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_TEXT_FIELD_NUMBER: _ClassVar[int]
    SIZING_FIELD_NUMBER: _ClassVar[int]
    STRATEGY_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    bar_kind: _market_pb2.BarKind
    bar_size: int
    by: str
    cooldown_ms: int
    expire_after_ms: int
    filter: InstanceFilter
    generation: int
    instance_id: int
    instrument_id: int
    max_position: int
    mode: InstanceMode
    model: str
    model_followed: bool
    model_sha256: str
    order_quantity: int
    other_instrument_id: int
    parameters: _containers.RepeatedCompositeFieldContainer[InstanceParameter]
    reason: str
    refusal: InstanceReason
    refusal_text: str
    sizing: InstanceSizing
    strategy: str
    threshold: float
    def __init__(self, instance_id: _Optional[int] = ..., strategy: _Optional[str] = ..., instrument_id: _Optional[int] = ..., other_instrument_id: _Optional[int] = ..., mode: _Optional[_Union[InstanceMode, str]] = ..., parameters: _Optional[_Iterable[_Union[InstanceParameter, _Mapping]]] = ..., bar_kind: _Optional[_Union[_market_pb2.BarKind, str]] = ..., bar_size: _Optional[int] = ..., order_quantity: _Optional[int] = ..., max_position: _Optional[int] = ..., expire_after_ms: _Optional[int] = ..., cooldown_ms: _Optional[int] = ..., model: _Optional[str] = ..., model_sha256: _Optional[str] = ..., threshold: _Optional[float] = ..., sizing: _Optional[_Union[InstanceSizing, _Mapping]] = ..., filter: _Optional[_Union[InstanceFilter, _Mapping]] = ..., generation: _Optional[int] = ..., by: _Optional[str] = ..., reason: _Optional[str] = ..., refusal: _Optional[_Union[InstanceReason, str]] = ..., refusal_text: _Optional[str] = ..., model_followed: bool = ...) -> None: ...

class InstanceFilter(_message.Message):
    __slots__ = ["sessions", "weekdays"]
    SESSIONS_FIELD_NUMBER: _ClassVar[int]
    WEEKDAYS_FIELD_NUMBER: _ClassVar[int]
    sessions: int
    weekdays: int
    def __init__(self, sessions: _Optional[int] = ..., weekdays: _Optional[int] = ...) -> None: ...

class InstanceParameter(_message.Message):
    __slots__ = ["name", "value"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: float
    def __init__(self, name: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...

class InstanceSizing(_message.Message):
    __slots__ = ["cap", "equity", "fraction", "kind", "length", "most_leverage", "quantity", "share", "target", "win_over_loss", "win_probability"]
    CAP_FIELD_NUMBER: _ClassVar[int]
    EQUITY_FIELD_NUMBER: _ClassVar[int]
    FRACTION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    MOST_LEVERAGE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    WIN_OVER_LOSS_FIELD_NUMBER: _ClassVar[int]
    WIN_PROBABILITY_FIELD_NUMBER: _ClassVar[int]
    cap: float
    equity: int
    fraction: float
    kind: SizingKind
    length: int
    most_leverage: float
    quantity: int
    share: float
    target: float
    win_over_loss: float
    win_probability: float
    def __init__(self, kind: _Optional[_Union[SizingKind, str]] = ..., quantity: _Optional[int] = ..., equity: _Optional[int] = ..., fraction: _Optional[float] = ..., win_probability: _Optional[float] = ..., win_over_loss: _Optional[float] = ..., share: _Optional[float] = ..., cap: _Optional[float] = ..., target: _Optional[float] = ..., length: _Optional[int] = ..., most_leverage: _Optional[float] = ...) -> None: ...

class InstanceMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class InstanceReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class SizingKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
