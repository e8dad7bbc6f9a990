#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What scripts/mutate does inside the tool root: mutate.py SCRATCH [-j N] [--log FILE] [--coverage]
[TEST|LINE|FILE ...]

SCRATCH/files lists the checkout's files; worker N has SCRATCH/N/src (the copy it breaks) and SCRATCH/N/build.
A break is seen when every case its row names fails in every test its row names:
  - the case reports "not ok", or
  - the program dies in it (the first case without a report), or
  - for a case named hangs:CASE also when the program does not end within its time limit.
A test without TAP is one case of the test's name. Before a test judges breaks it has to pass unbroken.
"""
import argparse
import ctypes
import fnmatch
import hashlib
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

SRC = "/src" if os.path.isdir("/src/tests") else os.getcwd()
TABLE = "tests/mutations.tsv"
with open(os.path.join(SRC, "scripts/build"), encoding="utf-8") as _f:
    # Builds for Windows: variant -> (cross file, folders)
    CROSS = {v: (f, only) for v, f, only in re.findall(r'^(\w+)\) +ARGS="--cross-file \$IN_SRC/(\S+) -Donly=([\w,/-]+)"', _f.read(), re.M)}
SLOW = ("vm", "device")  # their tests need QEMU
qemu_lock = threading.Lock()
say_lock = threading.Lock()


def say(text):
    with say_lock:
        print(text, flush=True)


class Row:
    def __init__(self, line, fields):
        self.line = line
        self.file, self.old, self.new, tests, cases = fields
        self.tests = tests.split(",")
        self.cases = cases.split()

    def __str__(self):
        return f"{TABLE}:{self.line} {','.join(self.tests)} {self.file}"

    def digest(self):
        """Of the row and of the file it breaks: what a log knows a result by."""
        h = hashlib.sha256("\t".join([self.file, self.old, self.new, ",".join(self.tests), " ".join(self.cases)]).encode())
        try:
            with open(os.path.join(SRC, self.file), "rb") as f:
                h.update(f.read())
        except OSError:
            pass
        return h.hexdigest()[:16]


class Log:
    """Results of rows, a line each, appended as they come: a run that was cut off goes on where it was."""

    def __init__(self, path):
        self.path = path
        self.known = {}
        if path and os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                for text in f:
                    digest, result = text.split("\t")[:2]
                    self.known[digest] = result

    def has_seen(self, digest):
        return self.known.get(digest) == "seen"

    def add(self, digest, result, seconds, row, why=""):
        if self.path:
            with say_lock, open(self.path, "a", encoding="utf-8") as f:
                f.write("\t".join([digest, result, f"{seconds:.1f}", str(row), " ".join(why.split())]) + "\n")


def read_rows():
    rows = []
    with open(os.path.join(SRC, TABLE), encoding="utf-8") as f:
        for number, text in enumerate(f, 1):
            text = text.rstrip("\n")
            if not text or text.startswith("#"):
                continue
            fields = text.split("\t")
            if len(fields) != 5 or not all((fields[0], fields[1], fields[3], fields[4])):
                sys.exit(f"mutate: {TABLE}:{number}: a row has five fields: FILE OLD NEW TESTS CASES")
            rows.append(Row(number, fields))
    return rows


def run(cmd, limit, log, env=None, cwd=None):
    """(exit status or None on time-out, output); what the program leaves running goes with it."""
    with open(log, "w+b") as out:
        p = subprocess.Popen(cmd, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=env, cwd=cwd,
                             start_new_session=True)
        try:
            rc = p.wait(limit)
        except subprocess.TimeoutExpired:
            rc = None
        try:
            os.killpg(p.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        p.wait()
        out.seek(0)
        return rc, out.read().decode(errors="replace")


def case_name(text):
    return re.sub(r"\s+", "_", text.strip())


def tap(output):
    """[(case, failed, skipped)] of a TAP program, and whether it came to its plan."""
    cases, planned = [], False
    for text in output.splitlines():
        planned |= bool(re.match(r"1\.\.\d+", text))
        m = re.match(r"(not )?ok \d+(?: - )?([^#]*)(#\s*(?:SKIP|TODO))?", text)
        if m:
            cases.append((case_name(m.group(2)), bool(m.group(1)) and not m.group(3), "SKIP" in (m.group(3) or "")))
    return cases, planned


class Missed(Exception):
    pass


def named(wanted, cases):
    """Of a row's cases those that a test has: (case, whether it may hang). A name that no case has is a pattern, if it has a *."""
    out = []
    for c in wanted:
        plain = c.removeprefix("hangs:")
        if plain in cases:
            out.append((plain, c != plain))
        elif "*" in plain:
            out += [(m, c != plain) for m in fnmatch.filter(cases, plain)]
    return out


