#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Write the C declarations of the display-driver interfaces from tables of facts.

usage: generate.py TABLES-FOLDER [OUTPUT-FOLDER]

The tables (records-*.tsv, enums-*.tsv, typedefs.tsv, functions.tsv, constants.tsv, guids.tsv) hold names, sizes,
offsets, types and values at level wddm13. What comes out is ordinary C: constants, enums, types and function
pointers, records. tests/ddi proves the result against the same facts, record by record.
"""
import os
import re
import sys
from collections import OrderedDict

LEVEL = 'wddm13'
SDK = ('d3dukmdt', 'd3dkmdt', 'd3dkmthk', 'd3dkmddi', 'dispmprt', 'd3dumddi', 'dxgiddi', 'd3d10umddi')

# What a header may use besides itself. The order is the order of inclusion.
USES = {
    'd3dukmdt': (), 'd3dkmdt': ('d3dukmdt',), 'd3dkmthk': ('d3dukmdt', 'd3dkmdt'),
    'd3dkmddi': ('d3dukmdt', 'd3dkmdt'), 'knt': (), 'kdeps': (), 'dispmprt': ('d3dukmdt', 'd3dkmdt', 'd3dkmddi', 'kdeps'),
    'd3dumddi': ('d3dukmdt',), 'dxgiddi': ('d3dukmdt', 'd3dumddi'), 'tokens': (),
    'd3d10umddi': ('d3dukmdt', 'd3dumddi', 'dxgiddi', 'tokens'),
}
ORDER = ('knt', 'd3dukmdt', 'd3dkmdt', 'd3dkmthk', 'd3dkmddi', 'kdeps', 'dispmprt', 'd3dumddi', 'dxgiddi', 'tokens', 'd3d10umddi')

# Records of other kernel headers that dispmprt.h names.
KDEPS_FROM = {'acpiioct.h': None, 'video.h': {'QUERY_INTERFACE', 'STATUS_BLOCK', 'VIDEO_REQUEST_PACKET'}}
KDEPS_TYPEDEFS = {'VP_STATUS', 'PQUERY_INTERFACE', 'PSTATUS_BLOCK', 'PVIDEO_REQUEST_PACKET'}

# Records and enums of wdm.h for builds without it. Its resource lists are packed to 4 bytes.
KNT_RECORDS = {'MDL', 'CM_PARTIAL_RESOURCE_DESCRIPTOR', 'CM_PARTIAL_RESOURCE_LIST', 'CM_FULL_RESOURCE_DESCRIPTOR',
               'CM_RESOURCE_LIST', 'PCI_DEVICE_PRESENCE_PARAMETERS', 'INTERFACE'}
KNT_ENUMS = {'SYSTEM_POWER_STATE', 'POWER_ACTION', 'DEVICE_POWER_STATE', 'DEVICE_RELATION_TYPE', 'MEMORY_CACHING_TYPE'}

# Constants of the Direct3D 10 API that d3d10umddi.h repeats; <d3d11.h> has its own of the same meaning.
CORE_CONSTANT = re.compile(r'^(D3D_SPEC_|D3D10_(?!.*(DDI|SB_)))')
# Base types that a table row repeats.
BASE_TYPES = {'DWORD', '__C_ASSERT__'}

# Prototypes: those of d3dkmthk.h are the entry points of gdi32/dxgkrnl; of dispmprt.h only the entries to the port
# driver exist apart from Displib.lib; d3dkmdt.h has inline helpers only.
PROTOTYPES = {'d3dkmthk': None, 'dispmprt': {'DxgkInitialize', 'DxgkInitializeDisplayOnlyDriver'}}

SUBJECT = {
    'd3dukmdt': 'types that user mode and kernel mode share', 'd3dkmdt': 'video present networks, monitors, protected output',
    'd3dkmthk': "the kernel graphics services that a user-mode runtime calls (D3DKMT)", 'd3dkmddi': 'the kernel-mode display driver interface',
    'knt': 'records of wdm.h that the kernel-mode interfaces name', 'kdeps': 'records of ACPI and video port that the port driver interface names', 'dispmprt': 'the display port driver interface',
    'd3dumddi': 'callbacks and arguments of user-mode display drivers, the Direct3D 9 interface', 'dxgiddi': 'the DXGI part of user-mode display drivers',
    'tokens': 'the tokenized shader program', 'd3d10umddi': 'the Direct3D 10 and 11 user-mode display driver interface',
}

# wchar_t has 16 bits on Windows only.
WIDE = {'WCHAR': 'DDI_WCHAR', 'PWSTR': 'DDI_WCHAR *', 'LPWSTR': 'DDI_WCHAR *', 'PCWSTR': 'const DDI_WCHAR *', 'LPCWSTR': 'const DDI_WCHAR *'}


def rows(folder, name):
    with open(os.path.join(folder, name)) as f:
        return [line.rstrip('\n').split('\t') for line in f][1:]


def words(text):
    return re.findall(r'[A-Za-z_]\w*', text)


def widen(t):
    t = re.sub(r'\b__unaligned\s+|\s*\b__unaligned\b', '', t)
    return re.sub(r'\b(' + '|'.join(WIDE) + r')\b', lambda m: WIDE[m.group(1)], t)


def declare(t, name):
    """A C declaration of name with the type spelled t, where t may end in array bounds or be a function pointer."""
    t = widen(t)
    m = re.match(r'^(.*?)((?:\[\d*\])+)$', t)
    if m and '(' not in t:
        return join(m.group(1), name + m.group(2))
    if '(*' in t:
        return re.sub(r'\(\*(\w*)\)', lambda m: '(DDI_CALL *%s)' % name, t, count=1)
    return join(t, name)


def join(t, name):
    t = t.strip()
    t = re.sub(r'\*\s*const$', '*const', t)
    return t + name if t.endswith('*') else t + ' ' + name


def number(value, hexa):
    v = int(value)
    if v < -16:
        return '(int)0x%08x' % (v & 0xffffffff)
    if v > 0xffff and bin(v).count('1') < 32:
        return '0x%x' % v
    return str(v)


class Header:
    def __init__(self, name):
        self.name = name
        self.constants, self.enums, self.records, self.typedefs, self.functions, self.prototypes, self.guids = [], [], [], [], [], [], []


class Record:
    """rows: field, offset, bitoff, bitwidth, type, fsize, group"""
    def __init__(self, name, size, align, kind, tag, cname):
        self.name, self.size, self.align, self.kind, self.tag, self.cname = name, int(size), int(align), kind, tag, cname
        self.fields = []

    def by_value(self):
        """Names whose full definition this record needs."""
        need = []
        for f in self.fields:
            t = f[4]
            if '{}' in t or '(' in t or '*' in t:
                continue
            need += words(t)
        return need


def read(folder):
    headers = OrderedDict((h, Header(h)) for h in ORDER)

    def add_records(h, table):
        known = OrderedDict()
        for r in table:
            name, size, align, field, offset, bitoff, width, typ, fsize, group, kind, tag, _, cname = r
            if name not in known:
                known[name] = Record(name, size, align, kind, tag, cname)
                headers[h].records.append(known[name])
            if field != '-':
                known[name].fields.append((field, int(offset), bitoff, width, typ, fsize, group))

    def add_enums(h, table, want=None):
        known = OrderedDict()
        for r in table:
            if r[2] == '-' or (want is not None and r[0] not in want):
                continue
            known.setdefault((r[0], r[6]), []).append((r[1], r[2], r[3]))
        headers[h].enums += [(k[0], k[1], v) for k, v in known.items()]

    for h in SDK:
        add_records(h, rows(folder, 'records-%s-%s-x64.tsv' % (h, LEVEL)))
        add_enums(h, rows(folder, 'enums-%s.tsv' % h))
    deps = rows(folder, 'records-deps-%s-x64.tsv' % LEVEL)
    for dep, want in KDEPS_FROM.items():
        add_records('kdeps', [r[1:] for r in deps if r[0] == dep and (want is None or r[1] in want)])
    add_records('knt', [r[1:] for r in deps if r[0] == 'wdm.h' and r[1] in KNT_RECORDS])
    add_enums('knt', [r[1:] for r in rows(folder, 'enums-deps.tsv') if r[0] == 'wdm.h'], KNT_ENUMS)
    for name in sorted(KNT_RECORDS):
        tag = next(r.tag for r in headers['knt'].records if r.name == name)
        headers['knt'].typedefs += [(name, 'wdm.h', 'struct ' + tag), ('P' + name, 'wdm.h', 'struct %s *' % tag)]
    for name in sorted(KNT_ENUMS):
        headers['knt'].typedefs.append((name, 'wdm.h', 'enum _' + name))
    tokens = 'd3d11tokenizedprogramformat.hpp'
    add_enums('tokens', [r[1:] for r in rows(folder, 'enums-deps.tsv') if r[0] == tokens])

    owner = {h + '.h': h for h in SDK}
    owner[tokens] = 'tokens'
    for r in rows(folder, 'constants.tsv'):
        if r[1] == '-':
            continue
        if r[4] in owner:
            if not CORE_CONSTANT.match(r[0]):
                headers[owner[r[4]]].constants.append(r)
        elif r[4] == 'acpiioct.h':
            headers['kdeps'].constants.append(r)
    for r in rows(folder, 'typedefs.tsv'):
        if LEVEL not in r[5]:
            continue
        if r[0] in BASE_TYPES:
            continue
        h = owner.get(r[1])
        if h is None and (r[1] == 'acpiioct.h' or r[0] in KDEPS_TYPEDEFS or
                          (r[1] == 'video.h' and r[0] in KDEPS_FROM['video.h'])):
            h = 'kdeps'
        if h:
            headers[h].typedefs.append(r)
    for r in rows(folder, 'functions.tsv'):
        if LEVEL not in r[6]:
            continue
        h = owner.get(r[2])
        if h is None:
            continue
        if r[1] == 'prototype':
            if h in PROTOTYPES and (PROTOTYPES[h] is None or r[0] in PROTOTYPES[h]):
                headers[h].prototypes.append(r)
        else:
            headers[h].functions.append(r)
    for r in rows(folder, 'guids.tsv'):
        if r[1] in owner:
            headers[owner[r[1]]].guids.append(r)
    return headers


# ---- writing one thing at a time

def write_constant(r):
    name, value, hexa, ctype = r[:4]
    if ctype == 'string':
        text = '"%s"' % value.strip('"')
    elif ctype in ('float', 'double'):
        text = value if re.search(r'[.eE]', value) else value + '.0'
        text += 'f' if ctype == 'float' else ''
        text = '(%s)' % text if text.startswith('-') else text
    else:
        v = int(value)
        if ctype == 'i32':
            text = str(v) if abs(v) < 0x10000 else '0x%x' % (v & 0xffffffff)
            if v < 0:
                text = '(%d)' % v if v > -0x10000 else '((int)0x%08x)' % (v & 0xffffffff)
        elif ctype == 'u32':
            text = '0x%xu' % (v & 0xffffffff) if v > 9 else '%du' % v
        elif ctype == 'u64':
            text = '0x%xull' % v
        else:
            text = '%dll' % v
    return ['#define %s %s' % (name, text)]


def write_enum(name, tag, values, typedefs):
    body = []
    follows = None
    for n, v, x in values:
        v = int(v)
        body.append('    %s = %s,' % (n, number(v, x)))
    if name.startswith('{'):
        return ['enum {'] + body + ['};']
    plain = tag if tag != '-' else ''
    if name in typedefs:
        return ['typedef enum %s{' % (plain + ' ' if plain else '')] + body + ['} %s;' % name]
    return ['enum %s {' % (plain or name)] + body + ['};']


# Enums used for bit-fields narrower than their greatest enumerator, which compilers warn of.
ENUM_BITS = {'D3DDDI_VIDEO_SIGNAL_SCANLINE_ORDERING'}


class Node:
    def __init__(self, kind, name, key):
        self.kind, self.name, self.key, self.items = kind, name, key, []

    def child(self, component):
        for it in self.items:
            if isinstance(it, Node) and (it.key == component or (':' in component and it.name == component.split(':', 1)[1])):
                return it
        raise KeyError(component)


def tree(rec):
    """The nesting of a record, from the groups and paths of its rows."""
    root = Node(rec.kind, None, None)
    for field, offset, bitoff, width, typ, fsize, group in rec.fields:
        parent = root
        if group != '-':
            for component in group.split('/'):
                parent = parent.child(component)
        unnamed = re.match(r'^\{((union|struct)#\d+)\}$', field)
        leaf = field.split('.')[-1]
        if unnamed:
            parent.items.append(Node(unnamed.group(2), None, unnamed.group(1)))
        elif '{}' in typ:
            kind, bounds = typ.split('{}')
            node = Node(kind, leaf, None)
            node.bounds = bounds
            parent.items.append(node)
        else:
            parent.items.append((leaf, width, typ, int(fsize)))
    return root


def write_body(node, indent):
    out = []
    pad = '    ' * indent
    for it in node.items:
        if isinstance(it, Node):
            out.append(pad + it.kind + head_attributes(it) + ' {')
            out += write_body(it, indent + 1)
            out.append(pad + '}%s;' % (' ' + it.name + it.bounds if it.name else ''))
        else:
            name, width, typ, _ = it
            if width != '-':
                unnamed = name == '{unnamed-bits}'
                typ = 'UINT' if typ in ENUM_BITS else widen(typ)
                out.append(pad + '%s%s : %s;' % (typ, '' if unnamed else ' ' + name, width))
            else:
                out.append(pad + declare(typ, name) + ';')
    return out


def head_attributes(node):
    bits = [it for it in node.items if not isinstance(it, Node) and it[1] != '-']
    if not bits:
        return ''
    others = [it for it in node.items if isinstance(it, Node) or it[1] == '-' or it[3] != bits[0][3]]
    return ' DDI_MS_BITS' if others and node.kind == 'struct' else ''


def write_record(rec):
    root = tree(rec)
    if not rec.fields:
        body = []
    body = write_body(root, 1)
    tag = rec.tag if rec.tag != '-' else ''
    attributes = head_attributes(root)
    if rec.align == 16:
        attributes += ' DDI_ALIGN_16'
    packed = rec.align == 1 and rec.size > 1 and any(int(f[5]) > 1 for f in rec.fields)
    typedef = not rec.cname.startswith(('struct ', 'union '))
    pack = 1 if packed else 4 if rec.name.startswith('CM_') else 0
    out = ['#pragma pack(push, %d)' % pack] if pack else []
    if typedef and not tag:
        out += ['typedef %s%s {' % (rec.kind, attributes)] + body + ['} %s;' % rec.name]
    else:
        out += ['%s%s %s {' % (rec.kind, attributes, tag or rec.name)] + body + ['};']
    return out + (['#pragma pack(pop)'] if pack else [])


def wrap(prefix, items, suffix):
    """prefix item, item, item suffix within 120 columns."""
    lines = [prefix]
    for i, it in enumerate(items):
        piece = it + (suffix if i == len(items) - 1 else ',')
        if len(lines[-1]) + 1 + len(piece) > 120 and lines[-1].strip():
            lines.append('    ' + piece)
        else:
            lines[-1] += ('' if lines[-1].endswith('(') else ' ') + piece
    if not items:
        lines[-1] += suffix
    return lines


def params(text):
    text = text.strip()
    if text in ('', '-', 'void'):
        return ['void']
    out = []
    for p in text.split(';'):
        p = widen(p.strip())
        m = re.match(r'^(.*?)\s*((?:\[\d*\])+)\s*(\w+)?$', p)
        if m:
            p = '%s %s%s' % (m.group(1), m.group(3) or '', m.group(2))
        p = re.sub(r'\*\s+(?=\w)', '*', p)
        p = re.sub(r'\*(const|volatile)\b', r'*\1', p)
        out.append(p)
    return out


def write_function(r):
    name, kind, _, ret = r[:4]
    ret = widen(ret)
    if kind == 'pointer':
        if r[7] != '-':
            return ['typedef %s *%s;' % (r[7], name)]
        return wrap('typedef %s (DDI_CALL *%s)(' % (ret, name), params(r[5]), ');')
    if kind == 'function':
        return wrap('typedef %s DDI_CALL %s(' % (ret, name), params(r[5]), ');')
    return wrap('%s DDI_CALL %s(' % (ret, name), params(r[5]), ');')


def write_typedef(r):
    name, _, t = r[:3]
    if '(' in t:
        return ['typedef %s;' % declare(t, name)]
    return ['typedef %s;' % declare(t, name)]


# ---- putting a header together

SPDX = '/* SPDX-License-Identifier: MIT OR Apache-2.0 */'


class Part:
    """One output file: a part of one header's declarations."""
    def __init__(self, stem, about):
        self.stem, self.about, self.lines = stem, about, []


