"""Commands to a living run: stop trading, go on, set a limit, is somebody there."""

from __future__ import annotations

import getpass
import json
import time
from dataclasses import dataclass
from decimal import Decimal
from types import TracebackType
from typing import Any, Dict, List, Optional, Type, Union

import zmq

from .errors import ArticError, CommandRefused
from .run import RunLike, as_run

_FLATTEN_PATIENCE_S = 35.0


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

    scope: str = ""
    """What was asked to be stopped; empty: everything."""

    widened: str = ""
    """Why everything was stopped though a part was asked for; empty: what was asked for was stopped."""

    flattened: Optional["Flattened"] = None
    """What became of the position, where that was asked for."""


@dataclass(frozen=True)
class Flattened:
    """What became of the position after a kill that asked for it to be closed."""

    flat: bool
    """Nothing is left."""

    outcome: str
    """FLAT, BELOW_LEAST (what is left is less than the venue trades), GAVE_UP, KILLED, RESUMED; RISK_MANAGER_SILENT and
    WIDENED: nothing was closed; UNCONFIRMED: it is not over."""

    orders: int
    """Orders that it has sent."""

    instruments_left: int
    """Instruments where something is left."""

    left_in: str = ""
    """One of them."""

    left: str = "0"
    """What is left there, a decimal; below 0 it is owed."""


@dataclass(frozen=True)
class Resumed:
    """A resume that is done, or that waits for a second person."""

    done: bool
    """The kill is lifted; otherwise a second, different person has ten minutes to resume as well."""

    generation: int
    """The kill's number."""

    by: str
    """Who: the names of the tokens."""


@dataclass(frozen=True)
class Overridden:
    """A denied order that was let pass."""

    client_order_id: int
    """The order's number from now on."""

    waived: str
    """The denial code of the one check that was waived, such as ``ORDER_MAX_VALUE``."""

    sequence: int
    """The override's record in ``command``."""


@dataclass(frozen=True)
class Instance:
    """A strategy instance as it is now."""

    id: int
    """Its number in all records."""

    name: str
    """Its strategy."""

    mode: str
    """What it does: off, observe or active."""

    declared_mode: str
    """What it shall do; another than ``mode`` where it was refused or has failed."""

    generation: int
    """Times that it was declared."""

    refusal: str
    """Why it does not do what it shall, such as MODEL_REFUSED; empty: it does."""

    position: Decimal
    """What it holds by its own fills; below 0 it is short."""

    detail: str
    """Its last signal in words; empty: none yet."""

    configuration: Dict[str, Any]
    """All that the service has said of it."""


