"""Records: what a stream consists of."""

from __future__ import annotations

from typing import Any, Dict, Optional, Type

from google.protobuf.message import Message

from .v1 import instance_pb2, market_pb2, position_pb2, step_pb2, trading_pb2

STREAMS: Dict[str, int] = {
    "feed": 1, "market": 2, "signal": 3, "order": 4, "execution": 6, "venue": 7, "wire": 8, "command": 9,
    "position": 10, "instance": 11,
}
"""The streams of a run and their numbers."""

STREAM_NAMES: Dict[int, str] = {number: name for name, number in STREAMS.items()}

TYPE_NAMES: Dict[int, str] = {
    1: "Step", 2: "RawFrame", 3: "ConnectionChanged", 4: "TimerTick", 5: "StreamSilent",
    16: "Instrument", 17: "Quote", 18: "Trade", 19: "BookTop", 20: "Bar", 21: "FeedStatus", 22: "BookSnapshot",
    23: "BookDelta",
    32: "Signal", 33: "OrderIntent",
    48: "OrderApproved", 49: "OrderDenied", 50: "TradingStateChanged", 51: "AccountState", 52: "KillObserved",
    53: "ResumeCommand", 54: "ArchiveObserved", 55: "LimitCommand",
    56: "LimitWarning", 57: "ScopeStateCommand", 58: "ScopeStateChanged", 59: "BreakerChanged", 60: "ValueAtRisk",
    61: "ScopeKilled", 62: "FlattenEnded",
    64: "OrderEvent", 65: "Fill", 66: "AccountSnapshot", 67: "SessionStatus", 68: "GateObserved", 69: "RequestSent",
    70: "RequestWithheld", 71: "EngineStarted", 72: "ScopeStopped", 73: "ReconcileAsked", 74: "OpenOrdersCompared",
    80: "Position", 81: "Reconciliation",
    96: "OverrideCommand", 97: "OverrideDecided", 98: "CarriedState", 99: "ClockOffset",
    100: "InstanceDeclared", 101: "InstanceChanged", 102: "CancelOrders",
}
"""Names of the messages behind the record types; the numbers are frozen."""


def _message_types() -> Dict[int, Type[Message]]:
    modules = (step_pb2, market_pb2, trading_pb2, position_pb2, instance_pb2)
    found: Dict[int, Type[Message]] = {}
    for number, name in TYPE_NAMES.items():
        for module in modules:
            if hasattr(module, name):
                found[number] = getattr(module, name)
    return found


_MESSAGE_TYPES = _message_types()


class Record:
    """One record. Times are CLOCK_MONOTONIC of the run's host, in nanoseconds; 0 means none."""

    __slots__ = (
        "stream", "sequence", "type", "previous_sequence", "published_ns", "origin_ns", "cause_sequence",
        "cause_stream", "step_continues", "instrument_id", "payload", "_message",
    )

    def __init__(
        self, stream: str, sequence: int, type: int, previous_sequence: int, published_ns: int, origin_ns: int,
        cause_sequence: int, cause_stream: int, flags: int, instrument_id: int, payload: bytes,
    ) -> None:
        self.stream = stream
        """Name of the stream it stands in."""
        self.sequence = sequence
        """Its place in the stream, from 1, without gaps."""
        self.type = type
        """Number of its type."""
        self.previous_sequence = previous_sequence
        """Of the topic's record before it; 0: it is the first, or not known."""
        self.published_ns = published_ns
        """When its step was committed."""
        self.origin_ns = origin_ns
        """Receive time of the market frame at the root of its chain."""
        self.cause_sequence = cause_sequence
        """The record that led to this one."""
        self.cause_stream = cause_stream
        """Number of the stream of that record."""
        self.step_continues = bool(flags & 1)
        """More records of the same step follow."""
        self.instrument_id = instrument_id
        """Number of the instrument; 0: none or all."""
        self.payload = payload
        """The bytes of the message."""
        self._message: Optional[Message] = None

    @property
    def type_name(self) -> str:
        """Name of the message, "Quote"; the number as text for a type that this version does not know."""
        return TYPE_NAMES.get(self.type, str(self.type))

    @property
    def message(self) -> Any:
        """The message (``artic.v1``), parsed at the first look. Raises KeyError for a type that is not known."""
        if self._message is None:
            self._message = _MESSAGE_TYPES[self.type].FromString(self.payload)
        return self._message

    def __repr__(self) -> str:
        return f"<{self.stream} {self.sequence} {self.type_name} instrument {self.instrument_id}>"


def topic_kind(type: int) -> str:
    """The middle part of a topic: "order_event"."""
    name = TYPE_NAMES.get(type, str(type))
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))
