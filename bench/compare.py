#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs d3d_bench on native Direct3D and through loopback in turn and prints the ratios.

usage: compare.py BUILD-FOLDER OUT.json   (inside the tool root; scripts/bench calls it)
Environment: ROUNDS (3), SECONDS_EACH (1), DRAWS (500: lavapipe crashes on much larger frames with updates), BENCH,
RETRIES (3; lavapipe crashes now and then, natively too: such a pair is measured again, and said),
LATENCY_FRAMES (1200; the driver keeps the last 1024, so the first ones, which compile, are left out; 0: none).
A ratio is ours / native, pair by pair, so that a drift of the machine's speed cancels; the median is printed.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

BUILD, OUT = sys.argv[1], sys.argv[2]
RETRIES = int(os.environ.get("RETRIES", "3"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
LATENCY_FRAMES = os.environ.get("LATENCY_FRAMES", "1200")
os.environ.setdefault("DRAWS", "500")


class Crashed(Exception):
    """The program or the host's renderer under it ended by a signal."""


def run(command, env):
    p = subprocess.run(command, env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600, check=False)
    rows = [json.loads(line) for line in p.stdout.decode().splitlines() if line.startswith("{")]
    if p.returncode < 0:
        raise Crashed(f"{command[0]} ended by signal {-p.returncode}")
    if p.returncode:
        sys.stderr.write(p.stderr.decode()[-2000:])
        raise SystemExit(f"bench: {command[0]} ended with status {p.returncode}")
    return {row["case"]: row for row in rows}


def with_backend(renderer, env, command=None):
    """One run of our program (d3d_bench, unless a command is given) against a fresh backend; the sim's counters come back beside the rows."""
    work = tempfile.mkdtemp()
    sock, stats = work + "/s", work + "/sim.txt"
    backend = subprocess.Popen([BUILD + "/backend/pvgpu-backend", "--socket", sock, "--renderer", renderer, "--present", "headless",
                                "--once"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            if os.path.exists(sock):
                break
            time.sleep(0.05)
        rows = run(command or [BUILD + "/bench/d3d_bench-pvgpu"], {**env, "PVGPU_TRANSPORT": "loopback:" + sock, "PVGPU_SIM_STATS": stats})
    except SystemExit:
        if backend.poll() is not None and backend.returncode < 0:
            raise Crashed(f"the backend ended by signal {-backend.returncode}") from None
        raise
    finally:
        backend.terminate()
        backend.wait()
    counters = {}
    if os.path.exists(stats):
        with open(stats, encoding="utf-8") as f:
            for line in f:
                name, _, value = line.partition(" ")
                if value.strip().isdigit():
                    counters[name] = int(value)
    return rows, counters


def latencies():
    """Present to picture handed over, in ns: of a program that draws 120 pictures a second, and of one that draws all it can."""
    found = {}
    for name, pace in (("120 a second", ["--fps", "120"]), ("unpaced", [])):
        _, n = with_backend("d3d11", {}, [BUILD + "/samples/triangle-pvgpu", "--size", "1280x720", "--frames", LATENCY_FRAMES, *pace])
        found[name] = {"p50_ns": n["kmd_latency_p50_ns"], "p99_ns": n["kmd_latency_p99_ns"]}
        print(f"Present to frame, {name}: p50 {n['kmd_latency_p50_ns'] / 1e6:.2f} ms, p99 {n['kmd_latency_p99_ns'] / 1e6:.2f} ms")
    return found


def pair(order):
    """Both sides once, in this order; again when one crashes."""
    for attempt in range(RETRIES + 1):
        got, counters = {}, {}
        try:
            for side in order:
                if side == "native":
                    got[side] = run([BUILD + "/bench/d3d_bench-native"], {})
                else:
                    got[side], counters = with_backend("d3d11", {})
            return got, counters
        except Crashed as e:
            print(f"measured again: {e}")
            if attempt == RETRIES:
                raise SystemExit(f"bench: {RETRIES + 1} crashes in a row") from e
    raise AssertionError


def main():
    pairs, counters = {}, {}
    for i in range(ROUNDS):
        got, counters = pair(["native", "ours"] if i % 2 == 0 else ["ours", "native"])
        for name, row in got["native"].items():
            if name in got["ours"]:
                pairs.setdefault(name, []).append((row, got["ours"][name]))
    null, null_counters = with_backend("null", {})
    codec = json.loads(subprocess.check_output([BUILD + "/bench/codec_bench"]))

    result = {"cases": {}, "null": null, "codec": codec, "counters": counters, "null_counters": null_counters}
    print(f"{'case':24} {'native':>12} {'ours':>12} {'unit':10} {'ratio':>6} {'min..max':>13} {'call ns':>8}")
    for name, rows in pairs.items():
        ratios = [b["rate"] / a["rate"] for a, b in rows]
        native = statistics.median(a["rate"] for a, _ in rows)
        ours = statistics.median(b["rate"] for _, b in rows)
        call = statistics.median(b["call_ns"] for _, b in rows)
        ratio = statistics.median(ratios)
        result["cases"][name] = {"native": native, "ours": ours, "unit": rows[0][0]["unit"], "ratio": ratio, "ratios": ratios, "call_ns": call}
        print(f"{name:24} {native:12.5g} {ours:12.5g} {rows[0][0]['unit']:10} {ratio:6.2f} {min(ratios):5.2f}..{max(ratios):5.2f} {call:9.0f}")
    print(f"check and dispatch, handlers that do nothing: {codec['rate']} {codec['unit']}")
    for name in ("draw", "draw+map constants"):
        if name in null:
            print(f"null renderer, {name}: {null[name]['rate']:.5g} draws/s, {null[name]['call_ns']:.0f} ns in the program's calls a draw")
    for name, value in counters.items():
        print(f"{name}: {value:g}")
    if LATENCY_FRAMES != "0":
        result["present"] = latencies()
    with open(OUT, "w", encoding="utf-8") as f:
        json.dump(result, f, indent=1)


main()
