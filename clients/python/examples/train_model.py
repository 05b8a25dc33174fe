#!/usr/bin/env python3
"""The whole road of a model: reads the archive of a run, trains on it, and puts the model into the registry.

    train_model.py RUN --name NAME [--symbol SYMBOL] [--horizon QUOTES] [--file FILE] [--artic PROGRAM] [--promote]

RUN is the run's folder (runs/current for the last one). The features are those that the signal bridge computes, by the same
formulas (models/README.md); the model is a softmax regression over them: which way the mid goes over the next QUOTES quotes. What
it learns from a few minutes is an example and no advice. Needs Debian's python3-protobuf, python3-numpy and python3-onnx.
"""

import argparse
import json
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, List, Tuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
import artic  # noqa: E402
from artic.v1 import market_pb2  # noqa: E402

FEATURES = [
    "book_imbalance", "depth_imbalance", "microprice_offset_bps", "spread_bps", "mid_return_8_bps", "mid_return_32_bps",
    "trade_flow_imbalance", "realized_volatility_bps",
]
CLASSES = ["down", "flat", "up"]
DEPTH_LEVELS = 5
WARM_QUOTES = 33
BASIS_POINTS = 10_000.0
TRADE_WEIGHT = 1 / 16
VOLATILITY_WEIGHT = 1 / 32


class Features:
    """The features of one instrument, record by record, as services/SignalBridge/QuoteFeatures.cs has them."""

    def __init__(self) -> None:
        self.mids: List[float] = []
        self._depth = self._signed = self._flow = self._volatility = 0.0

    def reset(self) -> None:
        """What came before a hole says nothing about what comes after."""
        self.__init__()  # type: ignore[misc]

    def on_trade(self, trade: Any) -> None:
        signed = trade.quantity if trade.aggressor == market_pb2.SIDE_BUY else -trade.quantity
        self._signed += TRADE_WEIGHT * (signed - self._signed)
        self._flow += TRADE_WEIGHT * (trade.quantity - self._flow)

    def on_book(self, book: Any) -> None:
        self._depth = imbalance(sum(book.bid_quantities[:DEPTH_LEVELS]), sum(book.ask_quantities[:DEPTH_LEVELS]))

    def on_quote(self, quote: Any) -> List[float]:
        """The row after this quote; nothing before there have been enough."""
        mid = 0.5 * (quote.bid_price + quote.ask_price)
        if self.mids:
            self._volatility += VOLATILITY_WEIGHT * (abs(bps(mid, self.mids[-1])) - self._volatility)
        self.mids.append(mid)
        if len(self.mids) < WARM_QUOTES:
            return []
        bid, ask = quote.bid_quantity, quote.ask_quantity
        microprice = (quote.bid_price * ask + quote.ask_price * bid) / (bid + ask)
        return [
            imbalance(bid, ask),
            self._depth,
            bps(microprice, mid),
            (quote.ask_price - quote.bid_price) / mid * BASIS_POINTS,
            bps(mid, self.mids[-9]),
            bps(mid, self.mids[-33]),
            self._signed / self._flow if self._flow > 0 else 0.0,
            self._volatility,
        ]


def imbalance(bids: float, asks: float) -> float:
    return (bids - asks) / (bids + asks) if bids + asks > 0 else 0.0


def bps(now: float, before: float) -> float:
    return (now - before) / before * BASIS_POINTS


