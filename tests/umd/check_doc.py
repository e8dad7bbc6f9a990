#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Compares docs/d3d11.md with the interface's tables and with the driver.

Every slot of the device, DXGI and adapter tables stands in the page exactly once, with the tables that have it; the
test cases that it names exist; and it is called "refused" there exactly when the driver counts it as not supported.
usage: check_doc.py DOC FACTS_TABLES UNSUPPORTED_C VIDEO_DEF TEST_SOURCE_FOLDER...
"""
import pathlib
import re
import sys

SECTIONS = {
    'Device tables': {'D3D10DDI_DEVICEFUNCS': '10.0', 'D3D10_1DDI_DEVICEFUNCS': '10.1', 'D3D11DDI_DEVICEFUNCS': '11.0',
                      'D3D11_1DDI_DEVICEFUNCS': '11.1', 'D3DWDDM1_3DDI_DEVICEFUNCS': '1.3'},
    'DXGI tables': {'DXGI_DDI_BASE_FUNCTIONS': '1.0', 'DXGI1_1_DDI_BASE_FUNCTIONS': '1.1',
                    'DXGI1_2_DDI_BASE_FUNCTIONS': '1.2', 'DXGI1_3_DDI_BASE_FUNCTIONS': '1.3'},
    'Video table': {'D3D11_1DDI_VIDEODEVICEFUNCS': '11.1'},
    'Adapter tables': {'D3D10DDI_ADAPTERFUNCS': '10', 'D3D10_2DDI_ADAPTERFUNCS': '10_2'},
}
# Counted, but no slot of a table.
NO_SLOT = {'RetrieveSubObject of a later interface', 'class instances', 'a video destination beyond every surface'}
# Slots without a device to count in: their arguments are reserved.
NO_DEVICE = {'GetMultiplaneOverlayFilterRange', 'Reserved1', 'Reserved2'}

faults = []


def fault(text):
    faults.append(text)
    print('#', text)


def slots(facts, tables):
    """Entry name -> the tables that have it, in the tables' order."""
    out = {}
    for line in facts.read_text().splitlines():
        _, table, _, member, _ = line.split('\t')
        if table in tables:
            out.setdefault(member.removeprefix('pfn'), []).append(tables[table])
    return out


def page_rows(doc):
    """(section, entry, tables, state, cases, remark) of each row."""
    section = None
    for line in doc.read_text().splitlines():
        if line.startswith('## '):
            section = line[3:]
        cells = [c.strip() for c in line.strip('|').split('|')]
        if section in SECTIONS and line.startswith('| ') and len(cells) == 5 and cells[0] not in ('entry', '---'):
            yield section, *cells


def check_slots(rows, facts):
    for section, tables in SECTIONS.items():
        want = slots(facts, tables)
        seen = {}
        for where, entry, levels, *_ in rows:
            if where != section:
                continue
            if entry in seen:
                fault(f'{section}: {entry} stands there twice')
            seen[entry] = levels
        for entry, levels in want.items():
            said = seen.pop(entry, None)
            expected = 'all' if levels == list(tables.values()) else ', '.join(levels)
            if said is None:
                fault(f'{section}: {entry} is missing')
            elif said != expected:
                fault(f'{section}: {entry} is in {expected}, the page says {said}')
        for entry in seen:
            fault(f'{section}: there is no slot {entry}')


def check_states(rows, unsupported, video):
    counted = set(re.findall(r'\[PVU_NONE_\w+\] = "([^"]+)"', unsupported.read_text())) - NO_SLOT | NO_DEVICE
    counted |= set(re.findall(r'^NONE\((\w+),', video.read_text(), re.M))
    for _, entry, _, state, _, remark in rows:
        if state not in ('done', 'refused'):
            fault(f'{entry}: the state is "{state}"')
        if (state == 'refused') != (entry in counted):
            fault(f'{entry}: the page says "{state}", the driver {"counts" if entry in counted else "does not count"} it')
        if state == 'refused' and not remark:
            fault(f'{entry}: refused without a reason')


def check_cases(rows, folders):
    known = set()
    for folder in folders:
        for source in pathlib.Path(folder).rglob('*.c'):
            known |= set(re.findall(r'^TEST\((\w+)\)', source.read_text(), re.M))
    for _, entry, _, _, cases, _ in rows:
        if not cases:
            fault(f'{entry}: no case is named')
        for case in cases.split():
            if case not in known:
                fault(f'{entry}: there is no case {case}')


def main(doc, facts, unsupported, video, *folders):
    rows = list(page_rows(pathlib.Path(doc)))
    checks = [('every slot stands in the page once', check_slots, (pathlib.Path(facts),)),
              ('what is refused is counted', check_states, (pathlib.Path(unsupported), pathlib.Path(video))),
              ('the cases exist', check_cases, (folders,))]
    print(f'1..{len(checks)}')
    for number, (name, check, args) in enumerate(checks, 1):
        before = len(faults)
        check(rows, *args)
        print('ok' if len(faults) == before else 'not ok', number, '-', name)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