class Commands:
    """Sends commands to a service of a run, with the run's token; whoever may read ``<run>/token`` may send them.

    ``token`` is a person's own in its place (``kill.tokens`` in the configuration): what is done is done in that name.

    ``service`` is ``risk-manager`` (all but instances), ``execution-engine`` (kill, ping: it works where the risk
    manager does not) or ``signal-bridge`` (instances, kill, ping). One thread at a time. Raises :class:`CommandRefused` where the service says no, and
    :class:`ArticError` where none answers within ``timeout`` seconds.
    """

    def __init__(
        self, run: RunLike, service: str = "risk-manager", *, timeout: float = 10.0, token: Optional[str] = None,
    ) -> None:
        found = as_run(run)
        self._token = found.token_of(service) if token is None else token
        self._service = service
        self._timeout = timeout
        self._context = zmq.Context()
        self._endpoint = found.socket(f"{service}.command")
        self._dealer = self._connect()

    def kill(self, reason: str = "", scope: str = "", flatten: bool = False) -> Killed:
        """Stops the account: latched at once, and answered when it is stopped. Holds across restarts and runs.

        ``scope`` is a part of it, ``strategy:1`` or ``instrument:BTCUSDT``; where the risk manager does not take that within
        100 ms, everything is stopped (``widened``). ``flatten`` closes the position besides, by market orders that only
        reduce it; that may take half a minute longer than ``timeout``.
        """
        members: Dict[str, Any] = {}
        if scope:
            members["scope"] = scope
        if flatten:
            members["flatten"] = True
        deadline = self._send("kill", reason, **members)
        first = self._answer(deadline, "latched")
        # One of a part that had to be widened after it was latched is latched twice.
        stopped = self._answer(deadline, "stopped", "latched")
        if stopped["event"] == "latched":
            first, stopped = stopped, self._answer(deadline, "stopped")
        flattened: Optional[Flattened] = None
        if flatten:
            answer = self._answer(deadline + _FLATTEN_PATIENCE_S, "flattened")
            flattened = Flattened(
                flat=answer["flat"], outcome=answer["outcome"], orders=answer["orders"],
                instruments_left=answer["instruments_left"], left_in=answer.get("left_in", ""), left=answer.get("left", "0"))
        return Killed(
            generation=stopped["generation"], latched_us=first["latched_us"], stopped_us=stopped["stopped_us"],
            engine_ended=stopped["engine_ended"], open_orders=stopped["open_orders"], scope=stopped.get("scope", ""),
            widened=stopped.get("widened_why", ""), flattened=flattened)

    def resume(self, reason: str, scope: str = "") -> Resumed:
        """Lets the account, or a part of it, trade again after a kill; or asks for it, where two persons are wanted."""
        members: Dict[str, Any] = {"scope": scope} if scope else {}
        answer = self._answer(self._send("resume", reason, **members), "resumed", "resume_requested")
        done = bool(answer["event"] == "resumed")
        return Resumed(done=done, generation=answer["resumed_generation" if done else "generation"], by=answer["by"])

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

    def instances(self) -> List[Instance]:
        """The strategy instances as they are now; of ``signal-bridge``."""
        found = self._answer(self._send("instances", ""), "instances")["instances"]
        return [
            Instance(
                id=each["id"], name=each.get("name", ""), mode=each["mode"], declared_mode=each["declared_mode"],
                generation=each["generation"], refusal=each.get("refusal") or "", position=Decimal(each["position"]),
                detail=(each.get("last_signal") or {}).get("detail", ""), configuration=each)
            for each in found
        ]

    def set_instance(self, id: int, reason: str, by: str = "", **members: Any) -> int:
        """Changes the configuration of a strategy instance, in effect when back; of ``signal-bridge``.

        ``members`` are those of the configuration: ``mode="observe"``, ``parameters={"fast": 5}``, ``cooldown_ms=50``; None takes
        one back to its default. Gives the sequence of the declaration in ``instance``. Raises :class:`CommandRefused`
        (``INSTANCE_REFUSED``) with all that is wrong; nothing has changed then.
        """
        deadline = self._send("set_instances", reason, by=by or getpass.getuser(), instance={"id": id, **members})
        sequence: int = self._answer(deadline, "instances_set")["sequence"]
        return sequence

    def set_mode(self, id: int, mode: str, reason: str, by: str = "") -> int:
        """Has an instance ``off``, ``observe`` or ``active``; what it has open is cancelled when it leaves active."""
        return self.set_instance(id, reason, by, mode=mode)

    def reconcile(self) -> int:
        """Has account and open orders compared with the venue now; of ``execution-engine``.

        Gives the number that every ``OpenOrdersCompared`` of it bears in ``execution``, or a later one where somebody else asks
        meanwhile; an instrument is done with the one that is its last (``is_last``).
        """
        request: int = self._answer(self._send("reconcile", ""), "reconcile_asked")["request"]
        return request

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

    def _send(self, command: str, reason: str, **members: Any) -> float:
        request = {"command": command, "reason": reason, "token": self._token, **members}
        self._dealer.send(json.dumps(request).encode("utf-8"))
        return time.monotonic() + self._timeout

    def _answer(self, deadline: float, event: str, other: str = "") -> Dict[str, Any]:
        if not self._dealer.poll(int(1000 * max(0.0, deadline - time.monotonic()))):
            # What comes later must not be taken for the answer to the next command.
            self._dealer.close()
            self._dealer = self._connect()
            raise ArticError(f"{self._service} has not answered '{event}' within {self._timeout:g} s at {self._endpoint}")
        answer: Dict[str, Any] = json.loads(self._dealer.recv())
        if "error" in answer:
            raise CommandRefused(answer["error"], answer.get("message", ""))
        if answer.get("event") not in (event, other or event):
            raise ArticError(f"{self._service} answered {answer} in place of '{event}'")
        return answer
