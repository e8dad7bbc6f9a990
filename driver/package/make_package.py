#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Makes the driver package's folder, and archives that have the same bytes whenever they have the same content.

    make_package.py driver OUT --date YYYY-MM-DD SYS DLL DLL32   OUT/ gets the three binaries and pvgpu.inf
    make_package.py zip FILE --epoch SECONDS FOLDER              FILE.zip with FOLDER's last name as the top folder

The version of the INF file is that of the binaries' version resources, which must agree: Windows refuses to start a display
driver whose file version is not the INF file's (display/wddm-2-1-features, driver versioning). The catalog is made and
signed on Windows, by sign-test.ps1.
"""
import argparse
import datetime
import os
import re
import shutil
import struct
import sys
import time
import zipfile

import check_inf

AMD64, I386 = 0x8664, 0x14c
HERE = os.path.dirname(os.path.abspath(__file__))


class Refused(Exception):
    pass


def machine_and_version(path):
    """The COFF machine and the file version of a PE file, w.x.y.z, numeric and as the text of its version resource."""
    with open(path, 'rb') as f:
        data = f.read()
    if data[:2] != b'MZ' or len(data) < 64:
        raise Refused(f'{path} is no program for Windows')
    at = struct.unpack_from('<I', data, 0x3c)[0]
    if data[at:at + 4] != b'PE\0\0':
        raise Refused(f'{path} is no program for Windows')
    machine = struct.unpack_from('<H', data, at + 4)[0]
    fixed = data.find(struct.pack('<I', 0xfeef04bd))
    if fixed < 0:
        raise Refused(f'{path} has no version resource')
    high, low = struct.unpack_from('<II', data, fixed + 8)
    number = f'{high >> 16}.{high & 0xffff}.{low >> 16}.{low & 0xffff}'
    key = 'FileVersion\0'.encode('utf-16-le')
    text = ''
    k = data.find(key)
    if k >= 0:
        at = (k + len(key) + 3) & ~3
        text = re.match(r'[\d.]*', data[at:at + 64].decode('utf-16-le', 'replace').lstrip('\0')).group(0)
    return machine, number, text


def linked_at(data):
    """The TimeDateStamp of a PE file; 0 of what is none."""
    at = struct.unpack_from('<I', data, 0x3c)[0] if data[:2] == b'MZ' and len(data) > 0x40 else 0
    return struct.unpack_from('<I', data, at + 8)[0] if at and data[at:at + 4] == b'PE\0\0' else 0


def driver(out, date, binaries):
    versions = {}
    for path, machine in zip(binaries, (AMD64, AMD64, I386)):
        have, number, text = machine_and_version(path)
        if have != machine:
            raise Refused(f'{path} is for machine {have:#x}, not {machine:#x}')
        if text != number:
            raise Refused(f'{path} says version {number} in numbers and "{text}" in words')
        versions[number] = path
    if len(versions) != 1:
        raise Refused('the binaries have different versions: ' + ', '.join(f'{p} {v}' for v, p in versions.items()))
    os.makedirs(out, exist_ok=True)
    for path in binaries:
        shutil.copyfile(path, os.path.join(out, os.path.basename(path)))
    with open(os.path.join(HERE, 'pvgpu.inx'), encoding='ascii') as f:
        text = f.read().replace('@DATE@', date.strftime('%m/%d/%Y')).replace('@VERSION@', next(iter(versions)))
    data = b'\xff\xfe' + text.replace('\n', '\r\n').encode('utf-16-le')
    with open(os.path.join(out, 'pvgpu.inf'), 'wb') as f:
        f.write(data)
    # A commit may be younger than this machine's clock says; inf2cat judges the date on Windows.
    found = check_inf.Checker(data, check_inf.read_registers(os.path.join(HERE, '../../protocol/pvgpu_regs.h')), out,
                              max(date, datetime.date.today())).findings
    if found:
        raise Refused('pvgpu.inf: ' + '; '.join(f'{r}: {w}' for r, w, _ in found))


def make_zip(path, epoch, folder):
    """Sorted, one time, no owner: the same files give the same bytes. The time is cut to what the format can say."""
    when = max(time.gmtime(epoch)[:6], (1980, 1, 1, 0, 0, 0))
    top = os.path.basename(os.path.normpath(folder))
    names = sorted(os.path.relpath(os.path.join(d, f), folder).replace(os.sep, '/') for d, _, files in os.walk(folder) for f in files)
    with zipfile.ZipFile(path, 'w') as z:
        for name in names:
            info = zipfile.ZipInfo(f'{top}/{name}', when)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            with open(os.path.join(folder, name), 'rb') as f:
                data = f.read()
            if name.endswith(('.exe', '.dll', '.sys')) and linked_at(data):
                raise Refused(f'{name} holds the time at which it was linked or stripped')
            z.writestr(info, data, compresslevel=9)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = p.add_subparsers(dest='what', required=True)
    d = sub.add_parser('driver')
    d.add_argument('out')
    d.add_argument('--date', type=datetime.date.fromisoformat, required=True)
    d.add_argument('binaries', nargs=3)
    z = sub.add_parser('zip')
    z.add_argument('file')
    z.add_argument('--epoch', type=int, required=True)
    z.add_argument('folder')
    a = p.parse_args()
    try:
        if a.what == 'driver':
            driver(a.out, a.date, a.binaries)
        else:
            make_zip(a.file, a.epoch, a.folder)
    except Refused as e:
        print(f'make_package: {e}', file=sys.stderr)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