class Build:
    """A configured build folder, and the tests in it."""

    def __init__(self, worker, folder, options):
        self.dir = folder
        if not os.path.exists(os.path.join(folder, "build.ninja")):
            shutil.rmtree(folder, ignore_errors=True)
            env = dict(os.environ, PVGPU_SRC=worker.src)
            dxvk = subprocess.run(["bash", worker.src + "/third_party/dxvk.sh"], env=env, check=True, capture_output=True, text=True)
            # A break may leave a function or a variable unused, which is not what is to be seen.
            worker.must(["meson", "setup", folder, worker.src, "-Ddxvk=" + dxvk.stdout.strip(), "-Dwerror=false"] + options)
        worker.must(["ninja", "-C", folder, "build.ninja"])
        tests = self.introspect("--tests")
        self.tests = {t["name"]: t for t in tests}
        if len(self.tests) != len(tests):
            sys.exit("mutate: two tests have one name")
        self.files = {t["id"]: [os.path.relpath(f, folder) for f in t["filename"]] for t in self.introspect("--targets")}
        self.ours = {os.path.join(folder, f): f for names in self.files.values() for f in names}

    def introspect(self, what):
        out = subprocess.run(["meson", "introspect", what, self.dir], check=True, capture_output=True, text=True).stdout
        return json.loads(out)


