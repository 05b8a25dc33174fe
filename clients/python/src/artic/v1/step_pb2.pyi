from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Optional as _Optional, Union as _Union

CONNECTION_STATE_CONNECTED: ConnectionState
CONNECTION_STATE_DISCONNECTED: ConnectionState
CONNECTION_STATE_UNSPECIFIED: ConnectionState
DESCRIPTOR: _descriptor.FileDescriptor
FRAME_CHANNEL_DEPTH_SNAPSHOT: FrameChannel
FRAME_CHANNEL_EXCHANGE_INFO: FrameChannel
FRAME_CHANNEL_MARKET_STREAM: FrameChannel
FRAME_CHANNEL_ORDER_API: FrameChannel
FRAME_CHANNEL_UNSPECIFIED: FrameChannel

class ConnectionChanged(_message.Message):
    __slots__ = ["connection", "state", "utc_ns"]
    CONNECTION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UTC_NS_FIELD_NUMBER: _ClassVar[int]
    connection: int
    state: ConnectionState
    utc_ns: int
    def __init__(self, state: _Optional[_Union[ConnectionState, str]] = ..., utc_ns: _Optional[int] = ..., connection: _Optional[int] = ...) -> None: ...

class RawFrame(_message.Message):
    __slots__ = ["channel", "connection", "data"]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    channel: FrameChannel
    connection: int
    data: bytes
    def __init__(self, data: _Optional[bytes] = ..., channel: _Optional[_Union[FrameChannel, str]] = ..., connection: _Optional[int] = ...) -> None: ...

class Step(_message.Message):
    __slots__ = ["inputs", "runs"]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    inputs: int
    runs: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, runs: _Optional[_Iterable[int]] = ..., inputs: _Optional[int] = ...) -> None: ...

class StreamSilent(_message.Message):
    __slots__ = ["instrument_id", "quiet_ns"]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    QUIET_NS_FIELD_NUMBER: _ClassVar[int]
    instrument_id: int
    quiet_ns: int
    def __init__(self, instrument_id: _Optional[int] = ..., quiet_ns: _Optional[int] = ...) -> None: ...

class TimerTick(_message.Message):
    __slots__ = ["utc_ns"]
    UTC_NS_FIELD_NUMBER: _ClassVar[int]
    utc_ns: int
    def __init__(self, utc_ns: _Optional[int] = ...) -> None: ...

class FrameChannel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ConnectionState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
