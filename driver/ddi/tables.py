# SPDX-License-Identifier: MIT OR Apache-2.0
"""The tables of facts as Python objects, and what of them goes into which header."""
import os
import re
from collections import OrderedDict

LEVEL = 'wddm13'
SDK = ('d3dukmdt', 'd3dkmdt', 'd3dkmthk', 'd3dkmddi', 'dispmprt', 'd3dumddi', 'dxgiddi', 'd3d10umddi')
TOKENS = 'd3d11tokenizedprogramformat.hpp'

# Our headers in the order in which they are written, with those that each includes.
USES = OrderedDict((
    ('knt', ()),
    ('d3dukmdt', ()),
    ('d3dkmdt', ('d3dukmdt',)),
    ('d3dkmthk', ('d3dukmdt', 'd3dkmdt')),
    ('d3dkmddi', ('d3dukmdt', 'd3dkmdt')),
    ('kdeps', ()),
    ('dispmprt', ('d3dukmdt', 'd3dkmdt', 'd3dkmddi', 'kdeps')),
    ('d3dumddi', ('d3dukmdt',)),
    ('dxgiddi', ('d3dukmdt', 'd3dumddi')),
    ('tokens', ()),
    ('d3d10umddi', ('d3dukmdt', 'd3dumddi', 'dxgiddi', 'tokens')),
))

# Records of other kernel headers that dispmprt.h names.
KDEPS_FROM = {'acpiioct.h': None, 'video.h': {'QUERY_INTERFACE', 'STATUS_BLOCK', 'VIDEO_REQUEST_PACKET'}}
KDEPS_TYPEDEFS = {'VP_STATUS', 'PQUERY_INTERFACE', 'PSTATUS_BLOCK', 'PVIDEO_REQUEST_PACKET'}

# Records and enums of wdm.h for builds without it.
KNT_RECORDS = {'MDL', 'CM_PARTIAL_RESOURCE_DESCRIPTOR', 'CM_PARTIAL_RESOURCE_LIST', 'CM_FULL_RESOURCE_DESCRIPTOR',
               'CM_RESOURCE_LIST', 'PCI_DEVICE_PRESENCE_PARAMETERS', 'INTERFACE'}
KNT_ENUMS = {'SYSTEM_POWER_STATE', 'POWER_ACTION', 'DEVICE_POWER_STATE', 'DEVICE_RELATION_TYPE', 'MEMORY_CACHING_TYPE'}

# Constants of the Direct3D 10 API that d3d10umddi.h repeats; <d3d11.h> has its own of the same meaning.
CORE_CONSTANT = re.compile(r'^(D3D_SPEC_|D3D10_(?!.*(DDI|SB_)))')
# Rows of typedefs.tsv that belong to the base headers.
BASE_TYPES = {'DWORD', '__C_ASSERT__'}

# Prototypes: those of d3dkmthk.h are the entry points of gdi32 and dxgkrnl; of dispmprt.h only the entries to the port
# driver exist apart from Displib.lib; d3dkmdt.h has inline helpers only.
PROTOTYPES = {'d3dkmthk': None, 'dispmprt': {'DxgkInitialize', 'DxgkInitializeDisplayOnlyDriver'}}


class Header:
    def __init__(self, name):
        self.name = name
        self.constants, self.enums, self.records, self.guids = [], [], [], []
        self.typedefs, self.functions, self.prototypes = [], [], []


class Record:
    """fields: tuples (path, bit width or '-', type, size of the type, group)"""
    def __init__(self, name, size, align, kind, tag, cname):
        self.name, self.kind, self.tag = name, kind, '' if tag == '-' else tag
        self.size, self.align = int(size), int(align)
        self.has_typedef = not cname.startswith(('struct ', 'union '))
        self.fields = []

    def by_value(self):
        """Names whose full definition this record needs."""
        return [w for f in self.fields if not re.search(r'[{(*]', f[2]) for w in words(f[2])]


def words(text):
    return re.findall(r'[A-Za-z_]\w*', text)


def rows(folder, name):
    with open(os.path.join(folder, name)) as f:
        return [line.rstrip('\n').split('\t') for line in f][1:]


def add_records(header, table):
    known = OrderedDict()
    for name, size, align, field, _, _, width, typ, fsize, group, kind, tag, _, cname in table:
        if name not in known:
            known[name] = Record(name, size, align, kind, tag, cname)
        if field != '-':
            known[name].fields.append((field, width, typ, int(fsize), group))
    header.records += known.values()


def add_enums(header, table, want=None):
    known = OrderedDict()
    for enum, name, value, _, _, _, tag in table:
        if value != '-' and (want is None or enum in want):
            known.setdefault((enum, '' if tag == '-' else tag), []).append((name, int(value)))
    header.enums += [key + (values,) for key, values in known.items()]


def add_base_kernel(header, folder, deps):
    add_records(header, [r[1:] for r in deps if r[0] == 'wdm.h' and r[1] in KNT_RECORDS])
    add_enums(header, [r[1:] for r in rows(folder, 'enums-deps.tsv') if r[0] == 'wdm.h'], KNT_ENUMS)
    for rec in header.records:
        header.typedefs += [(rec.name, '', 'struct ' + rec.tag), ('P' + rec.name, '', 'struct %s *' % rec.tag)]
    for name in sorted(KNT_ENUMS):
        header.typedefs.append((name, '', 'enum _' + name))


def owner_of_typedef(row, owner):
    name, header = row[:2]
    if name in BASE_TYPES:
        return None
    if header == 'acpiioct.h' or name in KDEPS_TYPEDEFS or (header == 'video.h' and name in KDEPS_FROM['video.h']):
        return 'kdeps'
    return owner.get(header)


def read(folder):
    headers = OrderedDict((h, Header(h)) for h in USES)
    owner = {h + '.h': h for h in SDK}
    owner.update({TOKENS: 'tokens', 'acpiioct.h': 'kdeps'})
    deps = rows(folder, 'records-deps-%s-x64.tsv' % LEVEL)

    for h in SDK:
        add_records(headers[h], rows(folder, 'records-%s-%s-x64.tsv' % (h, LEVEL)))
        add_enums(headers[h], rows(folder, 'enums-%s.tsv' % h))
    for dep, want in KDEPS_FROM.items():
        add_records(headers['kdeps'], [r[1:] for r in deps if r[0] == dep and (want is None or r[1] in want)])
    add_base_kernel(headers['knt'], folder, deps)
    add_enums(headers['tokens'], [r[1:] for r in rows(folder, 'enums-deps.tsv') if r[0] == TOKENS])
    for r in rows(folder, 'constants.tsv'):
        if r[1] != '-' and r[4] in owner and not CORE_CONSTANT.match(r[0]):
            headers[owner[r[4]]].constants.append(r)
    for r in rows(folder, 'typedefs.tsv'):
        h = owner_of_typedef(r, owner)
        if h and LEVEL in r[5]:
            headers[h].typedefs.append(r)
    for r in rows(folder, 'functions.tsv'):
        h = owner.get(r[2])
        if not h or LEVEL not in r[6]:
            continue
        if r[1] != 'prototype':
            headers[h].functions.append(r)
        elif h in PROTOTYPES and (PROTOTYPES[h] is None or r[0] in PROTOTYPES[h]):
            headers[h].prototypes.append(r)
    for r in rows(folder, 'guids.tsv'):
        if r[1] in owner:
            headers[owner[r[1]]].guids.append(r)
    return headers
