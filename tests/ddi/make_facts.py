#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Condense the tables of facts into the files beside this program.

usage: make_facts.py TABLES-FOLDER

facts-records.tsv  lines of three kinds, sizes and offsets given for x64 and x86:
    R  headers  C name  size64 align64  size32 align32
    F  member  offset64 size64  offset32 size32       (of the record above)
    B  member  first-bit64  first-bit32  width
facts-values.tsv   header  enumerator or integer constant  value
facts-tables.tsv   header  table  slot  member  type
facts-functions.tsv  header  name  kind  return  parameters    (types without typedefs, as on x64), then both as spelled,
                     then the type that it is another name of, or -
facts-types.tsv    header  typedef  type as spelled  size64  size32
facts-guids.tsv    header  name  GUID
facts-texts.tsv    header  constant that is no integer  type  value
"""
import os
import re
import sys
from collections import OrderedDict

LEVEL = 'wddm13'
HEADERS = ('d3dukmdt', 'd3dkmdt', 'd3dkmthk', 'd3dkmddi', 'dispmprt', 'd3dumddi', 'dxgiddi', 'd3d10umddi')
OTHERS = {'acpiioct.h': 'kdeps', 'wdm.h': 'knt'}
KNT_ENUMS = {'SYSTEM_POWER_STATE', 'POWER_ACTION', 'DEVICE_POWER_STATE', 'DEVICE_RELATION_TYPE', 'MEMORY_CACHING_TYPE'}
TOKENS = 'd3d11tokenizedprogramformat.hpp'
# No types of the interface: what a compile-time check leaves behind.
NO_TYPE = {'__C_ASSERT__'}
# Typedefs of video.h that dispmprt.h names.
VIDEO_TYPES = {'VP_STATUS', 'PQUERY_INTERFACE', 'PSTATUS_BLOCK', 'PVIDEO_REQUEST_PACKET'}
WDM = {'MDL', 'CM_PARTIAL_RESOURCE_DESCRIPTOR', 'CM_PARTIAL_RESOURCE_LIST', 'CM_FULL_RESOURCE_DESCRIPTOR',
       'CM_RESOURCE_LIST', 'PCI_DEVICE_PRESENCE_PARAMETERS', 'INTERFACE'}
BASE = {'GUID', 'LARGE_INTEGER', 'LUID', 'UNICODE_STRING', 'LIST_ENTRY', 'OBJECT_ATTRIBUTES', 'IO_STATUS_BLOCK',
        'POINT', 'RECT', 'RECTL', 'SIZE'}
ENTRIES = {'DxgkInitialize', 'DxgkInitializeDisplayOnlyDriver'}
VIDEO = {'QUERY_INTERFACE', 'STATUS_BLOCK', 'VIDEO_REQUEST_PACKET'}

# Constants of the Direct3D 10 API, which are not part of the driver interface.
API_CONSTANT = re.compile(r'^(D3D_SPEC_|D3D10_(?!.*(DDI|SB_)))')


def rows(folder, name):
    with open(os.path.join(folder, name)) as f:
        return [line.rstrip('\n').split('\t') for line in f][1:]


def records(folder, arch):
    out = OrderedDict()
    for h in HEADERS:
        for r in rows(folder, 'records-%s-%s-%s.tsv' % (h, LEVEL, arch)):
            out.setdefault((h, r[13]), []).append(r)
    for r in rows(folder, 'records-deps-%s-%s.tsv' % (LEVEL, arch)):
        if r[0] == 'acpiioct.h' or r[1] in VIDEO and r[0] == 'video.h':
            out.setdefault(('kdeps', r[14]), []).append(r[1:])
        elif r[0] == 'wdm.h' and r[1] in WDM | BASE or r[0] in ('ntdef.h', 'guiddef.h', 'windef.h') and r[1] in BASE:
            out.setdefault(('knt', r[14]), []).append(r[1:])
    return out


def types(folder):
    for r in rows(folder, 'typedefs.tsv'):
        if LEVEL not in r[5] or r[0] in NO_TYPE:
            continue
        if r[1][:-2] in HEADERS:
            yield r[1][:-2], r[0], r[2], r[3], r[4]
        elif r[1] == TOKENS:
            yield 'tokens', r[0], r[2], r[3], r[4]
        elif r[1] == 'acpiioct.h' or r[1] == 'video.h' and r[0] in VIDEO_TYPES | VIDEO:
            yield 'kdeps', r[0], r[2], r[3], r[4]


    for n in sorted(WDM):
        yield 'knt', 'P' + n, n + ' *', '8', '4'
    for n in sorted(KNT_ENUMS):
        yield 'knt', n, 'enum ' + n, '4', '4'


def write(folder, name, table):
    with open(os.path.join(folder, name), 'w') as f:
        for r in table:
            f.write('\t'.join(r) + '\n')


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    folder = sys.argv[1]
    here = os.path.dirname(os.path.abspath(__file__))
    wide, narrow = records(folder, 'x64'), records(folder, 'x86')
    assert list(wide) == list(narrow)
    with open(os.path.join(here, 'facts-records.tsv'), 'w') as f:
        for key in wide:
            a, b = wide[key], narrow[key]
            assert [r[3] for r in a] == [r[3] for r in b], key
            f.write('\t'.join(('R',) + key + (a[0][1], a[0][2], b[0][1], b[0][2])) + '\n')
            for ra, rb in zip(a, b):
                field = ra[3]
                if '{' in field or field == '-':
                    continue
                if ra[6] != '-':
                    bits = [str(int(r[4]) * 8 + int(r[5])) for r in (ra, rb)]
                    f.write('\t'.join(['B', field] + bits + [ra[6]]) + '\n')
                else:
                    f.write('\t'.join(('F', field, ra[4], ra[8], rb[4], rb[8])) + '\n')
    texts = []
    with open(os.path.join(here, 'facts-values.tsv'), 'w') as f:
        for h in HEADERS:
            for r in rows(folder, 'enums-%s.tsv' % h):
                if r[2] != '-':
                    f.write('\t'.join((h, r[1], r[2])) + '\n')
        for r in rows(folder, 'enums-deps.tsv'):
            if r[0] == TOKENS and r[3] != '-':
                f.write('\t'.join(('tokens', r[2], r[3])) + '\n')
            elif r[0] == 'wdm.h' and r[1] in KNT_ENUMS and r[3] != '-':
                f.write('\t'.join(('knt', r[2], r[3])) + '\n')
        for r in rows(folder, 'constants.tsv'):
            h = r[4][:-2]
            h = 'tokens' if r[4] == TOKENS else 'kdeps' if h == 'acpiioct' else h
            if r[1] == '-' or h in HEADERS and API_CONSTANT.match(r[0]):
                continue
            if h in HEADERS + ('kdeps', 'tokens') and r[3] not in ('i32', 'u32', 'u64'):
                texts.append((h, r[0], r[3], r[1].strip('"')))
            elif h in HEADERS + ('kdeps', 'tokens'):
                f.write('\t'.join((h, r[0], r[1])) + '\n')
            elif h in ('ntstatus', 'winerror'):
                f.write('\t'.join(('status', r[0], r[1])) + '\n')
    with open(os.path.join(here, 'facts-tables.tsv'), 'w') as f:
        for r in rows(folder, 'tables.tsv'):
            if r[1] == LEVEL:
                f.write('\t'.join((r[9][:-2], r[0], r[2], r[5], r[6])) + '\n')
    with open(os.path.join(here, 'facts-functions.tsv'), 'w') as f:
        for r in rows(folder, 'functions.tsv'):
            h = r[2][:-2]
            if h not in HEADERS or LEVEL not in r[6] or (r[1] == 'prototype' and not (h == 'd3dkmthk' or r[0] in ENTRIES)):
                continue
            params = r[9].replace('__unaligned ', '').replace('; ', ', ')
            spelled = r[5] if r[5] not in ('', '-') else 'void'
            f.write('\t'.join((h, r[0], r[1], r[8], params if params not in ('', '-') else 'void', r[3], spelled, r[7])) + '\n')
    write(here, 'facts-types.tsv', types(folder))
    write(here, 'facts-guids.tsv', ((r[1][:-2], r[0], r[2]) for r in rows(folder, 'guids.tsv') if r[1][:-2] in HEADERS))
    write(here, 'facts-texts.tsv', texts)


if __name__ == '__main__':
    main()
