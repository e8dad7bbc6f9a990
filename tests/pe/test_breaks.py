#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Breaks each property of a file that ships, one at a time, in a copy, and wants check_pe.py to name it; then that no check of
check_pe.py was left out. Prints TAP.

usage: test_breaks.py KIND FILE VERSION FOLDERS-OF-THE-BUILD [options of check_pe.py]
"""
import os
import shutil
import struct
import subprocess
import sys
import tempfile

from pe import (Pe, EXECUTE, WRITE, DISCARDABLE, NOT_PAGED, DYNAMIC_BASE, NX_COMPAT, HIGH_ENTROPY_VA, EXPORT, IMPORT, RELOC, TLS,
                DELAY)

HERE = os.path.dirname(os.path.abspath(__file__))
kind, path = sys.argv[1:3]
pe = Pe(path)
table = pe.optional + struct.unpack_from('<H', pe.data, pe.pe + 20)[0]
directories = pe.optional + (112 if pe.wide else 96)


text_rva = pe.section('.text').rva


def at(offset, form, value):
    def change(d):
        struct.pack_into('<' + form, d, offset, value)
    return change


def flags(name, on=0, off=0):
    i = next(i for i, s in enumerate(pe.sections) if s.name == name)
    return at(table + 40 * i + 36, 'I', pe.sections[i].flags & ~off | on)


def swap(old, new):
    assert len(old) == len(new) and old in pe.data

    def change(d):
        d[:] = bytes(d).replace(old, new)
    return change


def module(old, new):
    names = [bytes(pe.data[m:m + len(old)]) for m in range(len(pe.data)) if pe.data[m:m + len(old)].lower() == old.lower()]
    return swap(names[0], new)


def in_slack(text):
    """Bytes between the end of a section's contents and that of its place in the file."""
    s = next(s for s in pe.sections if s.raw_size > s.virtual_size + len(text))
    return at(s.raw + s.raw_size - len(text), '%ds' % len(text), text)


def directory(i, rva):
    return at(directories + 8 * i, 'I', rva)


def an_export(d):
    """A directory of one export, laid over the first code."""
    begin = pe.section('.text').raw
    struct.pack_into('<IIHHIIIIIIIIIH', d, begin, 0, 0, 0, 0, text_rva + 56, 1, 1, 1, text_rva + 40, text_rva + 44, text_rva + 48,
                     text_rva, text_rva + 56, 0)
    d[begin + 56:begin + 61] = b'Evil\0'
    struct.pack_into('<II', d, directories + 8 * EXPORT, text_rva, 64)


def a_frame(size, kind):
    """What the compiler says of a function more, in a copy of its files."""
    def change(d, arguments, folder):
        mine = os.path.join(folder, 'su')
        shutil.rmtree(mine, ignore_errors=True)
        i = arguments.index('--stack-usage') + 1
        shutil.copytree(arguments[i], mine, ignore=lambda _, names: [n for n in names if not n.endswith('.su')])
        with open(os.path.join(mine, 'more.su'), 'w') as f:
            f.write('more.c:1:1:deep\t%s\t%s\n' % (size, kind))
        arguments[i] = mine
    return change


def checksum(d):
    d[pe.optional + 64] ^= 1


BREAKS = [
    ('machine and word size', at(pe.pe + 4, 'H', 0xaa64)),
    ('DYNAMICBASE', at(pe.optional + 70, 'H', pe.dll_flags & ~DYNAMIC_BASE)),
    ('DYNAMICBASE, NX', at(pe.optional + 70, 'H', pe.dll_flags & ~NX_COMPAT)),
    ('has its relocations', at(pe.pe + 22, 'H', pe.characteristics | 1)),
    ('relocations are of one type', at(pe.offset(pe.directory(RELOC)[0]) + 8, 'H', 0x2000)),
    ('relocations are of one type and inside', at(pe.offset(pe.directory(RELOC)[0]), 'I', 0x7ff00000)),
    ('no section is writable and executable', flags('.text', on=WRITE)),
    ('sections begin at pages', at(pe.optional + 32, 'I', 0x200)),
    ('sections do not overlap', at(pe.optional + 56, 'I', 0x1000)),
    ('entry point is code', flags(pe.section_at(pe.entry).name, off=EXECUTE)),
    ('imports only from', module(b'ntoskrnl.exe' if kind == 'sys' else b'kernel32.dll', b'evilness.dll')),
    ('imports by name', at(pe.offset(struct.unpack_from('<I', pe.data, pe.offset(pe.directory(IMPORT)[0]))[0]), 'Q' if pe.wide else 'I',
                           (1 << 63 if pe.wide else 1 << 31) + 5)),
    ('no bound and delayed imports', directory(DELAY, text_rva)),
    ('no time of linking', at(pe.pe + 8, 'I', 0x5f5e1000)),
    ('no folder of the build inside', in_slack(b'/src/driver')),
    ('checksum', checksum),
    ('version resource', swap(struct.pack('<I', 0xfeef04bd), struct.pack('<I', 0))),
    ('version of', at(pe.data.index(struct.pack('<I', 0xfeef04bd)) + 8, 'I', 0x00010002)),
    ('version of the build', swap('FileVersion\0'.encode('utf-16-le'), 'FileVirsion\0'.encode('utf-16-le'))),
    ('original file name', swap('OriginalFilename'.encode('utf-16-le'), 'OriginalFilenama'.encode('utf-16-le'))),
    ('no debug sections', at(pe.pe + 16, 'I', 7)),
]
if pe.wide:
    BREAKS.append(('DYNAMICBASE, NX, HIGHENTROPYVA', at(pe.optional + 70, 'H', pe.dll_flags & ~HIGH_ENTROPY_VA)))