class Worker:
    """A copy of the checkout with a build folder of its own, and one more for each variant that a row's test names."""

    def __init__(self, scratch, number):
        self.top = os.path.join(scratch, str(number))
        self.src = os.path.join(self.top, "src")
        self.log = os.path.join(self.top, "log")
        os.makedirs(self.src, exist_ok=True)
        self.copy(os.path.join(scratch, "files"))
        # It is built once: what takes time is compiling.
        self.native = Build(self, os.path.join(self.top, "build"), ["-Doptimization=0", "-Ddebug=false"])
        self.variants = {}
        self.baselines = {}
        self.qemu = None

    def copy(self, listing):
        with open(listing, "rb") as f:
            files = [n.decode() for n in f.read().split(b"\0") if n]
        files = [n for n in files if os.path.isfile(os.path.join(SRC, n))]
        for name in files:
            to = os.path.join(self.src, name)
            with open(os.path.join(SRC, name), "rb") as f:
                data = f.read()
            if os.path.isfile(to):
                with open(to, "rb") as f:
                    if f.read() == data:
                        continue
            os.makedirs(os.path.dirname(to), exist_ok=True)
            with open(to, "wb") as f:
                f.write(data)
            shutil.copymode(os.path.join(SRC, name), to)
        known = set(files)
        for folder, _, names in os.walk(self.src):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.relpath(path, self.src) not in known:
                    os.remove(path)

    def find(self, name):
        """(build, test) of a test's name; "win64:NAME" is one of the build for 64-bit Windows."""
        variant, _, plain = name.rpartition(":")
        if variant and variant not in self.variants:
            if variant not in CROSS:
                raise Missed(f"no variant '{variant}'")
            self.variants[variant] = Build(self, os.path.join(self.top, "cross-" + variant),
                                           ["--cross-file", os.path.join(self.src, CROSS[variant][0]), "-Donly=" + CROSS[variant][1]])
        build = self.variants[variant] if variant else self.native
        if plain not in build.tests:
            raise Missed(f"no test '{plain}' in this build")
        return build, build.tests[plain]

    def must(self, cmd):
        rc, out = run(cmd, 3600, self.log)
        if rc != 0:
            sys.exit("mutate: " + " ".join(cmd) + " failed\n" + out[-3000:])

    def needs_windows(self, test):
        return any(s.split(":")[-1] == "wine" for s in test["suite"])

    def make_windows(self):
        """The Windows builds of the broken copy, for what runs under Wine: the programs that scripts/wine-prefix and tests/wine use."""
        for bits, folders in (("64", "qemu-device/model,backend,driver/kmd,"), ("32", "")):
            build = self.native.dir + "-win" + bits
            if not os.path.isdir(build + "/tests"):
                shutil.rmtree(build, ignore_errors=True)
                self.must(["meson", "setup", build, self.src, "--cross-file", self.src + f"/cross/mingw{bits}.txt", "-Dwerror=false",
                           "-Doptimization=0", "-Ddebug=false",
                           f"-Donly=protocol,driver/ddi,qemu-device/host,driver/umd,{folders}sim,samples,tests"])
            rc, out = run(["ninja", "-C", build], 1800, self.log)
            if rc != 0:
                break
        return rc, out

    def needs_qemu(self, name):
        test = self.native.tests.get(name)
        return test is not None and any(s.split(":")[-1] in SLOW for s in test["suite"])

    def make(self, name):
        build, test = self.find(name)
        targets = [f for d in test["depends"] for f in build.files.get(d, [])]
        targets += [build.ours[a] for a in test["cmd"] if a in build.ours]
        # Without a target ninja would build everything; a test that is a script needs nothing.
        rc, out = run(["ninja", "-C", build.dir] + sorted(set(targets)), 1800, self.log) if targets else (0, "")
        if rc != 0:
            raise Missed("does not build: " + "\n".join([t for t in out.splitlines() if "error" in t or "FAILED" in t][:6]))
        if self.needs_qemu(name):
            env = dict(os.environ, PVGPU_SRC=self.src)
            rc, out = run(["bash", self.src + "/qemu-device/build.sh"], 3600, self.log, env)
            if rc != 0:
                raise Missed("QEMU does not build: " + out[-500:])
            self.qemu = out.split()[-1]
        if self.needs_windows(test):
            rc, out = self.make_windows()
            if rc != 0:
                raise Missed("does not build for Windows: " + "\n".join([t for t in out.splitlines() if "error" in t][:6]))

    def execute(self, name, limit, case=None):
        build, test = self.find(name)
        env = dict(os.environ, PVGPU_SRC=self.src, **test["env"])
        if case:
            env["TAP_ONLY"] = case
        if self.needs_qemu(name):
            env["PVGPU_QEMU"] = self.qemu
        if self.needs_windows(test):
            env["PVGPU_BUILD_WIN64"] = self.native.dir + "-win64"
            env["PVGPU_BUILD_WIN32"] = self.native.dir + "-win32"
        return run(test["cmd"], limit, self.log, env, test["workdir"] or build.dir)

    def digest(self, test):
        h = hashlib.sha256()
        for a in test["cmd"]:
            h.update(a.encode())
            if os.path.isfile(a):
                with open(a, "rb") as f:
                    h.update(f.read())
        return h.hexdigest()[:16]

    def baseline(self, name, fresh=True):
        """(cases, seconds) of the unbroken test; known for --coverage from an earlier run of the same program."""
        if name in self.baselines:
            return self.baselines[name]
        test = self.find(name)[1]
        if name == "vm":  # minutes long, and seen unbroken by every test run: its script says which cases it has
            with open(self.src + "/tests/vm/vm.sh", encoding="utf-8") as f:
                cases = [c.replace(" ", "_") for c in re.findall(r'^ *result \S+ "([^"]+)"', f.read(), re.M)]
            self.baselines[name] = cases, 60.0
            return self.baselines[name]
        self.make(name)
        known = os.path.join(self.top, "cases-" + re.sub(r"\W", "_", name))
        digest = self.digest(test)
        if not fresh and os.path.exists(known):
            with open(known, encoding="utf-8") as f:
                stored = json.load(f)
            if stored["digest"] == digest:
                return stored["cases"], stored["seconds"]
        t = time.monotonic()
        rc, out = self.execute(name, max(test["timeout"], 60) * 2)
        seconds = time.monotonic() - t
        if test["protocol"] == "tap":
            cases, _ = tap(out)
            failed = [c[0] for c in cases if c[1]]
            if rc == 77:
                raise Missed("the test is skipped here")
            if rc != 0 or failed:
                raise Missed(f"fails unbroken (status {rc}): {' '.join(failed) or out[-300:]}")
            cases = [c[0] for c in cases if not c[2]]
        else:
            if rc != 0:
                raise Missed(f"fails unbroken (status {rc}): {out[-300:]}")
            cases = [name]
        with open(known, "w", encoding="utf-8") as f:
            json.dump({"digest": digest, "cases": cases, "seconds": seconds}, f)
        self.baselines[name] = cases, seconds
        return self.baselines[name]

    def failing(self, name, only=None):
        """(cases that fail now, the case it hangs in or None, the cases it came to); of all cases, or of one by itself"""
        cases, seconds = self.baseline(name)
        test = self.find(name)[1]
        rc, out = self.execute(name, max(60.0, 6 * seconds), only) # the kernel's suites wait up to 30 s for what comes by itself
        if test["protocol"] != "tap":
            return ({name} if rc not in (0, None) else set()), (name if rc is None else None), {name}
        reported, planned = tap(out)
        failed = {c[0] for c in reported if c[1]}
        names = {c[0] for c in reported}
        died_in = next((c for c in ([only] if only else cases) if c not in names), None)
        if rc is None:
            return failed, died_in, names
        if died_in and (not planned or rc not in (0, 1)):
            failed.add(died_in)
        return failed, None, names

    def judge(self, row):
        path = os.path.join(self.src, row.file)
        if not os.path.isfile(path):
            raise Missed("no such file")
        for name in row.tests:
            self.baseline(name)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        if text.count(row.old) != 1:
            raise Missed(f"the text to replace is there {text.count(row.old)} times")
        try:
            with open(path, "w", encoding="utf-8") as f:
                f.write(text.replace(row.old, row.new))
            for name in row.tests:
                self.make(name)
                cases, _ = self.baseline(name)
                # The machine is slow: its suite runs the part that has the row's cases.
                failed, hung, reached = self.failing(name, row.cases[0] if name == "vm" else None)
                more = " ".join(sorted(failed)) or "nothing"
                for c in row.cases:
                    if not named([c], cases):
                        raise Missed(f"{name} has no case '{c}'; failing: {more}" + (f"; hangs in {hung}" if hung else ""))
                for c, may_hang in named(row.cases, cases):
                    bad, stuck = failed, hung
                    if c not in reached | failed and hung != c:  # an earlier one ended it all
                        bad, stuck, _ = self.failing(name, c)
                    if c not in bad and not (stuck == c and may_hang):
                        raise Missed(f"{c} does not fail; failing: {more}" + (f"; hangs in {stuck}" if stuck else ""))
        finally:
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)


