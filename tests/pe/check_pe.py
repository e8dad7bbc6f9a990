#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What Windows, and what we, want of a file that ships. Reads the file itself; prints TAP.

usage: check_pe.py KIND FILE VERSION FOLDERS-OF-THE-BUILD [--objdump OBJDUMP] [--stack-usage FOLDER]
FOLDERS-OF-THE-BUILD: with colons between them
KIND: sys, dll64, dll32, exe64, exe32

sys   implement-hvci-compatible-code: sections aligned to pages, none writable and executable;
      using-floating-point-or-mmx-in-a-wdm-driver: no x87 and MMX registers, and AVX only with its state saved;
      using-the-kernel-stack: small frames; making-drivers-pageable: sections PAGE and INIT.
dll   the entry points by their plain names, and only modules that every Windows has.
"""
import argparse
import glob
import os
import re
import subprocess
import sys

from pe import (Pe, DISCARDABLE, NOT_PAGED, EXECUTE, WRITE, HIGH_ENTROPY_VA, DYNAMIC_BASE, NX_COMPAT, IMPORT, RELOC, TLS,
                BOUND, DELAY, CLR)

MODULES = {
    'sys': {'ntoskrnl.exe', 'hal.dll'},
    'dll': {'kernel32.dll', 'ntdll.dll', 'msvcrt.dll'},
    # d3d11, dxgi: what the backend and the samples draw with.
    'exe': {'kernel32.dll', 'ntdll.dll', 'msvcrt.dll', 'user32.dll', 'gdi32.dll', 'advapi32.dll', 'd3d11.dll', 'dxgi.dll',
            'ws2_32.dll', 'shell32.dll', 'ole32.dll', 'bcrypt.dll'},
}
# Exports that documented Windows kernels before 10 do not have, or that are for the system itself.
FORBIDDEN_IMPORTS = {'ExAllocatePool', 'MmMapIoSpaceEx', 'DxgkInitialize'}
DLL_EXPORTS = {'OpenAdapter10', 'OpenAdapter10_2'}
MAX_FRAME = 2048
# Instructions that kernel code must not have: x87 (their names begin with f), MMX, and with ymm and zmm those that would
# need KeSaveExtendedProcessorState.
BAD_CODE = re.compile(r'%(st\b|st\(|mm[0-7]|[yz]mm)|\t(f[a-z0-9]+|emms)\b')

n, failed = 0, 0


def check(ok, name, *why):
    global n, failed
    n += 1
    print('%s %d - %s' % ('ok' if ok else 'not ok', n, name))
    for w in why if not ok else ():
        print('# %s' % (w,))
    failed |= not ok


def common(pe, kind, wide, args):
    check(pe.machine == (0x8664 if wide else 0x14c) and pe.wide == wide, 'machine and word size', hex(pe.machine), hex(pe.magic))
    want = DYNAMIC_BASE | NX_COMPAT | (HIGH_ENTROPY_VA if wide else 0)
    check(pe.dll_flags & want == want, 'DYNAMICBASE, NX' + (', HIGHENTROPYVA' if wide else ''), hex(pe.dll_flags))
    check(not pe.characteristics & 1 and pe.directory(RELOC)[1] > 8 and pe.relocations(), 'has its relocations',
          hex(pe.characteristics))
    kinds = {10 if wide else 3}
    bad = [r for r in pe.relocations() if r[0] not in kinds or not pe.section_at(r[1])]
    check(not bad, 'relocations are of one type and inside of sections', bad[:4])
    wx = [s.name for s in pe.sections if s.flags & EXECUTE and s.flags & WRITE]
    check(not wx, 'no section is writable and executable', wx)
    check(pe.section_alignment == 0x1000 and all(s.rva % 0x1000 == 0 for s in pe.sections), 'sections begin at pages')
    ends = [(s.rva, s.rva + s.virtual_size) for s in pe.sections]
    check(all(a[1] <= b[0] for a, b in zip(ends, ends[1:])) and ends[-1][1] <= pe.image_size, 'sections do not overlap')
    entry = pe.section_at(pe.entry)
    check(entry and entry.flags & EXECUTE, 'entry point is code')
    modules = set(pe.imports())
    check(modules and modules <= MODULES[kind], 'imports only from ' + ', '.join(sorted(MODULES[kind])),
          sorted(modules - MODULES[kind]))
    ordinals = [i for names in pe.imports().values() for i in names if i.startswith('#')]
    check(not ordinals, 'imports by name', ordinals)
    check(not any(pe.directory(d)[0] for d in (BOUND, DELAY, CLR)), 'no bound and delayed imports')
    check(pe.timestamp == 0 and pe.export_timestamp() == 0, 'no time of linking', pe.timestamp, pe.export_timestamp())
    # With what follows a folder's name: a debug section may well have an abbreviation 0x2f before a variable `src`.
    folders = {p.rstrip('/') + '/' for p in args.folders.split(':') + ['/src', '/cache', '/home']}
    paths = sorted(p for p in folders if p.encode() in pe.data)
    check(not paths, 'no folder of the build inside', *paths)
    check(pe.checksum == pe.expected_checksum(), 'checksum', hex(pe.checksum), hex(pe.expected_checksum()))


def version(pe, path, number):
    strings, fixed = pe.version_strings()
    check(fixed and fixed[0] == 0xfeef04bd, 'version resource')
    numbers = ([int(x) for x in number.split('.')] + [0])[:4]
    have = [fixed[2] >> 16, fixed[2] & 0xffff, fixed[3] >> 16, fixed[3] & 0xffff] if fixed else None
    check(have == numbers and strings.get('FileVersion') == number, 'version of the build, in numbers and in words', have, strings, number)
    check(strings.get('OriginalFilename') == os.path.basename(path), 'original file name is the file name', strings)


def shipped(pe):
    names = [s.name for s in pe.sections if s.name.startswith(('/', '.debug'))]
    check(not names and not pe.n_symbols, 'no debug sections and symbols', names)


def kernel(pe, args):
    check(pe.subsystem == 1, 'subsystem native', pe.subsystem)
    check(pe.os_version >= (10, 0) and pe.subsystem_version == (10, 0), 'made for Windows 10', pe.os_version)
    check(not pe.directory(TLS)[0], 'no thread-local storage')
    check(not pe.exports()[0], 'exports nothing', pe.exports()[0])
    names = {i for l in pe.imports().values() for i in l}
    check(not names & FORBIDDEN_IMPORTS, 'imports nothing that HVCI or Windows 10 refuses', names & FORBIDDEN_IMPORTS)
    init, page = pe.section('INIT'), pe.section('PAGE')
    check(init and init.flags & DISCARDABLE and init.flags & EXECUTE, 'INIT is discardable code')
    check(init and pe.entry in init, 'the entry point is in INIT')
    check(page and not page.flags & (DISCARDABLE | NOT_PAGED) and page.flags & EXECUTE, 'PAGE may be paged')
    others = [s.name for s in pe.sections if s.name not in ('INIT', 'PAGE', '.reloc', '.rsrc')]
    resident = [s for s in others if pe.section(s).flags & NOT_PAGED and not pe.section(s).flags & DISCARDABLE]
    check('.text' in others and resident == others, 'everything else stays in memory', others, resident)
    imports = pe.section_at(pe.directory(IMPORT)[0])
    check(not imports.flags & EXECUTE, 'imports are not in executable memory')
    text = subprocess.run([args.objdump, '-d', '--no-show-raw-insn', args.file], capture_output=True, text=True,
                          check=True).stdout
    code = text.count('\n')
    bad = [line.strip() for line in text.splitlines() if BAD_CODE.search(line)]
    check(code > 5000 and not bad, 'no x87, MMX and AVX registers', '%d lines of code' % code, *bad[:8])
    bad, files = [], glob.glob(os.path.join(args.stack_usage, '*.su'))
    for name in files:
        with open(name) as f:
            for line in f:
                where, size, kind = line.rstrip('\n').split('\t')
                if int(size) > MAX_FRAME or kind != 'static':
                    bad.append('%s: %s bytes, %s' % (where.split('/')[-1], size, kind))
    check(len(files) > 20 and not bad, 'no frame above %d bytes, none of variable size' % MAX_FRAME, '%d files' % len(files), *bad)


def library(pe, path):
    exports, name = pe.exports()
    check(set(exports) == DLL_EXPORTS, 'exports are OpenAdapter10 and OpenAdapter10_2, undecorated', sorted(exports))
    check(all(pe.section_at(a) and pe.section_at(a).flags & EXECUTE for a in exports.values()), 'exports are code')
    check(name == os.path.basename(path), 'the module has its own name', name)
    check(pe.characteristics & 0x2000, 'is a DLL')


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    for name in ('kind', 'file', 'version', 'folders'):
        p.add_argument(name)
    p.add_argument('--objdump')
    p.add_argument('--stack-usage')
    args = p.parse_args()
    kind, wide = args.kind[:3], args.kind == 'sys' or args.kind.endswith('64')
    pe = Pe(args.file)
    common(pe, kind, wide, args)
    if kind != 'exe':
        version(pe, args.file, args.version)
        shipped(pe)
    if kind == 'sys':
        kernel(pe, args)
    elif kind == 'dll':
        library(pe, args.file)
    print('1..%d' % n)
    return int(failed)


if __name__ == '__main__':
    sys.exit(main())
