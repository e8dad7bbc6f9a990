#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Code that stays in memory must not call code that may be paged out: it may run at DISPATCH_LEVEL, where that is
fatal only under memory pressure (traps.md S23). And code that may be paged out must not hold a spin lock, not by inlining
either: it would run at DISPATCH_LEVEL itself. Reads the driver's library; reports as TAP.

usage: check_sections.py OBJDUMP LIBRARY
"""
import re
import subprocess
import sys

objdump, library = sys.argv[1:]
pageable = set()
for line in subprocess.run([objdump, '-t', library], capture_output=True, text=True, check=True).stdout.splitlines():
    m = re.match(r'[0-9a-f]+ .{7} (PAGE|INIT)\s+[0-9a-f]+\s+(?:\.hidden )?(\S+)$', line)
    if m and m[2] not in ('PAGE', 'INIT'):
        pageable.add(m[2])

bad, function, n = [], '?', 0
text = subprocess.run([objdump, '-d', '-r', '--section=.text', library], capture_output=True, text=True, check=True).stdout
for line in text.splitlines():
    m = re.match(r'[0-9a-f]+ <(.*)>:$', line)
    if m:
        function, n = m[1], n + 1
    m = re.search(r'R_X86_64_\S+\s+([^\s+-]+)', line)
    if m and (m[1] in pageable or m[1] in ('PAGE', 'INIT')):
        bad.append(f'{function} reaches {m[1]}')

locks = []
for section in ('PAGE', 'INIT'):
    text = subprocess.run([objdump, '-d', '-r', '--section=' + section, library], capture_output=True, text=True, check=True).stdout
    for line in text.splitlines():
        m = re.match(r'[0-9a-f]+ <(.*)>:$', line)
        function = m[1] if m else function
        m = re.search(r'R_X86_64_\S+\s+(Ke(?:Acquire|TryToAcquire|Release)\w*SpinLock\w*|Ke(?:Raise|Lower)Irql)', line)
        if m:
            locks.append(f'{function} calls {m[1]}')

ok = len(pageable) > 50 and n > 50 and not bad
for b in sorted(set(bad)):
    print('#', b)
print(f'# {n} functions stay in memory, {len(pageable)} may be paged')
print('ok' if ok else 'not ok', '1 - sections')
for b in sorted(set(locks)):
    print('#', b)
print('not ok' if locks else 'ok', '2 - no spin lock in pageable code')
print('1..2')
sys.exit(0 if ok and not locks else 1)
