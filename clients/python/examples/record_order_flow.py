#!/usr/bin/env python3
"""Records a run's order flow to CSV: intents, approvals and denials, order events, fills.

    record_order_flow.py RUN FILE [--seconds S]

RUN is the run's folder (runs/current for the one that lives). One line a record; client_order_id joins an intent, its
approval, what became of the order, and its fills; `intent` is the intent's sequence in the stream `signal` and joins a
denial, which has no order. Nothing is missing: a live run is followed by ZeroMQ with recovery, and the end of a run
that is over is read from its archive. Started again, it goes on where FILE ends.
"""

import argparse
import csv
import os
import sys
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, TextIO, Tuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
import artic  # noqa: E402
from artic.v1 import market_pb2, trading_pb2  # noqa: E402

TOPICS = {
    "signal": ["signal.order_intent."],
    "order": ["order.order_approved.", "order.order_denied."],
    "execution": ["execution.order_event.", "execution.fill."],
}
TYPES = {"OrderIntent", "OrderApproved", "OrderDenied", "OrderEvent", "Fill"}
COLUMNS = [
    "run", "stream", "sequence", "record", "client_order_id", "intent", "published_ns", "origin_ns", "symbol", "side",
    "type", "time_in_force", "quantity", "price", "filled_quantity", "status", "code", "venue_order_id", "trade_id",
    "fee", "fee_asset", "is_maker",
]
MONEY_SCALE = 8


def follow(run: artic.Run, stream: str, begin: int) -> Iterator[Optional[artic.Record]]:
    """The records from ``begin`` on; None where there is none at this moment; ends when the run is over."""
    if run.is_live:
        with artic.Subscriber(run, stream, TOPICS[stream], begin) as subscriber:
            while run.is_live:
                try:
                    record = subscriber.receive(0)
                except artic.ReplayTimeout as error:
                    print(error, file=sys.stderr)
                    continue
                if record is not None:
                    begin = record.sequence + 1
                yield record
    for record in artic.StreamReader(run, stream).read(begin):
        if record.type_name in TYPES:
            yield record


def order_text(client_order_id: int) -> str:
    """As the venue sees it; nothing for an order that never was."""
    return f"a{client_order_id >> 32}-{client_order_id & 0xFFFFFFFF}" if client_order_id else ""


class Recorder:
    """Writes rows; an intent's row when it is known which order it became."""

    def __init__(self, run: artic.Run, file: TextIO, written: Dict[str, int], is_new: bool) -> None:
        self._run = run
        self._file = file
        self._rows = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        self._instruments = artic.instruments(run)
        self._intents = follow(run, "signal", written["signal"] + 1)
        self._last_intent = written["signal"]
        if is_new:
            self._rows.writeheader()

    def write(self, record: artic.Record) -> None:
        """Writes the record, and before a decision its intent."""
        message = record.message
        order = order_text(getattr(message, "client_order_id", 0))
        if record.stream != "order":
            self._row(record, order, "")
            return
        intent = record.cause_sequence
        while self._last_intent < intent:
            try:
                found = next(self._intents)
            except StopIteration:
                raise artic.ArticError(f"order {record.sequence} is of intent {intent}, which is not on record") from None
            if found is None:
                time.sleep(0.001)
                continue
            self._last_intent = found.sequence
            self._row(found, order if found.sequence == intent else "", found.sequence)
        self._row(record, order, intent)

    def flush(self) -> None:
        """Hands what was written to the system."""
        self._file.flush()

    def _row(self, record: artic.Record, order: str, intent: Any) -> None:
        message = record.message
        instrument = self._instruments[message.instrument_id]
        row = {
            "run": self._run.folder.name, "stream": record.stream, "sequence": record.sequence,
            "record": record.type_name, "client_order_id": order, "intent": intent, "published_ns": record.published_ns,
            "origin_ns": record.origin_ns, "symbol": instrument.symbol,
            "side": market_pb2.Side.Name(message.side)[len("SIDE_"):],
            "quantity": artic.decimal(message.quantity, instrument.quantity_scale),
            "price": artic.decimal(message.price, instrument.price_scale),
        }
        if record.type_name in ("OrderIntent", "OrderApproved", "OrderEvent"):
            row["type"] = trading_pb2.OrderType.Name(message.type)[len("ORDER_TYPE_"):]
            row["time_in_force"] = trading_pb2.TimeInForce.Name(message.time_in_force)[len("TIME_IN_FORCE_"):]
        if record.type_name == "OrderDenied":
            row["code"] = trading_pb2.DenialCode.Name(message.code)[len("DENIAL_CODE_"):]
        elif record.type_name == "OrderEvent":
            row["filled_quantity"] = artic.decimal(message.filled_quantity, instrument.quantity_scale)
            row["status"] = trading_pb2.OrderStatus.Name(message.status)[len("ORDER_STATUS_"):]
            row["venue_order_id"] = message.venue_order_id or ""
            if message.denial:
                row["code"] = trading_pb2.DenialCode.Name(message.denial)[len("DENIAL_CODE_"):]
            elif message.venue_error:
                row["code"] = message.venue_error
        elif record.type_name == "Fill":
            row["trade_id"] = message.trade_id
            row["fee"] = artic.decimal(message.fee, MONEY_SCALE)
            row["fee_asset"] = trading_pb2.FeeAsset.Name(message.fee_asset)[len("FEE_ASSET_"):]
            row["is_maker"] = message.is_maker
        self._rows.writerow(row)


