#!/usr/bin/env python3
"""Shows the strategy instances of a live run, or sets the mode of one.

    instances.py RUN [ID MODE REASON]

RUN is the run's folder (runs/current for the one that lives); MODE is off, observe or active. A line for each instance: number,
strategy, mode, position, and its last signal in words. Exit code 1 where the bridge refuses or does not answer, with its words.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
import artic  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("change", nargs="*", metavar="ID MODE REASON")
    given = parser.parse_args()
    if len(given.change) not in (0, 3) or (given.change and not given.change[0].isdigit()):
        parser.error("a change is a number, a mode and a reason")
    try:
        with artic.Commands(given.run, "signal-bridge") as bridge:
            if given.change:
                bridge.set_mode(int(given.change[0]), given.change[1], given.change[2])
            for instance in bridge.instances():
                what = instance.refusal or instance.detail or "no signal yet"
                print(f"{instance.id} {instance.name} {instance.mode} {instance.position.normalize():f} {what}", flush=True)
    except artic.ArticError as refused:
        print(f"instances: {refused}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
