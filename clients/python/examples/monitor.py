#!/usr/bin/env python3
"""A terminal monitor of a live run: quotes, positions, order flow, states.

    monitor.py RUN [--seconds S]

RUN is the run's folder (runs/current for the one that lives). On a terminal it redraws in place; elsewhere it prints a
line each second.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, Dict, List

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
import artic  # noqa: E402
from artic.v1 import market_pb2, trading_pb2  # noqa: E402

MONEY_SCALE = 8
REDRAW_S = 0.2
LINE_S = 1.0
BOLD, DIM, PLAIN, HOME, CLEAR_LINE, CLEAR_BELOW = "\x1b[1m", "\x1b[2m", "\x1b[0m", "\x1b[H", "\x1b[K", "\x1b[J"


class View:
    """What the run has said so far."""

    def __init__(self, run: artic.Run, instruments: Dict[int, Any]) -> None:
        self._run = run
        self._instruments = instruments
        self._quotes: Dict[int, Any] = {}
        self._feeds: Dict[int, str] = {}
        self._positions: Dict[int, Any] = {}
        self._comparisons = (0, 0)
        self._state = "not known"
        self._session = "not known"
        self._flow: Counter[str] = Counter()
        self._last_flow: List[str] = []

    def take(self, record: artic.Record) -> None:
        """Takes in one record."""
        kind, instrument = record.type_name, record.instrument_id
        if kind == "Quote":
            self._quotes[instrument] = record.message
        elif kind == "FeedStatus":
            self._feeds[instrument] = market_pb2.FeedState.Name(record.message.state)[len("FEED_STATE_"):]
        elif kind == "Position":
            self._positions[instrument] = record.message
        elif kind == "Reconciliation":
            self._comparisons = (record.message.checks, record.message.breaks)
        elif kind == "TradingStateChanged":
            message = record.message
            self._state = (
                f"{trading_pb2.TradingStateValue.Name(message.state)[len('TRADING_STATE_VALUE_'):]} "
                f"({trading_pb2.TradingStateReason.Name(message.reason)[len('TRADING_STATE_REASON_'):]})")
        elif kind == "SessionStatus":
            self._session = "ready" if record.message.ready else "down"
        elif kind == "OrderApproved":
            self._count("approved", record)
        elif kind == "OrderDenied":
            self._count(f"denied {trading_pb2.DenialCode.Name(record.message.code)[len('DENIAL_CODE_'):]}", record)
        elif kind == "OrderEvent":
            self._count(trading_pb2.OrderStatus.Name(record.message.status)[len("ORDER_STATUS_"):].lower(), record)
        elif kind == "Fill":
            self._count("fill", record)

    def lines(self) -> List[str]:
        """The whole view, one text a line, without control characters."""
        lines = [f"{self._run.folder.name}   trading {self._state}   session {self._session}", ""]
        for number, instrument in self._instruments.items():
            lines.append(f"{instrument.symbol:12} {self._quote(number)}   feed {self._feeds.get(number, 'not known')}")
            lines.append(f"{'':12} {self._position(number)}")
        lines.append("")
        lines.append("orders       " + "   ".join(f"{n} {name}" for name, n in sorted(self._flow.items())))
        lines.append(f"books        {self._comparisons[0]} comparisons with the venue, {self._comparisons[1]} breaks")
        lines.append("")
        lines.extend(self._last_flow)
        return lines

    def line(self) -> str:
        """The view in one line."""
        quotes = "; ".join(f"{self._instruments[n].symbol} {self._quote(n)}" for n in self._quotes)
        positions = "; ".join(self._position(n) for n in self._positions)
        flow = ", ".join(f"{n} {name}" for name, n in sorted(self._flow.items()))
        return f"trading {self._state} | {quotes or 'no quote'} | {positions or 'no position'} | {flow or 'no order'}"

    def _quote(self, number: int) -> str:
        quote = self._quotes.get(number)
        if quote is None:
            return "no quote yet"
        return " / ".join(artic.decimal(price, artic.price_scale(quote)) for price in (quote.bid_price, quote.ask_price))

    def _position(self, number: int) -> str:
        position, instrument = self._positions.get(number), self._instruments[number]
        if position is None:
            return "no position yet"
        realized, unrealized, fees = (
            artic.decimal(money, MONEY_SCALE) for money in (position.realized_pnl, position.unrealized_pnl, position.fees))
        return (f"position {artic.decimal(position.quantity, instrument.quantity_scale)}   realized {realized}   "
                f"unrealized {unrealized}   fees {fees}   fills {position.fills}")

    def _count(self, name: str, record: artic.Record) -> None:
        self._flow[name] += 1
        message, instrument = record.message, self._instruments.get(record.instrument_id)
        if instrument is not None:
            self._last_flow = self._last_flow[-7:] + [
                f"{instrument.symbol:12} {name:24} {market_pb2.Side.Name(message.side)[len('SIDE_'):]:4} "
                f"{artic.decimal(message.quantity, instrument.quantity_scale)} at "
                f"{artic.decimal(message.price, instrument.price_scale)}"]


def subscribe(run: artic.Run, instruments: Dict[int, Any]) -> List[artic.Subscriber]:
    """Quotes from now on; of everything else all that there was, since the view adds it up."""
    subscribers = [
        artic.Subscriber(run, "order", from_sequence="start"),
        artic.Subscriber(run, "execution", from_sequence="start"),
        artic.Subscriber(run, "position", from_sequence="start"),
    ]
    for instrument in instruments.values():
        subscribers.append(artic.Subscriber(run, "market", [f"market.quote.{instrument.symbol}."]))
        subscribers.append(artic.Subscriber(run, "market", [f"market.feed_status.{instrument.symbol}."], "start"))
    return subscribers


def watch(run: artic.Run, seconds: float) -> None:
    """Shows the run until the time or the run is over."""
    instruments = artic.instruments(run)
    view = View(run, instruments)
    subscribers = subscribe(run, instruments)
    terminal = sys.stdout.isatty()
    deadline, shown = time.monotonic() + seconds, 0.0
    if terminal:
        sys.stdout.write(HOME + CLEAR_BELOW)
    try:
        while time.monotonic() < deadline and run.is_live:
            idle = True
            for subscriber in subscribers:
                for _ in range(200):
                    record = subscriber.receive(0)
                    if record is None:
                        break
                    view.take(record)
                    idle = False
            now = time.monotonic()
            if now - shown >= (REDRAW_S if terminal else LINE_S):
                shown = now
                show(view, terminal)
            if idle:
                time.sleep(0.01)
    finally:
        for subscriber in subscribers:
            subscriber.close()


def show(view: View, terminal: bool) -> None:
    """Draws it."""
    if terminal:
        lines = view.lines()
        text = HOME + BOLD + lines[0] + PLAIN + CLEAR_LINE + "\n"
        text += "".join(line + CLEAR_LINE + "\n" for line in lines[1:])
        sys.stdout.write(text + DIM + "Ctrl-C ends the monitor, not the run" + PLAIN + CLEAR_BELOW + "\n")
    else:
        print(view.line())
    sys.stdout.flush()


def main() -> int:
    """Reads the arguments; exit code 1 with a reason where there is no live run."""
    parser = argparse.ArgumentParser(description="Quotes, positions, order flow and states of a live run.")
    parser.add_argument("run", help="the run's folder, runs/current for the one that lives")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="end after so long")
    arguments = parser.parse_args()
    try:
        run = artic.Run(arguments.run)
        if not run.is_live:
            raise artic.ArticError(f"{run.folder} is not live")
        watch(run, arguments.seconds)
    except (artic.ArticError, OSError) as error:
        print(f"monitor: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
