"""What signals say, in words."""

from __future__ import annotations

from typing import Any, Sequence

from .v1 import trading_pb2

_OF_MODELS = ("down", "flat", "up", "threshold")


def signal_detail(signal: Any, figures: Sequence[str] = ()) -> str:
    """One line that says what a ``Signal`` is and why: ``long 1: trend up, fast 62010.5, slow 62001.2``.

    ``figures`` are the names of its figures, those of ``artic strategy describe NAME --json``; without them the four figures stand
    without names.
    """
    direction = "long" if signal.value > 0 else "short" if signal.value < 0 else "none"
    words = trading_pb2.SignalReason.Name(signal.reason)[len("SIGNAL_REASON_"):].lower().replace("_", " ")
    text = f"{direction} {_number(abs(signal.value), 3)}: {'none' if words == 'unspecified' else words}"
    if words in ("unspecified", "warming up", "passed over"):
        return text
    names = _OF_MODELS if words == "model" else tuple(figures)
    values = (signal.first, signal.second, signal.third, signal.fourth)
    if names:
        return text + "".join(f", {name} {value:.6g}" for name, value in zip(names, values))
    return text + "".join(f", {value:.6g}" for value in values)


def _number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".") or "0"
