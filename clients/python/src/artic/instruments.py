"""What is traded in a run, and its numbers as people write them."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any, Dict

from .errors import ArticError
from .reader import StreamReader
from .run import RunLike, as_run


def instruments(run: RunLike, timeout: float = 10.0) -> Dict[int, Any]:
    """The run's instruments (``artic.v1.Instrument``) by number, from the beginning of the archived market stream.

    A run that has just begun is given ``timeout`` seconds to archive them; then ArticError is raised.
    """
    found: Dict[int, Any] = {}
    deadline = time.monotonic() + timeout
    run = as_run(run)
    while True:
        for record in StreamReader(run, "market"):
            if record.type_name == "Instrument":
                found[record.instrument_id] = record.message
            elif found:
                return found
        if time.monotonic() >= deadline:
            raise ArticError(f"no instrument is on record in the archive of {run.folder}")
        time.sleep(0.1)


def price_scale(message: Any) -> int:
    """Decimal scale of the prices of a market record (Instrument, Quote, Trade, BookTop, BookSnapshot, BookDelta, Bar).

    Every record says its own, so that it can be read by itself; 8, that of nearly all, is left out on the wire.
    """
    return message.price_scale or 8


def decimal(value: int, scale: int) -> str:
    """An integer with a decimal scale as text, exactly: 29000000 at scale 8 is "0.29000000"."""
    return f"{Decimal(value).scaleb(-scale):f}"