def sort_declarations(h, done, all_owner):
    """Typedefs, function types and records of one header so that each comes after what it needs."""
    nodes = OrderedDict()
    functions = {r[0]: r for r in h.functions}
    enum_names = {e[0] for e in h.enums}
    record_names = {r.name for r in h.records}
    forward, aliases = [], []
    tag_kind = {}
    for rec in h.records:
        if rec.tag != '-':
            tag_kind[rec.tag] = rec.kind
    for rec in h.records:
        if rec.tag != '-' and not rec.cname.startswith(('struct ', 'union ')):
            forward.append('typedef %s %s %s;' % (rec.kind, rec.tag, rec.name))
            done.add(rec.name)
        elif rec.cname.startswith(('struct ', 'union ')):
            forward.append('%s %s;' % (rec.kind, rec.tag if rec.tag != '-' else rec.name))
    enum_tags = {}
    for name, tag, _ in h.enums:
        enum_tags[tag] = name
        if not name.startswith('{'):
            done.add(name)
    for r in h.typedefs:
        name, t = r[0], r[2]
        if name in record_names or name in enum_names:
            continue
        if name in functions:
            nodes[name] = ('function', functions[name])
        else:
            nodes[name] = ('typedef', r)
    for n, r in functions.items():
        nodes.setdefault(n, ('function', r))
    values = OrderedDict(('record ' + rec.name, ('record', rec)) for rec in h.records)
    # a typedef of a record's tag is a name for the record too
    tag_of = {rec.tag: rec.name for rec in h.records if rec.tag != '-'}
    alias_of = {}
    for n, (kind, r) in nodes.items():
        if kind == 'typedef':
            w = [x for x in words(r[2]) if x not in ('struct', 'union', 'const', 'volatile')]
            if '*' not in r[2] and '(' not in r[2] and len(w) == 1:
                alias_of[n] = tag_of.get(w[0], w[0])
    order = []
    state = {}

    def name_deps(text):
        text = re.sub(r'\b(struct|union|enum)\s+\w+', '', text)
        return [w for w in words(text) if w in nodes]

    def visit(key):
        if state.get(key) == 2:
            return
        if state.get(key) == 1:
            sys.exit('circle at ' + key)
        state[key] = 1
        kind, r = nodes[key] if key in nodes else values[key]
        if kind == 'typedef':
            for w in name_deps(r[2]):
                visit(w)
        elif kind == 'function':
            text = r[7] if r[7] != '-' and r[1] == 'pointer' else r[3] + ' ' + r[5]
            for w in name_deps(text):
                if w != key:
                    visit(w)
        else:
            for f in r.fields:
                for w in name_deps(f[4]):
                    visit(w)
            for w in r.by_value():
                w = tag_of.get(w, alias_of.get(w, w))
                while w in alias_of:
                    w = alias_of[w]
                if 'record ' + w in values and w != r.name:
                    visit('record ' + w)
            if r.tag == '-':
                pass
        state[key] = 2
        order.append(key)

    # A record without a tag cannot be declared ahead: it comes before all that names it.
    untagged = {rec.name for rec in h.records if rec.tag == '-'}
    if untagged:
        old = name_deps

        def name_deps(text, old=old):
            text2 = re.sub(r'\b(struct|union|enum)\s+\w+', '', text)
            return old(text) + ['record ' + w for w in words(text2) if w in untagged]
    for key in list(nodes):
        visit(key)
    types = list(order)
    del order[:]
    for key in values:
        visit(key)
    return forward, types, list(order), nodes, values


