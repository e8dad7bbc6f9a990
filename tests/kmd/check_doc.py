#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Compares docs/kmd-entries.md with DRIVER_INITIALIZATION_DATA and with the driver. TAP.

Every member stands in the page once, with the file that has its entry point; it is "empty" there exactly when DriverEntry
leaves it NULL; every case exists, and the page is named by README.
usage: check_doc.py SOURCE-FOLDER
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
PROGRAMS = {'dxgk': 'tests/dxgk/boot.c', 'dxgk-faults': 'tests/dxgk/faults.c'}
STATES = {'done', 'refused', 'empty'}
faults = []


def fault(text):
    faults.append(text)
    print('#', text)


def page_rows():
    for line in (root / 'docs/kmd-entries.md').read_text().splitlines():
        cells = [c.strip() for c in line.strip('|').split('|')]
        if line.startswith('| ') and len(cells) == 5 and cells[0] not in ('entry', '---'):
            yield cells


def members():
    for line in (root / 'tests/ddi/facts-tables.tsv').read_text().splitlines():
        _, table, _, member, _ = line.split('\t')
        if table == 'DRIVER_INITIALIZATION_DATA' and member != 'Version':
            yield member.removeprefix('DxgkDdi')


def check_members(rows):
    want, seen = list(members()), [r[0] for r in rows]
    for entry in want:
        if seen.count(entry) != 1:
            fault(f'{entry} stands there {seen.count(entry)} times')
    for entry in seen:
        if entry not in want:
            fault(f'there is no member {entry}')


def check_driver(rows):
    given = set(re.findall(r'd\.(?:DxgkDdi)?(\w+) = Pvk', (root / 'driver/kmd/entry.c').read_text()))
    for entry, where, state, _, remark in rows:
        if state not in STATES:
            fault(f'{entry}: the state is "{state}"')
        if (state == 'empty') != (entry not in given):
            fault(f'{entry}: the page says "{state}", DriverEntry {"gives" if entry in given else "does not give"} it')
        if state != 'done' and not remark:
            fault(f'{entry}: {state} without a reason')
        path = root / 'driver/kmd' / where
        if state != 'empty' and not (path.is_file() and re.search(r'^[^;{}]*\bPvkDdi%s\([^;{}]*\)\s*\{' % entry, path.read_text(), re.M)):
            fault(f'{entry}: {where} has no PvkDdi{entry}')


def check_cases(rows):
    known = {}
    for entry, _, state, cases, _ in rows:
        for reference in cases.split(', ') if cases else []:
            program, _, names = reference.partition(': ')
            if program not in known:
                path = root / PROGRAMS.get(program, f'tests/kmd/{program}.c')
                known[program] = path.read_text() if path.is_file() else ''
            for case in names.split():
                if f'TEST({case})' not in known[program] or f'RUN({case})' not in known[program]:
                    fault(f'{entry}: {program} runs no case {case}')
        if not cases and state != 'empty':
            fault(f'{entry}: no case is named')


def check_readme(_):
    readme = (root / 'README.md').read_text()
    for page in ('docs/d3d11.md', 'docs/kmd-entries.md'):
        if f'({page})' not in readme:
            fault(f'README does not name {page}')


def main():
    rows = list(page_rows())
    checks = (('every member stands in the page once', check_members), ('the page says what the driver gives', check_driver),
              ('the cases exist', check_cases), ('README names the pages of both drivers', check_readme))
    print(f'1..{len(checks)}')
    for number, (name, check) in enumerate(checks, 1):
        before = len(faults)
        check(rows)
        print('ok' if len(faults) == before else 'not ok', number, '-', name)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