def own_qemu(scratch):
    """Other checkouts build their device in the cache's QEMU tree: breaks are laid over a copy of it, in its place."""
    recipe = hashlib.sha256(open(SRC + "/third_party/qemu.sh", "rb").read()).hexdigest()[:12]
    tree = os.path.realpath("/cache/qemu-" + recipe)
    if not os.path.isdir(tree):
        sys.exit("mutate: set up QEMU first (make setup)")
    mine = os.path.join(scratch, os.path.basename(tree))
    if not os.path.exists(mine + "/.copied"):
        shutil.rmtree(mine, ignore_errors=True)
        subprocess.run(["cp", "-a", tree, mine], check=True)
        open(mine + "/.copied", "w").close()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(mine.encode(), tree.encode(), None, 4096, None) != 0:  # MS_BIND; in this namespace alone
        sys.exit("mutate: cannot lay a copy over the QEMU tree: " + os.strerror(ctypes.get_errno()))


def chosen(rows, names):
    if not names:
        return rows
    picked = []
    for name in names:
        m = re.fullmatch(r"(\d+)(?:-(\d+))?", name)
        if m:
            first, last = int(m.group(1)), int(m.group(2) or m.group(1))
            some = [r for r in rows if first <= r.line <= last]
        else:
            some = [r for r in rows if name in r.tests or name == r.file]
        if not some:
            sys.exit(f"mutate: no row for '{name}'")
        picked += [r for r in some if r not in picked]
    return picked