def chunks(pieces, limit):
    """Groups of pieces (lists of lines) of at most limit lines."""
    out, at = [], 0
    for p in pieces:
        if not out or at + len(p) + 1 > limit:
            out.append([])
            at = 0
        out[-1].append(p)
        at += len(p) + 1
    return out


def guid_line(r):
    a, b, c, d, e = r[2].split('-')
    tail = [d[:2], d[2:]] + [e[i:i + 2] for i in range(0, 12, 2)]
    return ['DDI_GUID(%s, 0x%s, 0x%s, 0x%s,' % (r[0], a, b, c), '    %s)' % ', '.join('0x' + t for t in tail)]


def emit(folder, stem, about, includes, body):
    guard = 'DDI_%s_H' % re.sub(r'^ddi_', '', stem).upper()
    lines = ['/* SPDX-License-Identifier: MIT OR Apache-2.0', ' *', ' * %s.h - %s.' % (stem, about),
             ' * Written by generate.py; change that, not this.', ' */', '#ifndef ' + guard, '#define ' + guard, '']
    lines += ['#include "%s.h"' % i for i in includes] + ([''] if includes else [])
    while body and body[-1] == '':
        body.pop()
    lines += body + ['', '#endif']
    with open(os.path.join(folder, stem + '.h'), 'w') as f:
        f.write('\n'.join(lines) + '\n')
    return stem


