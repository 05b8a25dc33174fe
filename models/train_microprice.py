#!/usr/bin/python3
"""Trains models/microprice.onnx: which way the mid goes over the next 20 quotes, from 8 features of book and tape.

Everything comes from a seeded order-flow simulation in this file; nothing is downloaded. The same numpy on the same
kind of processor gives the same bytes. Needs Debian's python3-numpy and python3-onnx.

    /usr/bin/python3 models/train_microprice.py [output.onnx]
"""

import json
import os
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # one order of summation, so that the bytes repeat

import numpy as np  # noqa: E402
import onnx  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

SEED = 20240607
TRAINED_AT = "2024-06-07T00:00:00Z"
FEATURES = [
    "book_imbalance",
    "depth_imbalance",
    "microprice_offset_bps",
    "spread_bps",
    "mid_return_8_bps",
    "mid_return_32_bps",
    "trade_flow_imbalance",
    "realized_volatility_bps",
]
HORIZON_QUOTES = 20
TRADE_FLOW_ALPHA = 1 / 16  # per trade
VOLATILITY_ALPHA = 1 / 32  # per quote
DEPTH_LEVELS = 5

INSTRUMENTS = 96
QUOTES = 4000
WARM_UP_QUOTES = 64
KEEP_EVERY = 4  # neighbouring quotes share most of their horizon
TEST_INSTRUMENTS = 24

HIDDEN = (32, 16)
EPOCHS = 8
BATCH = 512
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 1e-4

# A fixed input whose output the C# tests know.
PROBE = np.array([0.35, -0.2, 0.26, 1.5, -0.8, 0.6, 0.25, 0.4], dtype=np.float32)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def simulate(rng):
    """Features [quotes, instruments, 8] and mid prices and spreads [quotes, instruments], of independent instruments.

    Two hidden pressures, a fast and a slow one, push the price. The top of the book shows the fast one, the levels
    behind it the slow one, trades a mixture, each under noise. Moves come in ticks, more often in busy times.
    """
    n = INSTRUMENTS
    mid = np.full(n, 1.0)
    tick = 10 ** rng.uniform(-5.3, -4.0, n)  # 0.05 to 1 bps of the price
    fast, slow, busy = rng.standard_normal((3, n))
    shown_top, shown_depth = np.zeros(n), np.zeros(n)
    signed_flow, absolute_flow, volatility = np.zeros(n), np.full(n, 1e-9), np.zeros(n)
    mids, spreads, rows = [], [], []

    for _ in range(QUOTES):
        fast = 0.94 * fast + np.sqrt(1 - 0.94**2) * rng.standard_normal(n)
        slow = 0.99 * slow + np.sqrt(1 - 0.99**2) * rng.standard_normal(n)
        busy = 0.995 * busy + np.sqrt(1 - 0.995**2) * rng.standard_normal(n)
        pressure = 0.8 * fast + 0.6 * slow

        activity = np.clip(0.25 * np.exp(0.5 * busy), 0.02, 0.9)
        moves = rng.random(n) < activity
        up = rng.random(n) < sigmoid(0.75 * pressure)
        ticks = 1 + rng.poisson(0.3, n)
        before = mid
        mid = mid + np.where(moves, np.where(up, ticks, -ticks), 0) * tick
        volatility += VOLATILITY_ALPHA * (np.abs(mid / before - 1) * 1e4 - volatility)

        trades = rng.random(n) < np.clip(1.6 * activity, 0, 0.95)
        quantity = np.exp(0.8 * rng.standard_normal(n))
        buys = rng.random(n) < sigmoid(1.1 * fast + 0.5 * slow)
        signed = np.where(buys, quantity, -quantity)
        signed_flow = np.where(trades, signed_flow + TRADE_FLOW_ALPHA * (signed - signed_flow), signed_flow)
        absolute_flow = np.where(trades, absolute_flow + TRADE_FLOW_ALPHA * (quantity - absolute_flow), absolute_flow)

        # What the book shows lags and is noisy; a move clears the level that it went through.
        shown_top = np.where(moves, 0.3, 0.7) * shown_top + 0.3 * (1.2 * fast + 1.6 * rng.standard_normal(n))
        shown_depth = 0.9 * shown_depth + 0.1 * (0.9 * slow + 0.4 * fast + 1.8 * rng.standard_normal(n))
        book_imbalance = np.tanh(shown_top)
        depth_imbalance = np.tanh(1.4 * shown_depth + 0.3 * shown_top)
        spread = (1 + rng.poisson(0.6 + 1.2 * activity)) * tick / mid * 1e4

        mids.append(mid)
        spreads.append(spread)
        past = [mids[max(0, len(mids) - 1 - back)] for back in (8, 32)]
        rows.append(np.stack([
            book_imbalance,
            depth_imbalance,
            book_imbalance * spread / 2,  # the microprice lies between bid and ask as the quantities weigh
            spread,
            (mid / past[0] - 1) * 1e4,
            (mid / past[1] - 1) * 1e4,
            signed_flow / absolute_flow,
            volatility,
        ], axis=1))

    return np.stack(rows), np.stack(mids), np.stack(spreads)


