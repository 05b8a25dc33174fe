"""Artic Pipeline from Python: streams without a gap, archives, and commands.

    import artic

    for record in artic.Subscriber("runs/current", "market", topics=["market.quote.BTCUSDT."]):
        print(record.sequence, record.message.bid_price)

Needs Debian's python3-zmq and python3-protobuf, nothing else.
"""

from .commands import Commands, Flattened, Instance, Killed, Overridden, Resumed
from .errors import ArticError, CommandRefused, RecordsUnavailable, ReplayTimeout, StreamCorrupt
from .instruments import decimal, instruments, price_scale
from .reader import StreamReader
from .records import Record
from .run import CurveKeys, Endpoints, Run
from .signals import signal_detail
from .subscriber import Subscriber

__all__ = [
    "ArticError",
    "CommandRefused",
    "Commands",
    "CurveKeys",
    "Endpoints",
    "Flattened",
    "Instance",
    "Killed",
    "Overridden",
    "Resumed",
    "Record",
    "RecordsUnavailable",
    "ReplayTimeout",
    "Run",
    "StreamCorrupt",
    "StreamReader",
    "Subscriber",
    "decimal",
    "instruments",
    "price_scale",
    "signal_detail",
]
