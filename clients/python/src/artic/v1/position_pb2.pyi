from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class Position(_message.Message):
    __slots__ = ["average_price", "fees", "fills", "instrument_id", "mark_price", "quantity", "realized_pnl", "unrealized_pnl"]
    AVERAGE_PRICE_FIELD_NUMBER: _ClassVar[int]
    FEES_FIELD_NUMBER: _ClassVar[int]
    FILLS_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    MARK_PRICE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    REALIZED_PNL_FIELD_NUMBER: _ClassVar[int]
    UNREALIZED_PNL_FIELD_NUMBER: _ClassVar[int]
    average_price: int
    fees: int
    fills: int
    instrument_id: int
    mark_price: int
    quantity: int
    realized_pnl: int
    unrealized_pnl: int
    def __init__(self, instrument_id: _Optional[int] = ..., quantity: _Optional[int] = ..., average_price: _Optional[int] = ..., realized_pnl: _Optional[int] = ..., unrealized_pnl: _Optional[int] = ..., fees: _Optional[int] = ..., mark_price: _Optional[int] = ..., fills: _Optional[int] = ...) -> None: ...

class Reconciliation(_message.Message):
    __slots__ = ["base_actual", "base_expected", "breaks", "checks", "instrument_id", "is_break", "matches", "quote_actual", "quote_expected"]
    BASE_ACTUAL_FIELD_NUMBER: _ClassVar[int]
    BASE_EXPECTED_FIELD_NUMBER: _ClassVar[int]
    BREAKS_FIELD_NUMBER: _ClassVar[int]
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    IS_BREAK_FIELD_NUMBER: _ClassVar[int]
    MATCHES_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ACTUAL_FIELD_NUMBER: _ClassVar[int]
    QUOTE_EXPECTED_FIELD_NUMBER: _ClassVar[int]
    base_actual: int
    base_expected: int
    breaks: int
    checks: int
    instrument_id: int
    is_break: bool
    matches: bool
    quote_actual: int
    quote_expected: int
    def __init__(self, instrument_id: _Optional[int] = ..., base_expected: _Optional[int] = ..., base_actual: _Optional[int] = ..., quote_expected: _Optional[int] = ..., quote_actual: _Optional[int] = ..., matches: bool = ..., is_break: bool = ..., checks: _Optional[int] = ..., breaks: _Optional[int] = ...) -> None: ...