def label(mids, spreads):
    """0 down, 1 flat, 2 up: the mid has moved by more than half the present spread when the horizon ends."""
    move = (mids[HORIZON_QUOTES:] / mids[:-HORIZON_QUOTES] - 1) * 1e4
    half = spreads[:-HORIZON_QUOTES] / 2
    return 1 + (move > half).astype(np.int64) - (move < -half).astype(np.int64)


def mirrored(x, y):
    """The rows and their mirror images, bid for ask: so that no side is taught to be the likelier."""
    sign = np.where(np.isin(FEATURES, ["spread_bps", "realized_volatility_bps"]), 1.0, -1.0)
    return np.concatenate([x, x * sign]), np.concatenate([y, 2 - y])


def forward(layers, x):
    """Activations of every layer; the last is the probabilities."""
    activations = [x]
    for index, (weight, bias) in enumerate(layers):
        x = x @ weight + bias
        if index < len(layers) - 1:
            x = np.maximum(x, 0)
        else:
            x = np.exp(x - x.max(axis=1, keepdims=True))
            x /= x.sum(axis=1, keepdims=True)
        activations.append(x)
    return activations


def train(rng, x, y):
    """A multilayer perceptron by Adam on the cross-entropy."""
    sizes = (x.shape[1], *HIDDEN, 3)
    layers = [[rng.standard_normal((a, b)) * np.sqrt(2 / a), np.zeros(b)] for a, b in zip(sizes, sizes[1:])]
    first = [[np.zeros_like(p) for p in layer] for layer in layers]
    second = [[np.zeros_like(p) for p in layer] for layer in layers]
    steps_all = EPOCHS * (len(x) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = rng.permutation(len(x))
        for start in range(0, len(x) - BATCH + 1, BATCH):
            rows = order[start:start + BATCH]
            activations = forward(layers, x[rows])
            delta = activations[-1].copy()
            delta[np.arange(BATCH), y[rows]] -= 1
            delta /= BATCH
            step += 1
            rate = LEARNING_RATE * (1 - step / (steps_all + 1))
            for index in reversed(range(len(layers))):
                weight = layers[index][0]
                gradients = (activations[index].T @ delta + WEIGHT_DECAY * weight, delta.sum(axis=0))
                delta = (delta @ weight.T) * (activations[index] > 0)
                for k, gradient in enumerate(gradients):
                    first[index][k] += 0.1 * (gradient - first[index][k])
                    second[index][k] += 0.001 * (gradient**2 - second[index][k])
                    mean = first[index][k] / (1 - 0.9**step)
                    scale = np.sqrt(second[index][k] / (1 - 0.999**step)) + 1e-8
                    layers[index][k] = layers[index][k] - rate * mean / scale
    return layers


def fold_scaling(layers, mean, scale):
    """Takes (x - mean) / scale into the first layer: the model is given features as they are."""
    weight, bias = layers[0]
    folded = weight / scale[:, None]
    return [[folded, bias - mean @ folded]] + layers[1:]


def export(layers, mean, scale, path):
    nodes, constants, value = [], [], "features"
    for index, (weight, bias) in enumerate(layers):
        names = (f"weight_{index}", f"bias_{index}")
        constants += [numpy_helper.from_array(a, name) for a, name in zip((weight, bias), names)]
        nodes.append(helper.make_node("Gemm", [value, *names], [f"sum_{index}"], name=f"gemm_{index}"))
        value = f"sum_{index}"
        if index < len(layers) - 1:
            nodes.append(helper.make_node("Relu", [value], [f"relu_{index}"], name=f"relu_{index}"))
            value = f"relu_{index}"
    nodes.append(helper.make_node("Softmax", [value], ["probabilities"], name="softmax", axis=1))
    graph = helper.make_graph(
        nodes, "microprice",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, len(FEATURES)])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [1, 3])],
        constants)
    model = helper.make_model(graph, producer_name="train_microprice.py", opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 7
    model.doc_string = "Probability that the mid is down, flat or up by more than half the spread after 20 quotes."
    helper.set_model_props(model, {
        "feature_names": json.dumps(FEATURES),
        "classes": json.dumps(["down", "flat", "up"]),
        "horizon_quotes": str(HORIZON_QUOTES),
        "trained_at": TRAINED_AT,
        "seed": str(SEED),
        "scaling": json.dumps({
            "folded_into": "weight_0, bias_0",
            "mean": {name: round(float(v), 9) + 0.0 for name, v in zip(FEATURES, mean)},
            "scale": {name: round(float(v), 9) + 0.0 for name, v in zip(FEATURES, scale)},
        }),
        "feature_parameters": json.dumps({
            "depth_levels": DEPTH_LEVELS,
            "trade_flow_alpha_per_trade": TRADE_FLOW_ALPHA,
            "volatility_alpha_per_quote": VOLATILITY_ALPHA,
        }),
    })
    onnx.checker.check_model(model)
    with open(path, "wb") as file:
        file.write(model.SerializeToString())


def report(layers, x, y):
    probabilities = forward(layers, x)[-1]
    guess = probabilities.argmax(axis=1)
    shares = np.bincount(y, minlength=3) / len(y)
    print(f"test rows             {len(y)}")
    print(f"down, flat, up        {shares[0]:.3f}, {shares[1]:.3f}, {shares[2]:.3f}")
    print(f"accuracy              {np.mean(guess == y):.3f}   (always the commonest class: {shares.max():.3f})")
    print(f"log loss              {-np.mean(np.log(probabilities[np.arange(len(y)), y])):.3f}   "
          f"(class shares alone: {-np.sum(shares * np.log(shares)):.3f})")
    for name, index in (("down", 0), ("up", 2)):
        sure = probabilities[:, index] > 0.5
        print(f"p({name}) > 0.5".ljust(22) + f"{np.mean(sure):.3f} of rows, right in {np.mean(y[sure] == index):.3f}, "
              f"said {np.mean(probabilities[sure, index]):.3f}")


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                                              "microprice.onnx")
    rng = np.random.Generator(np.random.PCG64(SEED))
    features, mids, spreads = simulate(rng)
    labels = label(mids, spreads)
    rows = slice(WARM_UP_QUOTES, QUOTES - HORIZON_QUOTES, KEEP_EVERY)
    split = INSTRUMENTS - TEST_INSTRUMENTS  # tested on instruments that the training never saw
    x_train = features[rows, :split].reshape(-1, len(FEATURES))
    x_test = features[rows, split:].reshape(-1, len(FEATURES))
    y_train, y_test = labels[rows, :split].ravel(), labels[rows, split:].ravel()
    x_train, y_train = mirrored(x_train, y_train)

    mean, scale = x_train.mean(axis=0), x_train.std(axis=0)
    layers = fold_scaling(train(rng, (x_train - mean) / scale, y_train), mean, scale)
    layers = [[p.astype(np.float32) for p in layer] for layer in layers]
    export(layers, mean, scale, path)
    report(layers, x_test.astype(np.float32), y_test)
    print(f"probe {PROBE.tolist()}")
    print("   -> " + ", ".join(f"{p:.7f}" for p in forward(layers, PROBE[None, :])[-1][0]))


if __name__ == "__main__":
    main()
