#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Is everything that driver/ddi declares compared with the facts beside this program?

usage: declared.py INCLUDE-FOLDER

check_layout.py asks a compiler about every fact; this reads the declarations and asks for the fact of each: records with
all their members, enumerators and constants, types, function types and entry points, GUIDs and texts (whose values are
compared here: C has no constant expression for them). What is declared and not compared is listed. Prints TAP.
"""
import glob
import os
import re
import sys

import check_layout

# Macros of the declarations themselves.
OURS = re.compile(r"^(DDI_\w+|APIENTRY|STDMETHODCALLTYPE|CONST|NT_SUCCESS|(DXGKDDI|D3D_UMD)_INTERFACE_VERSION|D3D11DDI_MINOR_HEADER_VERSION)$")
ATTRIBUTES = {'DDI_MS_BITS', 'DDI_ALIGN_16', 'DDI_UNUSED'}


class Declared:
    """Names by kind: what the headers hold."""
    def __init__(self):
        self.records = {}    # name: set of members, those of named inner aggregates as outer.inner
        self.opaque = set()  # named, never defined
        self.values, self.texts, self.guids = {}, {}, {}
        self.types, self.functions, self.entries = set(), set(), set()
        self.unread = []
        self.tags = {}       # tag: members
        self.ahead = {}      # name: tag


def statements(text):
    """Pieces that end with a semicolon outside of braces; a DDI_GUID ends with its parenthesis."""
    depth, begin, out = 0, 0, []
    for m in re.finditer(r'[{};]|DDI_GUID\([^)]*\)', text):
        c = m.group()
        depth += (c == '{') - (c == '}')
        if not depth and (c == ';' or c[0] == 'D'):
            out.append(' '.join(text[begin:m.end()].rstrip(';').split()))
            begin = m.end()
    return out


def inner(text):
    """(what stands before the braces, between them, behind them); None without braces."""
    m = re.match(r'([^{]*)\{(.*)\}([^}]*)$', text, re.S)
    return m.groups() if m else None


def members(body):
    out = set()
    for s in statements(body):
        parts = inner(s)
        if parts:
            name = re.match(r'\s*(\w*)', parts[2]).group(1)
            out |= {name + '.' + m if name else m for m in members(parts[1])}
            continue
        m = re.search(r'\((?:DDI_CALL |DDI_KMT_CALL )?\*\s*(\w+)\)', s)
        if m:
            out.add(m.group(1))
            continue
        for i, d in enumerate(s.split(',')):
            d = re.sub(r'(\[[^\]]*\])+$', '', d.split(':')[0].strip()).strip()
            last = re.search(r'(\w+)$', d).group(1)
            unnamed_bits = ':' in s and i == 0 and len(re.sub(r'[*]', ' ', d).split()) < 2
            if not unnamed_bits:
                out.add(last)
    return out


def enumerators(body, values):
    at = -1
    for e in body.split(','):
        if e.strip():
            name, _, value = (x.strip() for x in e.partition('='))
            at = int(re.sub(r'\(int\)|[()]', '', value), 0) if value else at + 1
            values[name] = at


def read_statement(s, d):
    m = re.match(r'DDI_GUID\((\w+), (.*)\)', s)
    if m:
        n = [int(x, 16) for x in m.group(2).split(',')]
        d.guids[m.group(1)] = '%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x' % tuple(n)
        return
    words = [w for w in s.split() if w not in ATTRIBUTES]
    s = ' '.join(words)
    typedef = words[0] == 'typedef'
    parts = inner(s)
    if parts:
        kind = re.match(r'(?:typedef )?(enum|struct|union)\b ?(\w*)', parts[0])
        names = [n.strip() for n in parts[2].split(',')] if typedef else []
        plain = [n for n in names if re.match(r'\w+$', n)]
        d.types |= {re.search(r'\w+$', n).group() for n in names}
        if kind.group(1) == 'enum':
            enumerators(parts[1], d.values)
        else:
            found = members(parts[1])
            # Some are declared twice, for two systems.
            if kind.group(2):
                d.tags[kind.group(2)] = found | d.tags.get(kind.group(2), set())
            for n in plain or ([kind.group(2)] if not kind.group(2).startswith('_') else []):
                d.records[n] = found | d.records.get(n, set())
        return
    m = re.match(r'(?:typedef )?(?:struct|union) (\w+)$', s)
    if m:
        return # declared ahead
    m = re.search(r'\(DDI_(?:KMT_)?CALL \*\s?(\w+)\)\(', s) or re.search(r'DDI_(?:KMT_)?CALL (\w+)\(', s)
    if m:
        (d.functions if typedef else d.entries).add(m.group(1))
        return
    m = re.match(r'typedef (struct|union) (\w+) ([^*]+)$', s)
    if m and ',' not in s and '[' not in s:
        d.ahead[m.group(3).strip()] = m.group(2)
        return
    if typedef:
        for i, name in enumerate(s[len('typedef '):].split(',')):
            name = re.sub(r'(\[[^\]]*\])+$', '', name.strip())
            at = re.search(r'(\w+)$', name).group(1)
            m = re.match(r'(struct|union) (\w+) (\w+)$', name) if i == 0 else None
            if m:
                d.ahead[m.group(3)] = m.group(2)
            else:
                d.types.add(at)
        return
    d.unread.append(s)


def read(folder):
    d = Declared()
    for path in sorted(glob.glob(os.path.join(folder, '*.h'))):
        with open(path) as f:
            text = re.sub(r'/\*.*?\*/', ' ', f.read(), flags=re.S).replace('\\\n', ' ')
        guard = os.path.basename(path).upper().replace('.', '_')
        code = []
        for line in text.split('\n'):
            m = re.match(r'\s*#\s*define\s+(\w+)(\()?\s*(.*)$', line)
            if m and not m.group(2) and m.group(1) != guard and not OURS.match(m.group(1)):
                value = m.group(3).strip()
                (d.texts if value.startswith('"') else d.values)[m.group(1)] = value
            if not line.lstrip().startswith('#'):
                code.append(line)
        for s in statements('\n'.join(code)):
            if s:
                read_statement(s, d)
    named = set()
    for name, tag in d.ahead.items():
        if tag in d.tags and tag not in named:
            d.records[name] = d.tags[tag]
            named.add(tag)
            if tag != name:
                d.records.pop(tag, None)
        elif tag in d.tags:
            d.types.add(name) # one more name of it
        elif name in d.records or tag in d.records:
            d.types.add(name)
        else:
            d.opaque.add(name)
    return d


class Compared:
    """Names by kind: what there are facts of."""
    def __init__(self):
        self.records = {}
        for r in check_layout.rows('facts-records.tsv'):
            if r[0] == 'R':
                mine = self.records.setdefault(re.sub(r'^(struct|union) ', '', r[2]), set())
            else:
                mine.add(re.sub(r'\[\d+\]', '', r[1]))
        base = [r for r in check_layout.rows('facts-base.tsv') if len(r) > 2]
        for r in base:
            if r[0] == 'F':
                self.records.setdefault(r[2], set()).add(r[3])
        self.values = {r[1] for r in check_layout.rows('facts-values.tsv')} | {r[2] for r in base if r[0] == 'V'}
        self.texts = {r[1]: r[3] for r in check_layout.rows('facts-texts.tsv')}
        self.guids = {r[1]: r[2] for r in check_layout.rows('facts-guids.tsv')}
        functions = check_layout.rows('facts-functions.tsv')
        self.functions = {r[1] for r in functions if r[2] != 'prototype'}
        self.entries = {r[1] for r in functions if r[2] == 'prototype'}
        self.types = {r[1] for r in check_layout.rows('facts-types.tsv')} | {r[2] for r in base if r[0] == 'T'}


def lacking(have, want, what):
    return ['%s %s is declared and not compared' % (what, n) for n in sorted(have) if n not in want]


def wrong_records(d, c):
    out = []
    for name, found in sorted(d.records.items()):
        if name not in c.records:
            out.append('record %s is declared and not compared' % name)
            continue
        out += ['%s.%s is declared and not compared' % (name, m) for m in sorted(found - c.records[name])]
    return out


def wrong_texts(d, c):
    out = lacking(d.guids, c.guids, 'GUID') + lacking(d.texts, c.texts, 'text')
    out += ['%s is %s, want %s' % (n, v, c.guids[n]) for n, v in d.guids.items() if c.guids.get(n, v) != v]
    out += ['%s is %s, want %s' % (n, v, c.texts[n]) for n, v in d.texts.items() if c.texts.get(n, v.strip('"')) != v.strip('"')]
    return out


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    d, c = read(sys.argv[1]), Compared()
    known = set(d.records) | d.opaque
    types = {t for t in d.types if t not in known} | {t for t in d.types if t in c.types}
    cases = (
        ('every declaration was read', ['not read: ' + s[:100] for s in d.unread]),
        ('records and members', wrong_records(d, c)),
        ('enumerators and constants', lacking(d.values, c.values, 'value')),
        ('types', lacking(types - c.functions, c.types, 'type')),
        ('function types', lacking(d.functions - c.types, c.functions, 'function type')),
        ('entry points', lacking(d.entries, c.entries, 'entry point')),
        ('GUIDs and texts', wrong_texts(d, c)),
    )
    n = {'records': len(d.records), 'values': len(d.values), 'types': len(types), 'function types': len(d.functions),
         'entry points': len(d.entries), 'GUIDs': len(d.guids)}
    print('# ' + ', '.join('%d %s' % (v, k) for k, v in n.items()) + '; named only: ' + ' '.join(sorted(d.opaque)))
    failed = 0
    for number, (name, failures) in enumerate(cases, 1):
        failed |= check_layout.report(number, name, failures)
    print('1..%d' % len(cases))
    return failed


if __name__ == '__main__':
    sys.exit(main())
