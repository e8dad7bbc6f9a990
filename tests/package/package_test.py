#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""make_package.py: what it refuses, what the INF file becomes, archives with the same bytes. Prints TAP.
usage: package_test.py SOURCE-ROOT"""
import datetime
import hashlib
import os
import struct
import sys
import tempfile
import zipfile

ROOT = sys.argv[1]
sys.path.insert(0, os.path.join(ROOT, 'driver/package'))
import make_package  # noqa: E402

DATE = datetime.date(2026, 11, 22)
count = 0


def verdict(ok, name, *notes):
    global count
    count += 1
    print(('ok' if ok else 'not ok'), count, '-', name)
    if not ok:
        for n in notes:
            print('#', n)


def pe(path, machine, version, text=None):
    """The least that make_package reads of a program."""
    w, x, y, z = (int(n) for n in version.split('.'))
    data = bytearray(b'MZ' + bytes(62))
    struct.pack_into('<I', data, 0x3c, 64)
    data += b'PE\0\0' + struct.pack('<H', machine) + bytes(18)
    data += struct.pack('<IIII', 0xfeef04bd, 0x10000, w << 16 | x, y << 16 | z) + bytes(2)
    data += 'FileVersion\0'.encode('utf-16-le')
    data += bytes(-len(data) % 4) + ((text or version) + '\0').encode('utf-16-le')
    with open(path, 'wb') as f:
        f.write(data)
    return path


def three(folder, versions=('10.18.1.0',) * 3, machines=(0x8664, 0x8664, 0x14c), text=None):
    os.makedirs(folder, exist_ok=True)
    return [pe(os.path.join(folder, n), m, v, text) for n, m, v in zip(('pvgpu.sys', 'pvgpu_umd.dll', 'pvgpu_umd32.dll'), machines, versions)]


def refused(name, word, out, binaries):
    try:
        make_package.driver(out, DATE, binaries)
        verdict(False, name, 'accepted')
    except make_package.Refused as e:
        verdict(word in str(e), name, e)
    except Exception as e:  # pylint: disable=broad-except
        verdict(False, name, repr(e))


def attempt(function, *args):
    """A broken function fails its cases, not those after them."""
    try:
        function(*args)
    except Exception as e:  # pylint: disable=broad-except
        print('#', repr(e))


def content(path):
    try:
        with open(path, 'rb') as f:
            return f.read()
    except OSError:
        return b''


def digest(path):
    return hashlib.sha256(content(path) or os.urandom(8)).hexdigest()


with tempfile.TemporaryDirectory() as d:
    j = lambda *p: os.path.join(d, *p)
    attempt(make_package.driver, j('good'), DATE, three(j('in')))
    inf = content(j('good', 'pvgpu.inf'))
    text = inf[2:].decode('utf-16-le')
    verdict(sorted(os.listdir(j('good')) if os.path.isdir(j('good')) else []) == ['pvgpu.inf', 'pvgpu.sys', 'pvgpu_umd.dll', 'pvgpu_umd32.dll'], 'package: three binaries and the INF file')
    verdict(inf[:2] == b'\xff\xfe' and '\r\n' in text and '\n' not in text.replace('\r\n', ''), 'inf: UTF-16 with Windows line ends')
    verdict('= 11/22/2026,10.18.1.0 ' in text and '@' not in text.split('[Version]')[-1], "inf: date, and the binaries' version")
    refused('different versions', 'different versions', j('o1'), three(j('i1'), ('10.18.1.0', '10.18.1.1', '10.18.1.0')))
    refused('version in words differs', 'in words', j('o2'), three(j('i2'), text='0.1.0'))
    refused('64-bit driver for 32-bit programs', 'for machine 0x8664', j('o3'), three(j('i3'), machines=(0x8664,) * 3))
    refused('version of another driver model', 'model:', j('o4'), three(j('i4'), ('0.1.0.0',) * 3))
    broken = three(j('i5'))
    with open(broken[0], 'wb') as f:
        f.write(b'#!/bin/sh\n')
    refused('a file that is no program', 'no program for Windows', j('o5'), broken)

    for order in ('a', 'b'):
        os.makedirs(j(order, 'pvgpu-1'), exist_ok=True)
        for name in ('x', 'y', 'sub/z')[::1 if order == 'a' else -1]:
            os.makedirs(os.path.dirname(j(order, 'pvgpu-1', name)), exist_ok=True)
            with open(j(order, 'pvgpu-1', name), 'w') as f:
                f.write(name * 1000)
            os.utime(j(order, 'pvgpu-1', name), (len(order) * 1000, 5000 if order == 'a' else 9999))
            os.chmod(j(order, 'pvgpu-1', name), 0o600 if order == 'a' else 0o644)
        attempt(make_package.make_zip, j(order + '.zip'), 1700000000, j(order, 'pvgpu-1'))
    verdict(digest(j('a.zip')) == digest(j('b.zip')), 'zip: same content, same bytes, whatever times, modes and order')
    names = []
    if zipfile.is_zipfile(j('a.zip')):
        with zipfile.ZipFile(j('a.zip')) as z:
            names = z.namelist() + [n for n in [z.testzip()] if n]
    verdict(names == ['pvgpu-1/sub/z', 'pvgpu-1/x', 'pvgpu-1/y'], 'zip: sorted, whole', names)
    program = bytearray(content(pe(j('a.exe'), 0x8664, '1.0.0.0')))
    struct.pack_into('<I', program, 64 + 8, 1700000000)
    os.makedirs(j('t', 'pvgpu-1'))
    with open(j('t', 'pvgpu-1', 'a.exe'), 'wb') as f:
        f.write(program)
    try:
        make_package.make_zip(j('t.zip'), 1700000000, j('t', 'pvgpu-1'))
        verdict(False, 'zip: no program with a time inside')
    except make_package.Refused as e:
        verdict('a.exe' in str(e), 'zip: no program with a time inside', e)
    attempt(make_package.make_zip, j('c.zip'), 1700000002, j('a', 'pvgpu-1'))
    verdict(content(j('c.zip')) and digest(j('a.zip')) != digest(j('c.zip')), 'zip: the time is inside')
print(f'1..{count}')