if kind == 'sys':
    BREAKS += [
        ('subsystem native', at(pe.optional + 68, 'H', 2)),
        ('made for Windows 10', at(pe.optional + 40, 'H', 5)),
        ('made for Windows', at(pe.optional + 48, 'H', 6)),
        ('no thread-local storage', directory(TLS, text_rva)),
        ('exports nothing', an_export),
        ('imports nothing that HVCI', swap(b'ExAllocatePoolWithTag\0', b'ExAllocatePool\0WithTag')),
        ('INIT is discardable code', flags('INIT', off=DISCARDABLE)),
        ('the entry point is in INIT', at(pe.optional + 16, 'I', text_rva)),
        ('PAGE may be paged', flags('PAGE', on=NOT_PAGED)),
        ('everything else stays in memory', flags('.rdata', off=NOT_PAGED)),
        ('imports are not in executable memory', flags(pe.section_at(pe.directory(IMPORT)[0]).name, on=EXECUTE)),
        ('INIT is', flags('INIT', off=EXECUTE)),
        ('no x87', at(pe.section('.text').raw, '4s', b'\xd9\xe8\xd9\xe8')),      # fld1
        ('no x87, MMX', at(pe.section('.text').raw, '3s', b'\x0f\x6f\xc1')),       # movq mm0, mm1
        ('no x87, MMX and AVX', at(pe.section('.text').raw, '4s', b'\xc5\xfd\x6f\xc1')), # vmovdqa ymm0, ymm1
        ('no frame above 2048 bytes', a_frame('3000', 'static')),
        ('no frame above 2048 bytes, none of variable size', a_frame('16', 'dynamic')),
    ]
else:
    BREAKS += [
        ('exports are OpenAdapter10', swap(b'OpenAdapter10_2\0', b'OpenAdapter10@4\0')),
        ('exports are code', at(pe.offset(struct.unpack_from('<I', pe.data, pe.offset(pe.directory(EXPORT)[0]) + 28)[0]), 'I',
                                pe.directory(EXPORT)[0])),
        ('the module has its own name', at(pe.offset(struct.unpack_from('<I', pe.data, pe.offset(pe.directory(EXPORT)[0]) + 12)[0]), 'B', 0x21)),
        ('is a DLL', at(pe.pe + 22, 'H', pe.characteristics & ~0x2000)),
    ]


def checks(file, arguments):
    """[(good, name)] of check_pe.py's verdicts."""
    out = subprocess.run([sys.executable, os.path.join(HERE, 'check_pe.py'), kind, file] + arguments, capture_output=True, text=True)
    lines = [line.split(' - ', 1) for line in out.stdout.splitlines() if ' - ' in line and not line.startswith('#')]
    return [(not head.startswith('not ok'), name) for head, name in lines]


def main():
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, os.path.basename(path))
        for n, (name, change) in enumerate(BREAKS, 1):
            d, arguments = bytearray(pe.data), sys.argv[3:]
            if change.__code__.co_argcount == 1:
                change(d)
            else:
                change(d, arguments, folder)
            with open(copy, 'wb') as f:
                f.write(d)
            # The copy's checksum is wrong in all but one of them.
            found = any(not good and check.startswith(name) for good, check in checks(copy, arguments))
            print('%s %d - notices: %s' % ('ok' if found else 'not ok', n, name))
            failed |= not found
    left = [c for _, c in checks(path, sys.argv[3:]) if not any(c.startswith(name) for name, _ in BREAKS)]
    for c in left:
        print('# nothing breaks "%s"' % c)
    print('%s %d - every check was broken' % ('not ok' if left else 'ok', len(BREAKS) + 1))
    print('1..%d' % (len(BREAKS) + 1))
    return int(failed or bool(left))


if __name__ == '__main__':
    sys.exit(main())
