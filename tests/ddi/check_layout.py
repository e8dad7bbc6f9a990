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


def calls(t):
    """A type as the tables spell it, for a compiler: our wide characters, our calling convention."""
    t = re.sub(r'\b__unaligned\s*', '', t)
    t = re.sub(r'\b(?:PW|LPW|PCW|LPCW)STR\b', lambda m: ('const ' if 'C' in m.group() else '') + 'DDI_WCHAR *', t)
    return re.sub(r'\(\*\)', '(DDI_CALL *)', re.sub(r'\bWCHAR\b', 'DDI_WCHAR', t))


def parameters(text):
    """'type name; ...' of the tables as a list for C; bounds go behind the name."""
    out = []
    for p in text.split(';'):
        m = re.match(r'^(.*?)\s*((?:\[\d*\])+)\s*(\w+)?$', p.strip())
        out.append('%s %s%s' % (m.group(1), m.group(3) or '', m.group(2)) if m else p.strip())
    return calls(', '.join(out))


def type_claims(headers, wide):
    """(assertion, what for) of each typedef but those of functions: its size, and that it is the type it should be."""
    functions = {r[1] for r in rows('facts-functions.tsv')}
    for header, name, spelled, size64, size32 in rows('facts-types.tsv'):
        size = size64 if wide else size32
        if header not in headers or name in functions:
            continue
        # A record without a typedef of another name has its facts among the records.
        if re.fullmatch(r'(struct|union) ' + name, spelled):
            continue
        if spelled == 'enum ' + name or re.fullmatch(r'(unsigned|signed|long|int|short|char| )+', spelled):
            yield 'sizeof(%s) == %s' % (name, size), 'size of ' + name
        else:
            yield '__builtin_types_compatible_p(%s, %s)' % (name, calls(spelled)), 'type ' + name


def base_claims(unit, wide):
    """The same of what is written by hand. On Windows it is a system's header that declares it, which is compared too."""
    for r in rows('facts-base.tsv'):
        if len(r) < 3 or unit not in r[1].split(','):
            continue
        name = r[2]
        if r[0] == 'V':
            yield '(long long)%s == %sll' % (name, r[3]), name
            continue
        if r[0] == 'F':
            yield '__builtin_offsetof(%s, %s) == %s' % (name, r[3], r[4]), 'offset of %s.%s' % (name, r[3])
            yield 'sizeof(((%s *)0)->%s) == %s' % (name, r[3], r[5]), 'size of %s.%s' % (name, r[3])
            continue
        if r[3] != '-':
            yield 'sizeof(%s) == %s' % (name, r[3 if wide else 4]), 'size of ' + name
        if r[5] in ('signed', 'unsigned'):
            yield '((%s)-1 < 0) == %d' % (name, r[5] == 'signed'), 'sign of ' + name
        elif r[5] != '-':
            yield '__builtin_types_compatible_p(%s, %s)' % (name, calls(r[5])), 'type ' + name


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
            claim('__builtin_types_compatible_p(__typeof__(((%s *)0)->%s), %s)' % (table, member, calls(typ)),
                  'type of %s.%s (slot %s)' % (table, member, slot))
    for header, name, kind, ret, params, spelled_ret, spelled, alias in rows('facts-functions.tsv'):
        if header not in headers:
            continue
        have = name if kind == 'pointer' else '__typeof__(%s) *' % name
        # Of programs that call the kernel there is the host's own convention away from Windows (DDI_KMT_CALL).
        convention = 'DDI_KMT_CALL' if header == 'd3dkmthk' else 'DDI_CALL'
        if alias != '-':
            claim('__builtin_types_compatible_p(%s, %s *)' % (name, alias), 'type ' + name)
        else:
            claim('__builtin_types_compatible_p(%s, %s (%s *)(%s))' % (have, calls(spelled_ret), convention, parameters(spelled)),
                  'type of ' + name)
        if signatures:
            claim('__builtin_types_compatible_p(%s, %s (DDI_CALL *)(%s))' % (have, ret, calls(params)), 'signature of ' + name)
    for text, what in list(type_claims(headers, wide)) + list(base_claims(unit, wide)):
        claim(text, what)
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
