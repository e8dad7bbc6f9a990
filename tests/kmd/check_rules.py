#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""docs/windows-rules.md: every number once, every row with a case or a reason, every case in its file. TAP.

usage: check_rules.py SOURCE-FOLDER
"""
import os
import re
import sys

source = sys.argv[1]
LAST = {'C': 40, 'L': 31, 'M': 27, 'S': 28, 'U': 44, 'D': 15, 'P': 10, 'T': 11}
numbers, bad, open_rows, cases = [], [], [], 0
for line in open(os.path.join(source, 'docs/windows-rules.md'), encoding='utf-8'):
    m = re.match(r'\| ([A-Z]\d+) \| (.+) \| (.+) \|$', line)
    if not m:
        if re.match(r'\| [A-Z]\d', line):
            bad.append('not a row of three: ' + line.strip())
        continue
    number, _, seen = m.groups()
    numbers.append(number)
    if 'open:' in seen:
        open_rows.append(number)
    for path, case in re.findall(r'`([\w/.-]+): (\w+)`', seen):
        cases += 1
        try:
            text = open(os.path.join(source, path), encoding='utf-8').read()
        except OSError:
            bad.append(f'{number}: no file {path}')
            continue
        if path.endswith('.c') and f'TEST({case})' not in text or path.endswith('.c') and f'RUN({case})' not in text:
            bad.append(f'{number}: {path} runs no case {case}')
        if path.endswith('.py') and case != 'sections' and case not in text and case.replace('_', ' ') not in text:
            bad.append(f'{number}: {path} has no case {case}')
    if '`' in re.sub(r'`[\w/.-]+: \w+`', '', seen):
        bad.append(f'{number}: a case is not written as file: case')

want = [f'{letter}{i}' for letter, last in LAST.items() for i in range(1, last + 1)]
bad += [f'{n} is missing' for n in want if n not in numbers]
bad += [f'{n} is there more than once, or unknown' for n in sorted(set(numbers)) if numbers.count(n) > 1 or n not in want]
for b in bad:
    print('#', b)
print(f'# {len(numbers)} rules, {cases} references; open: {" ".join(open_rows) or "none"}')
print('ok' if not bad and cases > 100 else 'not ok', '1 - rules')
print('1..1')
sys.exit(1 if bad else 0)
