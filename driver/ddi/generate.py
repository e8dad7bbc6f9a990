#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Write the C declarations of the display-driver interfaces from tables of facts.

usage: generate.py TABLES-FOLDER [OUTPUT-FOLDER]

The tables hold names, sizes, offsets, types and values at level wddm13. What comes out is ordinary C: constants, enums,
types, function types, records, each in files by subject. tests/ddi proves the result against the same facts.
"""
import os
import re
import sys
from collections import OrderedDict

from tables import USES, read, rows, words

WIDTH = 120
LIMIT = 600 # lines of a file, more or less

ABOUT = {
    'knt': 'records of wdm.h that the kernel-mode interfaces name',
    'd3dukmdt': 'what user mode and kernel mode share',
    'd3dkmdt': 'video present networks, monitors, protected output',
    'd3dkmthk': 'kernel graphics services for a runtime (D3DKMT)',
    'd3dkmddi': 'the kernel-mode display driver interface',
    'kdeps': 'ACPI and video port records that dispmprt.h names',
    'dispmprt': 'the display port driver interface',
    'd3dumddi': 'user-mode display drivers: callbacks and Direct3D 9',
    'dxgiddi': 'the DXGI part of user-mode display drivers',
    'tokens': 'the tokenized shader program',
    'd3d10umddi': 'the Direct3D 10 and 11 driver interface',
}

# Records by subject: the first pattern that a name matches says in which file it goes.
SUBJECTS = {
    'd3dkmdt': (('opm', r'OPM|CERT|COPP|OMAC'), ('records', r'')),
    'd3dkmthk': (('present', r'PRESENT|FLIP|TOKEN|OUTPUTDUPL|COMPOSITION|MULTIPLANE|OVERLAY|HISTORY|REDIRECT|DWM|SCANLINE|VERTICAL'),
                 ('debug', r'ESCAPE|STATISTICS|VIDMM|VIDSCH|DEBUG|TDR|DMM_|DMMESCAPE|WPI|PROFILE|BRIGHTNESS|MIRACAST'),
                 ('records', r'')),
    'd3dkmddi': (('vidpn', r'VIDPN|MONITOR|MODALITY|MODESET|TOPOLOGY|PALETTE|POINTER|SCANLINE|DISPLAYMODE|GAMMA|SCANOUT'),
                 ('overlay', r'OVERLAY|HWCAPS'),
                 ('capabilities', r'CAPS|SEGMENT|QUERYADAPTERINFO|WDDMVERSION|DRIVERCAPS|ENGINETOPOLOGY|POWER|NODEMETADATA'),
                 ('callbacks', r'DXGKARGCB|CALLBACK|HISTORY'),
                 ('scheduling', r'SUBMIT|PREEMPT|RENDER|PRESENT|PATCH|PAGING|FENCE|INTERRUPT|RESET|ENGINE|CANCEL|DMABUFFER|COLLECTDBG|TDR'),
                 ('records', r'')),
    'd3dumddi': (('video', r'DXVA|VIDEO|DECODE|DEINTERLACE|OVERLAY|CRYPTO|ENCRYPT|AUTH|SESSION|CERTIFICATE|COMPOSE'),
                 ('callbacks', r'DDICB_|CALLBACKS|ADAPTER'),
                 ('records', r'')),
    'd3d10umddi': (('handles', r'DDI_H(RT|KM)?[A-Z]+$'),
                   ('tables', r'FUNCS$|DEVICECALLBACKS$'),
                   ('video', r'VIDEO|DECOD|CRYPTO|AUTH|ENCRYPT|CERTIFICATE|CAPTURE|KEY_EXCHANGE|CONTENT'),
                   ('d3d10', r'^D3D10'),
                   ('d3d11', r'')),
}

# wchar_t has 16 bits on Windows only.
WIDE = {'WCHAR': 'DDI_WCHAR', 'PWSTR': 'DDI_WCHAR *', 'LPWSTR': 'DDI_WCHAR *', 'PCWSTR': 'const DDI_WCHAR *',
        'LPCWSTR': 'const DDI_WCHAR *'}

# Enums used for bit-fields narrower than their greatest enumerator, which compilers warn of.
ENUM_BITS = {'D3DDDI_VIDEO_SIGNAL_SCANLINE_ORDERING'}

# Names to which a header of mingw-w64 gives a value that Microsoft's does not have.
WRONG_ELSEWHERE = {'STATUS_GRAPHICS_DRIVER_MISMATCH'}


# ---- types

def widen(t):
    t = re.sub(r'\b__unaligned\s+|\s*\b__unaligned\b', '', t)
    return re.sub(r'\b(' + '|'.join(WIDE) + r')\b', lambda m: WIDE[m.group(1)], t)


def join(t, name):
    t = re.sub(r'\*\s*const$', '*const', t.strip())
    return t + name if t.endswith('*') else t + ' ' + name


def declare(t, name):
    """A C declaration of name with the type spelled t, where t may end in array bounds or be a function pointer."""
    t = widen(t)
    if '(*' in t:
        return re.sub(r'\(\*(\w*)\)', lambda m: '(DDI_CALL *%s)' % name, t, count=1)
    m = re.match(r'^(.*?)((?:\[\d*\])+)$', t)
    return join(m.group(1), name + m.group(2)) if m else join(t, name)


def fold(line):
    """A declaration within WIDTH columns."""
    indent = re.match(r' *', line).group() + '    '
    out = []
    while len(line) > WIDTH:
        at = max(line.rfind(', ', 0, WIDTH), line.rfind(' ', 0, WIDTH) if ', ' not in line[:WIDTH] else -1)
        if at < len(indent):
            break
        at += 1 if line[at] == ',' else 0
        out.append(line[:at].rstrip())
        line = indent + line[at:].strip()
    return out + [line]


# ---- constants and enums

def write_constant(r):
    name, value, _, ctype = r[:4]
    if ctype == 'string':
        text = '"%s"' % value.strip('"')
    elif ctype in ('float', 'double'):
        text = (value if re.search(r'[.eE]', value) else value + '.0') + ('f' if ctype == 'float' else '')
        text = '(%s)' % text if text.startswith('-') else text
    elif ctype == 'i32':
        v = int(value)
        text = str(v) if 0 <= v < 0x10000 else '0x%x' % v if v > 0 else '(%d)' % v if v > -0x10000 else signed_hex(v)
    elif ctype == 'u32':
        text = '0x%xu' % (int(value) & 0xffffffff)
    elif ctype == 'u64':
        text = '0x%xull' % int(value)
    else:
        text = '%sll' % value
    return ['#define %s %s' % (name, text)]


def signed_hex(v):
    return '((int)0x%08x)' % (v & 0xffffffff)


def write_enumerator(name, v):
    # Negative and large values are cast: together they would make an enum of 8 bytes with GCC.
    value = signed_hex(v)[1:-1] if v < -16 else '0x%x' % v if v > 0xffff else str(v)
    return '    %s = %s,' % (name, value)


def write_enum(name, tag, values, typedefs):
    body = [write_enumerator(n, v) for n, v in values]
    if name.startswith('{'):
        return ['enum {'] + body + ['};']
    if name in typedefs:
        return ['typedef enum %s{' % (tag + ' ' if tag else '')] + body + ['} %s;' % name]
    return ['enum %s {' % (tag or name)] + body + ['};']


# ---- records

class Node:
    """An aggregate within a record. items: Nodes and tuples (name, bit width or '-', type, size)."""
    def __init__(self, kind, name='', key='', bounds=''):
        self.kind, self.name, self.key, self.bounds, self.items = kind, name, key, bounds, []

    def child(self, component):
        for it in self.items:
            if isinstance(it, Node) and (it.key == component or (':' in component and it.name == component.split(':')[1])):
                return it
        raise KeyError(component)


def tree(rec):
    """The nesting of a record, from the groups and paths of its rows."""
    root = Node(rec.kind)
    for field, width, typ, size, group in rec.fields:
        parent = root
        for component in group.split('/') if group != '-' else ():
            parent = parent.child(component)
        leaf = field.split('.')[-1]
        unnamed = re.match(r'^\{((union|struct)#\d+)\}$', field)
        if unnamed:
            parent.items.append(Node(unnamed.group(2), key=unnamed.group(1)))
        elif '{}' in typ:
            kind, bounds = typ.split('{}')
            parent.items.append(Node(kind, leaf, bounds=bounds))
        else:
            parent.items.append((leaf, width, typ, size))
    return root


def layout_attribute(node):
    """DDI_MS_BITS where a bit-field stands beside something of another size: there the two layouts may differ."""
    bits = [it for it in node.items if not isinstance(it, Node) and it[1] != '-']
    others = [it for it in node.items if isinstance(it, Node) or it[1] == '-' or it[3] != bits[0][3]] if bits else []
    return ' DDI_MS_BITS' if others and node.kind == 'struct' else ''


def write_body(node, indent):
    out = []
    pad = '    ' * indent
    for it in node.items:
        if isinstance(it, Node):
            out.append(pad + it.kind + layout_attribute(it) + ' {')
            out += write_body(it, indent + 1)
            out.append(pad + ('} %s%s;' % (it.name, it.bounds) if it.name else '};'))
        elif it[1] != '-':
            name, width, typ, _ = it
            typ = 'UINT' if typ in ENUM_BITS else widen(typ)
            out.append(pad + '%s%s : %s;' % (typ, '' if name == '{unnamed-bits}' else ' ' + name, width))
        else:
            out += fold(pad + declare(it[2], it[0]) + ';')
    return out


def packing(rec):
    if rec.name.startswith('CM_'):
        return 4 # wdm.h packs its resource lists so
    return 1 if rec.align == 1 and any(f[3] > 1 for f in rec.fields) else 0


def write_record(rec):
    root = tree(rec)
    attributes = layout_attribute(root) + (' DDI_ALIGN_16' if rec.align == 16 else '')
    pack = packing(rec)
    out = ['#pragma pack(push, %d)' % pack] if pack else []
    if rec.has_typedef and not rec.tag:
        out += ['typedef %s%s {' % (rec.kind, attributes)] + write_body(root, 1) + ['} %s;' % rec.name]
    else:
        out += ['%s%s %s {' % (rec.kind, attributes, rec.tag or rec.name)] + write_body(root, 1) + ['};']
    return out + (['#pragma pack(pop)'] if pack else [])


# ---- functions and other types

def params(text):
    out = []
    for p in text.split(';') if text.strip() not in ('', '-', 'void') else ['void']:
        p = widen(p.strip())
        m = re.match(r'^(.*?)\s*((?:\[\d*\])+)\s*(\w+)?$', p)
        if m:
            p = '%s %s%s' % (m.group(1), m.group(3) or '', m.group(2))
        out.append(re.sub(r'\*\s+(?=\w)', '*', p))
    return ', '.join(out)


def write_function(r):
    name, kind, _, ret = r[:4]
    ret = widen(ret)
    if kind == 'pointer' and r[7] != '-':
        return ['typedef %s *%s;' % (r[7], name)]
    if kind == 'pointer':
        return fold('typedef %s (DDI_CALL *%s)(%s);' % (ret, name, params(r[5])))
    return fold('%s%s DDI_CALL %s(%s);' % ('typedef ' if kind == 'function' else '', ret, name, params(r[5])))


def write_typedef(r):
    return fold('typedef %s;' % declare(r[2], r[0]))


def write_guid(r):
    a, b, c, d, e = r[2].split('-')
    tail = [d[:2], d[2:]] + [e[i:i + 2] for i in range(0, 12, 2)]
    return ['DDI_GUID(%s, 0x%s, 0x%s, 0x%s,' % (r[0], a, b, c), '    %s)' % ', '.join('0x' + t for t in tail)]


# ---- order

class Order:
    """Typedefs, function types and records of one header, each after what it needs."""
    def __init__(self, h):
        self.functions = {r[0]: r for r in h.functions}
        self.records = OrderedDict((rec.name, rec) for rec in h.records)
        enums = {name for name, _, _ in h.enums}
        self.types = OrderedDict()  # name: row
        for r in h.typedefs:
            if r[0] not in self.records and r[0] not in enums:
                self.types[r[0]] = self.functions.get(r[0], r)
        for name, r in self.functions.items():
            self.types.setdefault(name, r)
        by_tag = {rec.tag: rec.name for rec in h.records if rec.tag}
        self.alias = dict(by_tag)   # another name of a record: the record
        for name, r in self.types.items():
            if name not in self.functions and not re.search(r'[*(]', r[2]):
                target = [w for w in words(r[2]) if w not in ('struct', 'union', 'const', 'volatile')]
                if len(target) == 1:
                    self.alias[name] = by_tag.get(target[0], target[0])
        self.untagged = {rec.name for rec in h.records if not rec.tag}
        self.state, self.sorted = {}, []

    def names(self, text):
        """Names that must be declared before text. A record with a tag is declared ahead."""
        text = re.sub(r'\b(struct|union|enum)\s+\w+', '', text)
        return [w for w in words(text) if w in self.types or w in self.untagged]

    def record_of(self, name):
        while name in self.alias and self.alias[name] != name:
            name = self.alias[name]
        return name if name in self.records else None

    def needs(self, name):
        if name in self.types:
            r = self.types[name]
            if name not in self.functions:
                return self.names(r[2])
            return self.names(r[7] if r[7] != '-' else r[3] + ' ' + r[5])
        rec = self.records[name]
        held = [self.record_of(w) for w in rec.by_value()]
        return [w for f in rec.fields for w in self.names(f[2])] + [w for w in held if w and w != name]

    def needs_function(self, name):
        return name in self.functions or any(self.needs_function(n) for n in self.needs(name) if n != name)

    def write(self, name):
        if name in self.records:
            return write_record(self.records[name])
        return write_function(self.functions[name]) if name in self.functions else write_typedef(self.types[name])

    def visit(self, name):
        if self.state.get(name) == 'done':
            return
        if self.state.get(name) == 'open':
            sys.exit('circle at ' + name)
        self.state[name] = 'open'
        for need in self.needs(name):
            if need != name:
                self.visit(need)
        self.state[name] = 'done'
        self.sorted.append(name)

    def sort(self, names):
        """The names given and what they need, of what was not sorted before."""
        self.sorted = []
        for name in names:
            self.visit(name)
        return self.sorted


# ---- files

def emit(folder, stem, about, includes, body):
    if stem.startswith('ddi_d3dkmthk'): # programs call these, not drivers
        body = [line.replace('DDI_CALL', 'DDI_KMT_CALL') for line in body]
    guard = stem.upper() + '_H'
    lines = ['/* SPDX-License-Identifier: MIT OR Apache-2.0', ' *', ' * %s.h - %s.' % (stem, about),
             ' * Written by generate.py; change that, not this.', ' */', '#ifndef ' + guard, '#define ' + guard, '']
    lines += ['#include "%s.h"' % i for i in includes] + ([''] if includes and body else [])
    while body and body[-1] == '':
        body.pop()
    with open(os.path.join(folder, stem + '.h'), 'w') as f:
        f.write('\n'.join(lines + body + ['', '#endif']) + '\n')


def split(pieces, gap):
    """Groups of pieces (lists of lines) that fit a file, of about the same length."""
    total = sum(len(p) + gap for p in pieces)
    n = max(1, -(-total // LIMIT))
    groups, at = [[] for _ in range(n)], 0
    for p in pieces:
        groups[min(at * n // max(total, 1), n - 1)].append(p)
        at += len(p) + gap
    return groups


class Writer:
    """Writes the parts of one header, then the header that includes them in order."""
    def __init__(self, h, folder):
        self.h, self.folder, self.parts = h, folder, []

    def part(self, suffix, what, pieces, gap):
        if not pieces:
            return
        groups = split(pieces, gap)
        for i, g in enumerate(groups):
            stem = 'ddi_%s_%s' % (self.h.name, suffix) + ('_%d' % (i + 1) if len(groups) > 1 else '')
            body = [line for p in g for line in p + ([''] if gap else [])]
            emit(self.folder, stem, what + ' of ' + ABOUT[self.h.name], [], body)
            self.parts.append(stem)

    def records(self, order):
        left = list(order.records)
        for suffix, pattern in SUBJECTS.get(self.h.name, (('records', ''),)):
            mine = [n for n in left if re.search(pattern, n)]
            left = [n for n in left if n not in mine]
            what = 'records' if suffix == 'records' else suffix + ': records'
            self.part(suffix, what, [write_record(order.records[n]) for n in order.sort(mine) if n in order.records], 1)

    def write(self):
        h = self.h
        typedefs = {r[0] for r in h.typedefs}
        order = Order(h)
        ahead = []
        for rec in h.records:
            if rec.tag and rec.has_typedef:
                ahead.append(fold('typedef %s %s %s;' % (rec.kind, rec.tag, rec.name)))
            elif not rec.has_typedef:
                ahead.append(['%s %s;' % (rec.kind, rec.tag or rec.name)])
        early = order.sort([n for n in order.types if not order.needs_function(n)])
        late = order.sort(list(order.types))

        self.part('constants', 'constants', [write_constant(r) for r in h.constants], 0)
        self.part('enums', 'enums', [write_enum(n, t, v, typedefs) for n, t, v in h.enums], 1)
        self.part('types', 'records declared ahead, handles and aliases', ahead + [order.write(n) for n in early], 0)
        self.part('functions', 'function types', [order.write(n) for n in late], 0)
        self.records(order)
        self.part('entries', 'entry points', [write_function(r) for r in h.prototypes], 0)
        self.part('guids', 'GUIDs', [write_guid(r) for r in h.guids], 0)
        emit(self.folder, 'ddi_' + h.name, ABOUT[h.name], ['ddi_base'] + ['ddi_' + u for u in USES[h.name]] + self.parts, [])


def write_status(folder, tables):
    body = {'ntstatus.h': [], 'winerror.h': []}
    for r in rows(tables, 'constants.tsv'):
        if r[4] not in body or r[1] == '-':
            continue
        lines = body[r[4]]
        if r[0] in WRONG_ELSEWHERE:
            lines += ['/* mingw-w64 has another value. */', '#undef ' + r[0]]
        cast = 'NTSTATUS' if r[4] == 'ntstatus.h' else 'HRESULT'
        lines += ['#ifndef ' + r[0], '#define %s ((%s)0x%08x)' % (r[0], cast, int(r[1]) & 0xffffffff), '#endif']
    emit(folder, 'ddi_ntstatus', 'NTSTATUS codes that the driver interfaces name', ['ddi_base'], body['ntstatus.h'])
    emit(folder, 'ddi_hresult', 'HRESULT codes that the driver interfaces name', ['ddi_base'], body['winerror.h'])
    emit(folder, 'ddi_status', 'status codes that the driver interfaces name', ['ddi_ntstatus', 'ddi_hresult'], [])


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    here = os.path.dirname(os.path.abspath(__file__))
    out = sys.argv[2] if len(sys.argv) > 2 else os.path.join(here, 'include')
    os.makedirs(out, exist_ok=True)
    for h in read(sys.argv[1]).values():
        Writer(h, out).write()
    write_status(out, sys.argv[1])


if __name__ == '__main__':
    main()