def read(run: str, symbol: str, horizon: int) -> Tuple[Any, Any]:
    """Rows of features and their classes: the mid has moved by more than half the spread when the horizon ends."""
    instruments = artic.instruments(run)
    numbers = [number for number, instrument in instruments.items() if symbol in ("", instrument.symbol)]
    if not numbers:
        raise artic.ArticError(f"{run} has no instrument '{symbol}'")
    features, rows, labels = Features(), [], []
    pending: List[Tuple[int, List[float]]] = []
    for record in artic.StreamReader(run, "market"):
        if record.instrument_id != numbers[0] and getattr(record.message, "instrument_id", 0) != numbers[0]:
            continue
        if record.type_name == "Trade":
            features.on_trade(record.message)
        elif record.type_name == "BookTop":
            features.on_book(record.message)
        elif record.type_name == "FeedStatus" and record.message.state != market_pb2.FEED_STATE_LIVE:
            features.reset()
            pending.clear()
        elif record.type_name == "Quote":
            row = features.on_quote(record.message)
            if row:
                pending.append((len(features.mids) - 1, row))
            if pending and len(features.mids) - 1 - pending[0][0] >= horizon:
                at, before = pending.pop(0)
                move, half = bps(features.mids[-1], features.mids[at]), before[3] / 2
                rows.append(before)
                labels.append(1 + (move > half) - (move < -half))
    if len(rows) < 100:
        raise artic.ArticError(f"{run} has {len(rows)} rows; at least 100 are wanted")
    return np.array(rows), np.array(labels)


def train(x: Any, y: Any) -> Tuple[Any, Any]:
    """Weights and bias of a softmax regression, by plain gradient descent on the cross-entropy."""
    weight, bias = np.zeros((x.shape[1], len(CLASSES))), np.zeros(len(CLASSES))
    wanted = np.eye(len(CLASSES))[y]
    for _ in range(500):
        logits = x @ weight + bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        delta = (odds / odds.sum(axis=1, keepdims=True) - wanted) / len(x)
        weight -= x.T @ delta + 1e-4 * weight
        bias -= delta.sum(axis=0)
    return weight, bias


def export(path: str, weight: Any, bias: Any, mean: Any, scale: Any, horizon: int) -> None:
    """One file that keeps the contract; the scaling is in its metadata, and whoever runs it applies it."""
    graph = helper.make_graph(
        [
            helper.make_node("Gemm", ["features", "weight", "bias"], ["logits"]),
            helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
        ],
        "softmax_regression",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, len(FEATURES)])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [1, len(CLASSES)])],
        [numpy_helper.from_array(a.astype(np.float32), name) for a, name in ((weight, "weight"), (bias, "bias"))])
    model = helper.make_model(graph, producer_name="train_model.py", opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 7
    helper.set_model_props(model, {
        "feature_names": json.dumps(FEATURES),
        "scaling": json.dumps({"mean": mean.tolist(), "scale": scale.tolist()}),
        "horizon": f"{horizon} quotes",
        "trained_at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "classes": json.dumps(CLASSES),
    })
    onnx.checker.check_model(model)
    Path(path).write_bytes(model.SerializeToString())


def main() -> int:
    parser = argparse.ArgumentParser(description="Trains a model on the archive of a run and adds it to the registry.")
    parser.add_argument("run")
    parser.add_argument("--name", required=True, help="its name in the registry")
    parser.add_argument("--symbol", default="", help="the instrument; the first where it is left out")
    parser.add_argument("--horizon", type=int, default=20, help="quotes ahead")
    parser.add_argument("--file", default="model.onnx", help="where the model is written")
    parser.add_argument("--artic", default="./artic", help="the program that knows the registry")
    parser.add_argument("--promote", action="store_true", help="make it the version in use")
    options = parser.parse_args()

    try:
        x, y = read(options.run, options.symbol, options.horizon)
    except artic.ArticError as error:
        print(f"train_model: {error}", file=sys.stderr)
        return 1
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-9)
    weight, bias = train((x - mean) / scale, y)
    guess = (((x - mean) / scale) @ weight + bias).argmax(axis=1)
    print(f"{len(x)} rows, shares {np.round(np.bincount(y, minlength=3) / len(y), 3).tolist()}, right in {np.mean(guess == y):.3f}")
    export(options.file, weight, bias, mean, scale, options.horizon)

    said = subprocess.run(
        [options.artic, "model", "add", options.file, "--name", options.name, "--json"], stdout=subprocess.PIPE, check=False)
    if said.returncode != 0:
        return said.returncode
    reference = json.loads(said.stdout)["model"]
    print(reference)
    return subprocess.run([options.artic, "model", "promote", reference], check=False).returncode if options.promote else 0


if __name__ == "__main__":
    sys.exit(main())