def joined(pieces, gap):
    out = []
    for p in pieces:
        out += p + ([''] if gap else [])
    return out


def write_header(h, folder):
    stem = 'ddi_' + h.name
    subject = SUBJECT[h.name]
    done = set()
    forward, types, records, nodes, values = sort_declarations(h, done, None)
    parts = []
    if h.constants or h.enums:
        body = joined([write_constant(r) for r in h.constants], False)
        if body:
            body.append('')
        typedef_names = {r[0] for r in h.typedefs}
        groups = chunks([write_enum(n, t, v, typedef_names) for n, t, v in h.enums], LIMIT)
        for i, g in enumerate(groups or [[]]):
            text = (body if i == 0 else []) + joined(g, True)
            parts.append(emit(folder, stem + '_enums' + ('_%d' % (i + 1) if len(groups) > 1 else ''),
                              'constants and enums of ' + subject, [], text))
    untagged_needed = [k for k in types if k in values]
    typed, functions = [], []
    for k in types:
        if k in values:
            typed.append(write_record(values[k][1]))
            continue
        kind, r = nodes[k]
        typed.append(write_typedef(r) if kind == 'typedef' else write_function(r))
    pieces = [[f] for f in forward] + typed
    groups = chunks(pieces, LIMIT * 2)
    for i, g in enumerate(groups):
        parts.append(emit(folder, stem + '_types' + ('_%d' % (i + 1) if len(groups) > 1 else ''),
                          'handles, aliases and function types of ' + subject, [], joined(g, False)))
    groups = chunks([write_record(values[k][1]) for k in records], LIMIT)
    for i, g in enumerate(groups):
        parts.append(emit(folder, stem + '_records' + ('_%d' % (i + 1) if len(groups) > 1 else ''),
                          'records of ' + subject, [], joined(g, True)))
    if h.prototypes:
        parts.append(emit(folder, stem + '_entries', 'entry points of ' + subject, [],
                          joined([write_function(r) for r in h.prototypes], False)))
    if h.guids:
        parts.append(emit(folder, stem + '_guids', 'GUIDs of ' + subject, [], joined([guid_line(r) for r in h.guids], False)))
    emit(folder, stem, subject, ['ddi_base'] + ['ddi_' + u for u in USES[h.name]] + parts, [])


LIMIT = 560


# Names to which a header of mingw-w64 gives a value that Microsoft's does not have.
WRONG_ELSEWHERE = {'STATUS_GRAPHICS_DRIVER_MISMATCH'}


def write_status(folder, tables):
    body = []
    for r in rows(tables, 'constants.tsv'):
        if r[4] not in ('ntstatus.h', 'winerror.h') or r[1] == '-':
            continue
        if r[0] in WRONG_ELSEWHERE:
            body += ['/* mingw-w64 has another value. */', '#undef ' + r[0]]
        cast = 'NTSTATUS' if r[4] == 'ntstatus.h' else 'HRESULT'
        body += ['#ifndef ' + r[0], '#define %s ((%s)0x%08x)' % (r[0], cast, int(r[1]) & 0xffffffff), '#endif']
    emit(folder, 'ddi_status', 'status codes that the driver interfaces name', ['ddi_base'], body)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    tables = sys.argv[1]
    out = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(os.path.abspath(__file__)), 'include')
    os.makedirs(out, exist_ok=True)
    for h in read(tables).values():
        write_header(h, out)
    write_status(out, tables)


if __name__ == '__main__':
    main()
