#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs the conformance suite on native Direct3D and on ours, and compares: one TAP case for each case.

usage: run.py BUILD [--area AREA[,AREA ...]] [--case GLOB] [--ours FILE] [--keep DIR] [--lists] [--verbose]
       run.py --native FILE --ours FILE [--verbose]

--ours FILE and --native FILE take the results of programs that ran elsewhere (in a guest, on Windows) instead of running them
here; with both, nothing runs.
docs/d3d11-tests.md says what the lines of a result file mean.
"""
import argparse
import fnmatch
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SIDE_SECONDS = 240   # of one program, all restarts together; a machine under load is several times slower than one at rest
STARTS = 4           # times a program is started before it counts as unable to
SHOWN = 6            # differing lines printed for a case
ASKED_AGAIN = 3      # cases of which native Direct3D may give results once more: DXVK now and then loses a planar texture's first contents


class Case:
    def __init__(self):
        self.lines = []      # of "=" and "!" results, in order
        self.notes = []
        self.skip = None
        self.ended = False
        self.crash = None


def parse(path):
    """name -> Case, in the order of the file."""
    cases, now = {}, None
    for line in open(path, encoding="utf-8", errors="replace"):
        line = line.rstrip("\n")
        if line.startswith("case "):
            now = cases.setdefault(line[5:], Case())
        elif now is None:
            continue
        elif line == "end":
            now.ended, now = True, None
        elif line.startswith("skip "):
            now.skip = line[5:]
        elif line[:2] in ("= ", "! "):
            now.lines.append(line)
        elif line.startswith("# "):
            now.notes.append(line)
    return cases


def died(code):
    if code < 0:
        return "signal %d (%s)" % (-code, signal.Signals(-code).name)
    return "exit status %d" % code


def run_side(program, env, area, only, out, log, before_restart=None, extra=()):
    """Runs a program over the cases; after a crash again from the next case on. Returns name -> Case."""
    crashes, after, begin, starts = {}, None, time.monotonic(), 0
    open(out, "w").close()
    while True:
        args = [program, "--out", out, *extra]
        if area:
            args += ["--area", area]
        if only:
            args += ["--case", only]
        if after:
            args += ["--after", after]
        left = SIDE_SECONDS - (time.monotonic() - begin)
        if left <= 0:
            break
        try:
            why = subprocess.run(args, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=left).returncode
            why = None if why == 0 else died(why)
        except subprocess.TimeoutExpired:
            why = "no end within %d s" % SIDE_SECONDS
        if why is None:
            break
        cases = parse(out)
        last = next(reversed(cases), None)
        if last is None or (cases[last].ended and last == after):  # it did not even start: the host may be busy with the one before
            starts += 1
            if starts == STARTS:
                crashes["start"] = why
                break
            time.sleep(1)
            if before_restart:
                before_restart()
            continue
        starts = 0
        if not cases[last].ended:
            crashes[last] = why
        after = last
        if only:
            break
        if before_restart:
            before_restart()
    cases = parse(out)
    for name, why in crashes.items():
        cases.setdefault(name, Case()).crash = why
    return cases


class Backend:
    def __init__(self, build, env, folder):
        self.program, self.env, self.socket = os.path.join(build, "backend/pvgpu-backend"), env, os.path.join(folder, "s")
        self.log = open(os.path.join(folder, "backend.log"), "w")
        self.process = None
        self.wrong = []      # what went wrong with it so far

    def start(self):
        if self.process:
            if self.process.poll() is None:
                return
            self.wrong.append("it ended: " + died(self.process.returncode))
        if os.path.exists(self.socket):
            os.unlink(self.socket)
        self.process = subprocess.Popen([self.program, "--socket", self.socket, "--renderer", "d3d11", "--present", "headless"],
                                        env=self.env, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        for _ in range(600):
            if os.path.exists(self.socket) or self.process.poll() is not None:
                return
            time.sleep(0.05)

    def welcomes(self):
        """Does it take the next device? (protocol/pvgpu_channel.h: the first message is the backend's.)"""
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(5)
            try:
                s.connect(self.socket)
                return struct.unpack_from("<4sI", s.recv(8, socket.MSG_WAITALL)) == (b"PVGC", 1)
            except (OSError, struct.error):
                return False

    def stop(self):
        """Lines that say what went wrong with it, from its start on."""
        end = time.monotonic() + 60  # the last device may still be on its way out
        while self.process.poll() is None and not self.welcomes():
            if time.monotonic() >= end:
                self.wrong.append("it takes no further device")
                break
            time.sleep(0.1)
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            if self.process.returncode:
                self.wrong.append("told to end: " + died(self.process.returncode))
        else:
            self.wrong.append("it ended: " + died(self.process.returncode))
        self.log.close()
        return self.wrong


def label_of(line):
    return line[2:].split(": ", 1)[0]


class Differences:
    """differences.tsv: CASE-GLOB, LABEL-GLOB[,LABEL-GLOB ...], SOURCE, reason [, WHERE]; results that are known to differ."""

    def __init__(self, path, open_path, pages):
        """pages: feature level -> path of what Microsoft's page of that level says of formats."""
        self.pages = {}
        for level, page in pages.items():
            with open(page, encoding="utf-8") as f:
                lines = [line.rstrip("\n").split("\t") for line in f]
            self.pages[level] = {row[0]: dict(zip(lines[0][1:], row[1:])) for row in lines[1:]}
        self.page = self.pages["11.1"]
        self.rows, self.open = [], []
        for line in open(path, encoding="utf-8"):
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                case, label, source, reason, *where = line.split("\t")
                self.rows.append([case, label, source, reason, 0, 0, *where])  # times judged, times differing
        for line in open(open_path, encoding="utf-8"):
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                case, label, reason, *where = line.split("\t")
                self.open.append([case, label, reason, *where])
        self.native = set()

    def of_level(self, lines):
        """The page of the level that the case's results begin with; the newest for a case that does not tell."""
        level = next((int(line.rsplit(": ", 1)[1]) for line in lines if label_of(line) == "feature level"), 0xb100)
        self.page = self.pages["%d.%d" % (level >> 12, level >> 8 & 15)]

    def against_the_page(self, name, lines):
        """Our bits of a format that its page does not have, and those it demands and we lack, but for the rows of formats-open.tsv."""
        fmt, wrong = name.split("/", 1)[1], []
        if not name.startswith("caps/") or fmt not in self.pages["11.1"]:
            return []
        row = self.page.get(fmt)
        for line in lines:
            label, value = label_of(line), line.rsplit(": ", 1)[1]
            if label not in self.pages["11.1"][fmt]:
                continue
            word = row[label] if row else "n"
            if (word == "n" and value != "0") or (word == "r" and value == "0"):
                if not any(fnmatch.fnmatchcase(name, o[0]) and any(fnmatch.fnmatchcase(label, g) for g in o[1].split(",")) and
                           self.native.issuperset(o[3:]) for o in self.open):
                    wrong.append("the page says %s of %s, ours %s" % ({"n": "not available", "r": "required"}[word], label, value))
        return wrong

    def case_begins(self, native):
        """native: what the other side said or noted in the case that is judged next; rows with a WHERE ask for it."""
        self.native = {line[2:].replace(": ", "=", 1) for line in native.lines + native.notes}

    def agrees(self, case, label, source, ours):
        """Is the page on our side? It says of a format's bit: r (required), o (optional), n (not available)."""
        if not source.startswith("page"):
            return True
        bit, value = (source[5:], "0") if ":" in source else (label, ours)
        newest = self.pages["11.1"].get(case.split("/", 1)[1], {})
        word = self.page.get(case.split("/", 1)[1], dict.fromkeys(newest, "n")).get(bit, "")
        word = newest[bit] if word == "-" else word  # the older pages have no row of it
        return bool(word) and (word in "no" if value == "0" else word in "ro")

    def known(self, case, label, differs, ours=None):
        """ours: our result, where it is one of a page's bits."""
        for row in self.rows:
            if fnmatch.fnmatchcase(case, row[0]) and any(fnmatch.fnmatchcase(label, g) for g in row[1].split(",")) \
                    and self.native.issuperset(row[6:]):
                if differs and not self.agrees(case, label, row[2], ours):
                    return False
                row[4] += 1
                row[5] += differs
                return True
        return False


def judge(name, native, ours, differences):
    """List of lines that say what differs."""
    differences.case_begins(native)
    differences.of_level(ours.lines)
    wrong = differences.against_the_page(name, [line for line in ours.lines if line.startswith("= ")])
    for line in ours.lines:
        if line.startswith("! "):
            got, want = line.rsplit(": ", 1)[1].split(", ")
            if not differences.known(name, label_of(line), got != want) and got != want:
                wrong.append("documented " + line[2:])
    a = [l for l in native.lines if l.startswith("= ")]
    b = [l for l in ours.lines if l.startswith("= ")]
    left = {}
    for line in a:
        left.setdefault(label_of(line), []).append(line)
    for line in b:
        label = label_of(line)
        mates = left.get(label)
        mate = mates.pop(0) if mates else None
        differs = mate != line
        if differences.known(name, label, differs, line.rsplit(": ", 1)[1]) or not differs:
            continue
        wrong += ["native " + mate[2:] if mate else "native has no " + label, "ours   " + line[2:]]
    for label, mates in left.items():
        for mate in mates:
            if not differences.known(name, label, True):
                wrong.append("only native has " + mate[2:])
    return wrong


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build", nargs="?")
    p.add_argument("--area")
    p.add_argument("--case", help="AREA/NAME, exactly")
    p.add_argument("--ours")
    p.add_argument("--native")
    p.add_argument("--keep", help="leave result files here")
    p.add_argument("--lists", action="store_true", help="cases draw through command lists")
    p.add_argument("--verbose", action="store_true")
    o = p.parse_args()
    if not o.build and not (o.ours and o.native):
        p.error("name a build, or the results of both sides")

    env = dict(os.environ, DXVK_LOG_LEVEL=os.environ.get("DXVK_LOG_LEVEL", "none"), DXVK_LOG_PATH="none", DXVK_STATE_CACHE="0",
               DXVK_WSI_DRIVER="SDL3", SDL_VIDEODRIVER="offscreen", SDL_VIDEO_DRIVER="offscreen")
    dxvk = env.get("PVGPU_DXVK_DIR")
    if dxvk:
        env["LD_LIBRARY_PATH"] = dxvk + (":" + env["LD_LIBRARY_PATH"] if env.get("LD_LIBRARY_PATH") else "")
    folder = o.keep or tempfile.mkdtemp(prefix="pvgpu-suite-")
    os.makedirs(folder, exist_ok=True)
    log = open(os.path.join(folder, "programs.log"), "w")
    suite = os.path.join(o.build or "", "tests/d3d11/d3d11-suite-")
    extra = ["--lists"] if o.lists else []
    if o.native:
        native = parse(o.native)
    else:
        native = run_side(suite + "native", env, o.area, o.case, os.path.join(folder, "native.txt"), log, extra=extra)
    if o.ours:
        ours = parse(o.ours)
    else:
        backend = Backend(o.build, env, folder)
        backend.start()
        try:
            ours_env = dict(env, PVGPU_TRANSPORT="loopback:" + backend.socket)
            if "PVGPU_SIM_LOCKED" in env:
                ours_env["PVGPU_UMD_LOG"] = "1"  # the driver says which way it took: judged below
            ours = run_side(suite + "pvgpu", ours_env, o.area, o.case, os.path.join(folder, "ours.txt"), log, backend.start, extra)
        finally:
            wrong = backend.stop()
    differences = Differences(os.path.join(HERE, "differences.tsv"), os.path.join(HERE, "formats-open.tsv"),
                              {level: os.path.join(HERE, "formats-%s.tsv" % level) for level in ("10.0", "10.1", "11.0", "11.1")})

    n = failed = asked_again = 0

    def result(good, name, directive="", why=()):
        nonlocal n, failed
        n += 1
        failed += not good
        for line in why[:SHOWN if not o.verbose else None]:
            print("# " + line[:400])
        if not o.verbose and len(why) > SHOWN:
            print("# ... %d more" % (len(why) - SHOWN))
        print("%s %d - %s%s" % ("ok" if good else "not ok", n, name, directive))

    for name in dict.fromkeys(list(native) + list(ours)):
        a, b = native.get(name, Case()), ours.get(name, Case())
        differences.case_begins(a)
        if b.crash or not b.ended:
            result(False, name, why=["ours: " + (b.crash or "did not reach the case's end")])
        elif a.crash or not a.ended or a.skip:
            why = a.skip or a.crash or "no end"
            documented = judge(name, Case(), b, differences)
            documented = [w for w in documented if w.startswith("documented")]
            asked = documented or b.lines and all(line.startswith("! ") for line in b.lines)  # native Direct3D has no say in these
            result(not documented, name, "" if asked else " # SKIP native Direct3D: " + why, documented)
        elif b.skip and differences.known(name, "skip", True):
            result(True, name, " # SKIP known difference: " + b.skip)
        elif b.skip:
            result(False, name, why=["ours left the case: " + b.skip])
        else:
            result_lines = judge(name, a, b, differences)
            if result_lines and not o.native and asked_again < ASKED_AGAIN:
                asked_again += 1
                again = run_side(suite + "native", env, None, name, os.path.join(folder, "again.txt"), log, extra=extra).get(name, Case())
                if again.ended and not again.crash and again.lines != a.lines and not judge(name, again, b, differences):
                    print("# native Direct3D said otherwise when it was asked again: " + name)
                    result_lines = []
            if not b.lines:
                result_lines.append("no results")
            result(not result_lines, name, why=result_lines)
    if not n:
        result(False, "cases", why=["no case ran; the programs said:"] + open(log.name).read().splitlines()[-8:])
    if not o.ours:
        result(not wrong, "the backend lives",
               why=wrong + open(os.path.join(folder, "backend.log"), errors="replace").read().splitlines()[-8:] if wrong else ())
    if not o.ours and "PVGPU_SIM_LOCKED" in env:
        unlocks = "memory is unlocked for each submission" in open(log.name, errors="replace").read()
        result(unlocks != (env["PVGPU_SIM_LOCKED"] == "allow"), "memory stays locked where it may")
    used = [row for row in differences.rows if row[4]]
    for case, label, source, reason, *_ in used:
        print("# known difference: %s, %s: %s (%s)" % (case, label, reason, source))
    for case, label, _, _, judged, differing, *_ in used:
        result(differing, "known difference still differs: %s, %s" % (case, label), why=["%d results were the same" % judged] * (not differing))
    print("1..%d" % n)
    if not o.keep:
        log.close()
        for f in os.listdir(folder):
            os.unlink(os.path.join(folder, f))
        os.rmdir(folder)
    return 1 if failed else 0


sys.exit(main())
