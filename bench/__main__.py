"""Every measurement: `python -m bench` in the short form, `python -m bench --full` in the form that is written down."""

import subprocess
import sys

from bench.machine import ROOT, python

ALL = ("accept", "step", "obvious", "flush", "slow_line", "latency", "start", "memory", "million", "surge")


def main() -> int:
    short = [] if "--full" in sys.argv[1:] else ["--short"]
    failed = []
    for name in ALL:
        print(f"\n== {name}", flush=True)
        if subprocess.run([python(), "-m", f"bench.{name}", *short], cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nnot measured: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
