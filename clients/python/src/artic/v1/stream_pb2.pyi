from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
REPLAY_OUTCOME_MALFORMED: ReplayOutcome
REPLAY_OUTCOME_NOT_AVAILABLE: ReplayOutcome
REPLAY_OUTCOME_OK: ReplayOutcome
REPLAY_OUTCOME_RANGE: ReplayOutcome
REPLAY_OUTCOME_UNSPECIFIED: ReplayOutcome

class Heartbeat(_message.Message):
    __slots__ = ["topics"]
    TOPICS_FIELD_NUMBER: _ClassVar[int]
    topics: _containers.RepeatedCompositeFieldContainer[TopicPosition]
    def __init__(self, topics: _Optional[_Iterable[_Union[TopicPosition, _Mapping]]] = ...) -> None: ...

class ReplayPage(_message.Message):
    __slots__ = ["boot", "epoch", "error", "last_sequence", "next_sequence", "outcome", "records", "request_id", "run"]
    BOOT_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    LAST_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    NEXT_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    boot: int
    epoch: int
    error: str
    last_sequence: int
    next_sequence: int
    outcome: ReplayOutcome
    records: int
    request_id: int
    run: int
    def __init__(self, request_id: _Optional[int] = ..., outcome: _Optional[_Union[ReplayOutcome, str]] = ..., next_sequence: _Optional[int] = ..., last_sequence: _Optional[int] = ..., records: _Optional[int] = ..., error: _Optional[str] = ..., epoch: _Optional[int] = ..., run: _Optional[int] = ..., boot: _Optional[int] = ...) -> None: ...

class ReplayRequest(_message.Message):
    __slots__ = ["from_sequence", "request_id", "to_sequence", "topic"]
    FROM_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    TOPIC_FIELD_NUMBER: _ClassVar[int]
    TO_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    from_sequence: int
    request_id: int
    to_sequence: int
    topic: str
    def __init__(self, from_sequence: _Optional[int] = ..., to_sequence: _Optional[int] = ..., topic: _Optional[str] = ..., request_id: _Optional[int] = ...) -> None: ...

class TopicPosition(_message.Message):
    __slots__ = ["last_sequence", "topic"]
    LAST_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    TOPIC_FIELD_NUMBER: _ClassVar[int]
    last_sequence: int
    topic: str
    def __init__(self, topic: _Optional[str] = ..., last_sequence: _Optional[int] = ...) -> None: ...

class ReplayOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
