"""The conversation between the benchmark harness and a peer.

A peer is started once a row and stays alive, so that imports and warm-up are never timed.
It prints one JSON line when it is ready:

    {"ready": true, "peer": "NumPy 2.1.0", "inputs": "..."}

and then answers each line `time` with

    {"seconds": 0.0123}

the time of one round (a fixed amount of work that the row defines), until a line `quit` or
the end of input. A peer that cannot run prints {"ready": false, "reason": "..."} and ends.
"""

import json
import os
import sys
import time

THREADS = int(os.environ.get("MESASCOPE_BENCH_THREADS", "2"))


def limit_threads() -> None:
    """Holds every numeric library at THREADS; must run before it is imported."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(THREADS)


def say(message: dict) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def refuse(reason: str) -> None:
    """Tells the harness why this peer cannot run, and ends."""
    say({"ready": False, "reason": reason})
    sys.exit(0)


def serve(peer: str, round_of_work) -> None:
    """Announces the peer and times one call of `round_of_work` for each request."""
    say({"ready": True, "peer": peer})
    for line in sys.stdin:
        request = line.strip()
        if request == "quit":
            return
        if request != "time":
            continue
        begin = time.perf_counter()
        round_of_work()
        say({"seconds": time.perf_counter() - begin})