def positions(path: Path, run: artic.Run) -> Tuple[Dict[str, int], bool]:
    """The last sequence of each stream in the file, and whether there is none yet; cuts off a line half written."""
    written = dict.fromkeys(TOPICS, 0)
    if not path.exists() or path.stat().st_size == 0:
        return written, True
    with path.open("r+b") as file:
        content = file.read()
        file.truncate(content.rfind(b"\n") + 1)
    with path.open(newline="", encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        if rows.fieldnames is None:
            return written, True
        if list(rows.fieldnames) != COLUMNS:
            raise artic.ArticError(f"{path} is not a recording of order flow: its columns differ")
        for row in rows:
            if row["run"] != run.folder.name:
                raise artic.ArticError(f"{path} is the recording of another run, {row['run']}")
            written[row["stream"]] = max(written[row["stream"]], int(row["sequence"]))
    return written, False


def record_flow(run: artic.Run, path: Path, seconds: Optional[float]) -> int:
    """Records until the run is over or the time is; gives the number of rows of decisions, events and fills."""
    deadline = None if seconds is None else time.monotonic() + seconds
    written, is_new = positions(path, run)
    rows = 0
    with path.open("a", newline="", encoding="utf-8") as file:
        recorder = Recorder(run, file, written, is_new)
        streams: List[Iterator[Optional[artic.Record]]] = [
            follow(run, stream, written[stream] + 1) for stream in ("order", "execution")]
        while streams and (deadline is None or time.monotonic() < deadline):
            before = rows
            for stream in list(streams):
                try:
                    record = next(stream)
                except StopIteration:
                    streams.remove(stream)
                    continue
                if record is not None:
                    recorder.write(record)
                    rows += 1
            if rows == before:
                recorder.flush()
                time.sleep(0.005)
    return rows


def main() -> int:
    """Reads the arguments; exit code 1 with a reason where it cannot record."""
    parser = argparse.ArgumentParser(description="Records a run's order flow to CSV; goes on where the file ends.")
    parser.add_argument("run", help="the run's folder, runs/current for the one that lives")
    parser.add_argument("file", type=Path)
    parser.add_argument("--seconds", type=float, help="end after so long; otherwise when the run is over")
    arguments = parser.parse_args()
    try:
        rows = record_flow(artic.Run(arguments.run), arguments.file, arguments.seconds)
    except (artic.ArticError, OSError) as error:
        print(f"record_order_flow: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    print(f"{rows} records more in {os.fspath(arguments.file)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
