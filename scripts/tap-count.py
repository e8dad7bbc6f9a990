#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Counts the cases of a meson test run and prints what failed, one line a program, and the sum last.

A program that speaks TAP counts its cases; one that crashes, runs out of time or gives no TAP counts
as one case. Exit status 1 when anything failed or nothing ran.
"""
import json
import re
import sys


def cases(entry):
    """(passed, failed, skipped, lines that say what failed) of one test program."""
    out = entry.get("stdout", "")
    passed = failed = skipped = 0
    why = []
    notes = []
    for line in out.splitlines():
        if line.startswith("#"):
            notes.append(line)
        m = re.match(r"(not )?ok \d+(?: - )?(.*)", line)
        if not m:
            continue
        directive = re.search(r"# (SKIP|TODO)", m.group(2))
        if directive and directive.group(1) == "SKIP":
            skipped += 1
        elif m.group(1) and not directive:
            failed += 1
            why += notes[-8:] + [line]
        else:
            passed += 1
        notes = []
    result = entry["result"]
    if not passed and not failed and not skipped:
        if result == "SKIP":
            return 0, 0, 1, []
        if result in ("OK", "EXPECTEDFAIL"):
            return 1, 0, 0, []
    if result not in ("OK", "SKIP", "EXPECTEDFAIL") and not failed:
        failed += 1
        why.append(result + " (exit " + str(entry.get("returncode")) + ")")
        why += (out.splitlines() + entry.get("stderr", "").splitlines())[-25:]
    return passed, failed, skipped, why


def main():
    total = [0, 0, 0]
    with open(sys.argv[1], encoding="utf-8") as log:
        entries = [json.loads(line) for line in log if line.strip()]
    for entry in entries:
        p, f, s, why = cases(entry)
        total = [total[0] + p, total[1] + f, total[2] + s]
        mark = "FAIL" if f else "ok"
        print(f"{mark:4} {p:5} passed {f:3} failed {s:3} skipped {entry['duration']:7.1f} s  {entry['name']}")
        for line in why:
            print("     " + line)
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] or not total[0] else 0


sys.exit(main())
