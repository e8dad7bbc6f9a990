#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Compare what a compiler makes of driver/ddi's declarations with the facts beside this program.

usage: check_layout.py kernel|user x64|x86 WORK-FOLDER COMPILER OBJCOPY [COMPILER-OPTION ...]

Sizes, offsets, values and slot types become static assertions. Bit-fields have no offset that C can name: an object
of each record with one bit-field set is compiled, and its bytes are read from the object file. So nothing has to run
on the target. Prints TAP; the exit status is 1 when a case fails.

--knt         the base types of wdm.h are ours too
--signatures  compares function types as well (Windows x64, whose base types the facts spell out)
"""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
UNITS = {
    'kernel': ('d3dukmdt', 'd3dkmdt', 'd3dkmthk', 'd3dkmddi', 'dispmprt', 'kdeps', 'status'),
    'user': ('d3dukmdt', 'd3dkmdt', 'd3dkmthk', 'd3dumddi', 'dxgiddi', 'd3d10umddi', 'tokens', 'status'),
}
PROLOGUE = {
    'kernel': '#define DDI_KERNEL 1\n#include "ddi_kmd.h"\n#include "ddi_kmt.h"\n',
    'user': '#include <d3d11_4.h>\n#include <dxgi1_6.h>\n#include "ddi_umd.h"\n#include "ddi_kmt.h"\n',
}
STEP = 16 # bytes; images lie at multiples of it


def rows(name):
    with open(os.path.join(HERE, name)) as f:
        return [line.rstrip('\n').split('\t') for line in f]


def read_records(headers):
    out, rec = [], None
    for r in rows('facts-records.tsv'):
        if r[0] == 'R':
            rec = (r, []) if r[1] in headers else None
            if rec:
                out.append(rec)
        elif rec:
            rec[1].append(r)
    return out


def write_source(unit, wide, headers, signatures, path):
    """The C file; returns what the section of images must hold, as (label, offset, size, first bit, width)."""
    at = 0
    images = []
    members_of, values_of = [], []
    n = {'assert': 0}
    lines = [PROLOGUE[unit]]

    def claim(text, what):
        lines.append('_Static_assert(%s, "%s");' % (text, what))
        n['assert'] += 1

    column = 0 if wide else 1
    for r, members in read_records(headers):
        name = r[2]
        size, align = (r[3], r[4]) if wide else (r[5], r[6])
        claim('sizeof(%s) == %s' % (name, size), 'size of ' + name)
        claim('_Alignof(%s) == %s' % (name, align), 'alignment of ' + name)
        for m in members:
            if m[0] == 'F':
                offset, msize = (m[2], m[3]) if wide else (m[4], m[5])
                claim('__builtin_offsetof(%s, %s) == %s' % (name, m[1], offset), 'offset of %s.%s' % (name, m[1]))
                claim('sizeof(((%s *)0)->%s) == %s' % (name, m[1], msize), 'size of %s.%s' % (name, m[1]))
            else:
                members_of.append('    %s image_%d __attribute__((aligned(%d)));' % (name, len(images), STEP))
                values_of.append('    .image_%d.%s = -1,' % (len(images), m[1]))
                images.append(('%s.%s' % (name, m[1]), at, int(size), int(m[2 + column]), int(m[4])))
                at += (int(size) + STEP - 1) // STEP * STEP
    for header, name, value in rows('facts-values.tsv'):
        if header in headers:
            v = int(value)
            if -0x80000000 <= v <= 0xffffffff:
                claim('(int)%s == (int)%dll' % (name, v), name)
            else:
                claim('(unsigned long long)%s == %dull' % (name, v & (1 << 64) - 1), name)
    for header, table, slot, member, typ in rows('facts-tables.tsv'):
        if header in headers:
            typ = re.sub(r'\(\*\)', '(DDI_CALL *)', typ)
            claim('__builtin_types_compatible_p(__typeof__(((%s *)0)->%s), %s)' % (table, member, typ),
                  'type of %s.%s (slot %s)' % (table, member, slot))
    for header, name, kind, ret, params in rows('facts-functions.tsv') if signatures else ():
        if header in headers:
            params = params.replace('(*)', '(DDI_CALL *)')
            have = name if kind == 'pointer' else '__typeof__(%s) *' % name
            claim('__builtin_types_compatible_p(%s, %s (DDI_CALL *)(%s))' % (have, ret, params), 'signature of ' + name)
    lines += ['const struct {'] + members_of + ['} ddi_images __attribute__((section(".ddi"))) = {'] + values_of + ['};']
    with open(path, 'w') as f:
        f.write('\n'.join(lines) + '\n')
    return images, n['assert']


def wrong_images(images, data):
    wrong = []
    for label, at, size, first, width in images:
        got = int.from_bytes(data[at:at + size], 'little')
        want = ((1 << width) - 1) << first
        if got != want:
            wrong.append('%s: bits %x, want %x' % (label, got, want))
    return wrong


def report(number, name, failures):
    print('%s %d - %s' % ('not ok' if failures else 'ok', number, name))
    for f in failures[:40]:
        print('# ' + f)
    return 1 if failures else 0


def main():
    if len(sys.argv) < 6:
        sys.exit(__doc__.strip())
    unit, arch, work, compiler, objcopy = sys.argv[1:6]
    headers = UNITS[unit]
    options = [o for o in sys.argv[6:] if not o.startswith('--')]
    if '--knt' in sys.argv:
        headers += ('knt',)
    os.makedirs(work, exist_ok=True)
    source, obj, raw = (os.path.join(work, 'layout' + e) for e in ('.c', '.o', '.bin'))
    images, n_assert = write_source(unit, arch == 'x64', headers, '--signatures' in sys.argv, source)
    print('1..2')
    # Initialisers of -1 for unsigned bit-fields are meant; the declarations themselves are warned about elsewhere.
    built = subprocess.run([compiler, '-std=gnu11', '-w'] + options + ['-c', source, '-o', obj],
                           stderr=subprocess.PIPE, text=True)
    errors = [line for line in built.stderr.splitlines() if 'error' in line]
    if built.returncode and not errors:
        errors = built.stderr.splitlines()
    print('# %d static assertions, %d bit-fields' % (n_assert, len(images)))
    failed = report(1, 'static assertions hold', errors)
    if built.returncode:
        return report(2, 'bit-fields lie where they must', ['nothing to read them from'])
    subprocess.run([objcopy, '-O', 'binary', '--only-section=.ddi', obj, raw], check=True)
    with open(raw, 'rb') as f:
        data = f.read()
    failed |= report(2, 'bit-fields lie where they must', wrong_images(images, data))
    return failed


if __name__ == '__main__':
    sys.exit(main())
