"""Commands to a living run: stop trading, go on, set a limit, is somebody there."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from decimal import Decimal
from types import TracebackType
from typing import Any, Dict, Optional, Type, Union

import zmq

from .errors import ArticError, CommandRefused
from .run import RunLike, as_run


@dataclass(frozen=True)
class Killed:
    """A kill that is done: the venue accepts no more orders of this account."""

    generation: int
    """The kill's number; it holds until somebody resumes."""

    latched_us: int
    """Until it was on disk and the engine could see it."""

    stopped_us: int
    """Until every request before it was answered or too old to be accepted."""

    engine_ended: bool
    """The engine did not answer and was ended."""

    open_orders: int
    """Orders that the engine still knew as open."""


@dataclass(frozen=True)
class Overridden:
    """A denied order that was let pass."""

    client_order_id: int
    """The order's number from now on."""

    waived: str
    """The denial code of the one check that was waived, such as ``ORDER_MAX_VALUE``."""

    sequence: int
    """The override's record in ``command``."""


class Commands:
    """Sends commands to a service of a run, with the run's token; whoever may read ``<run>/token`` may send them.

    ``service`` is ``risk-manager`` (all of them) or ``execution-engine`` (kill, ping: it works where the risk
    manager does not). One thread at a time. Raises :class:`CommandRefused` where the service says no, and
    :class:`ArticError` where none answers within ``timeout`` seconds.
    """

    def __init__(self, run: RunLike, service: str = "risk-manager", *, timeout: float = 10.0) -> None:
        found = as_run(run)
        self._token = found.token
        self._service = service
        self._timeout = timeout
        self._context = zmq.Context()
        self._endpoint = found.socket(f"{service}.command")
        self._dealer = self._connect()

    def kill(self, reason: str = "") -> Killed:
        """Stops the account: latched at once, and answered when it is stopped. Holds across restarts and runs."""
        deadline = self._send("kill", reason)
        latched = self._answer(deadline, "latched")
        stopped = self._answer(deadline, "stopped")
        return Killed(
            generation=stopped["generation"], latched_us=latched["latched_us"], stopped_us=stopped["stopped_us"],
            engine_ended=stopped["engine_ended"], open_orders=stopped["open_orders"])

    def resume(self, reason: str) -> None:
        """Lets the account trade again after a kill."""
        self._answer(self._send("resume", reason), "resumed")

    def set_limit(
        self, name: str, value: Union[str, int, Decimal], reason: str, by: str = "", *, scope: str = "account",
    ) -> int:
        """Sets a limit, such as ``max_position`` to ``"0.5"``, in this run and in those after it.

        ``scope`` is ``account``, ``firm``, ``venue``, ``strategy:1`` or ``instrument:BTCUSDT``. Gives the sequence of its record
        in ``command`` when it is in effect and kept. ``by`` goes on record behind the token's name.
        """
        deadline = self._send("set_limit", reason, name=name, value=str(value), by=by, scope=scope)
        sequence: int = self._answer(deadline, "limit_set")["sequence"]
        return sequence

    def reset_limit(self, name: str, reason: str, by: str = "", *, scope: str = "account") -> int:
        """Sets a limit back to what the configuration says; otherwise as :meth:`set_limit`."""
        deadline = self._send("set_limit", reason, name=name, reset=True, by=by, scope=scope)
        sequence: int = self._answer(deadline, "limit_set")["sequence"]
        return sequence

    def limits(self, scope: str = "account") -> Dict[str, Union[str, int]]:
        """The limits that are set for a scope, as they are now: decimals as text, whole numbers as numbers."""
        found: Dict[str, Union[str, int]] = self._answer(self._send("limits", "", scope=scope), "limits")["limits"]
        return found

    def override(self, denial: int, reason: str, by: str = "") -> Overridden:
        """Has one denied order decided again, now, without the check that denied it and with every other.

        ``denial`` is the sequence of its ``OrderDenied`` in ``order``. Raises :class:`CommandRefused` where it is denied again
        (``DENIED_AGAIN``), was overridden before (``OVERRIDE_USED``), is too old (``DENIAL_UNKNOWN``) or may not be waived
        (``NEVER_WAIVED``).
        """
        answer = self._answer(self._send("override", reason, denial=denial, by=by), "overridden")
        return Overridden(
            client_order_id=answer["client_order_id"], waived=answer["waived"], sequence=answer["sequence"])

    def ping(self) -> None:
        """Comes back when the service has answered."""
        self._answer(self._send("ping", ""), "pong")

    def close(self) -> None:
        """Closes the socket."""
        self._dealer.close()
        self._context.term()

    def __enter__(self) -> "Commands":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def _connect(self) -> "zmq.Socket[Any]":
        dealer = self._context.socket(zmq.DEALER)
        dealer.linger = 0
        dealer.connect(self._endpoint)
        return dealer

    def _send(self, command: str, reason: str, **members: Union[str, int, bool]) -> float:
        request = {"command": command, "reason": reason, "token": self._token, **members}
        self._dealer.send(json.dumps(request).encode("utf-8"))
        return time.monotonic() + self._timeout

    def _answer(self, deadline: float, event: str) -> Dict[str, Any]:
        if not self._dealer.poll(int(1000 * max(0.0, deadline - time.monotonic()))):
            # What comes later must not be taken for the answer to the next command.
            self._dealer.close()
            self._dealer = self._connect()
            raise ArticError(f"{self._service} has not answered '{event}' within {self._timeout:g} s at {self._endpoint}")
        answer: Dict[str, Any] = json.loads(self._dealer.recv())
        if "error" in answer:
            raise CommandRefused(answer["error"], answer.get("message", ""))
        if answer.get("event") != event:
            raise ArticError(f"{self._service} answered {answer} in place of '{event}'")
        return answer