def breaks(scratch, rows, workers, log):
    digests = {r: r.digest() for r in rows}  # the checkout may go on changing; the copies do not
    skipped = sum(1 for r in rows if log.has_seen(digests[r]))
    rows = [r for r in rows if not log.has_seen(digests[r])]
    groups = {}
    for r in rows:
        groups.setdefault(r.tests[0], []).append(r)
    todo = queue.Queue()
    for g in sorted(groups.values(), key=lambda g: len(g), reverse=True):
        todo.put(g)
    seen, missed, ready = [], [], []

    def work(number):
        w = Worker(scratch, number)
        ready.append(w)
        if any(w.needs_qemu(t) for r in rows for t in r.tests):
            with qemu_lock:
                if len(ready) == 1 or not getattr(work, "mounted", False):
                    own_qemu(scratch)
                    work.mounted = True
        while True:
            try:
                group = todo.get_nowait()
            except queue.Empty:
                return
            for row in group:
                t = time.monotonic()
                locked = any(w.needs_qemu(n) for n in row.tests)
                try:
                    if locked:
                        qemu_lock.acquire()
                    w.judge(row)
                    seen.append(row)
                    log.add(digests[row], "seen", time.monotonic() - t, row)
                    say(f"seen   {time.monotonic() - t:6.1f} s  {row}: {' '.join(row.cases)}")
                except Missed as why:
                    missed.append(row)
                    log.add(digests[row], "missed", time.monotonic() - t, row, str(why))
                    say(f"MISSED {time.monotonic() - t:6.1f} s  {row}: {row.old} -> {row.new}\n       {why}")
                finally:
                    if locked:
                        qemu_lock.release()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(min(workers, max(1, len(groups))))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    before = f" ({skipped} more seen before)" if skipped else ""
    print(f"{len(rows)} breaks, {len(seen)} seen, {len(missed)} missed{before}")
    return 1 if missed or not skipped + len(seen) else 0


def coverage(scratch, rows, names):
    w = Worker(scratch, 0)
    covered = {}
    for r in rows:
        for t in r.tests:
            covered.setdefault(t, []).extend(r.cases)
    total = bare = 0
    mounted = False
    for name in names or sorted(w.native.tests):
        try:
            if w.needs_qemu(name) and not mounted:
                own_qemu(scratch)
                mounted = True
            cases, _ = w.baseline(name, fresh=False)
        except (Missed, KeyError) as why:
            print(f"{name}: {why}")
            continue
        total += len(cases)
        broken = {c for c, _ in named(covered.get(name, ()), cases)}
        left = [c for c in cases if c not in broken]
        bare += len(left)
        if left:
            print(f"{name}: {' '.join(left)}", flush=True)
    print(f"{total} cases, {total - bare} broken by a row, {bare} by none")
    return 1 if bare else 0


def main():
    p = argparse.ArgumentParser(prog="scripts/mutate")
    p.add_argument("scratch", help=argparse.SUPPRESS)
    p.add_argument("-j", type=int, default=1, metavar="N", help="copies of the checkout that work side by side")
    p.add_argument("--coverage", action="store_true", help="list the test cases that no row breaks")
    p.add_argument("--log", metavar="FILE", help="append the results, and leave out the rows that it has as seen with this text")
    p.add_argument("names", nargs="*", metavar="TEST|LINE|FILE")
    a = p.parse_args()
    rows = read_rows()
    if a.coverage:
        return coverage(a.scratch, rows, a.names)
    return breaks(a.scratch, chosen(rows, a.names), max(1, a.j), Log(a.log))


sys.exit(main())
