#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Do the drivers compile against headers with the WDK's names instead of driver/ddi's (DDI_USE_WDK)?

usage: check_wdk.py SOURCE-ROOT WORK-FOLDER COMPILER64 [COMPILER32]

With the sources, include folders and macros of the Visual Studio projects, and a stand-in for the WDK (make_wdk.py): no WDK
is at hand. Prints TAP.
"""
import concurrent.futures
import os
import re
import subprocess
import sys

import make_wdk

root, work = sys.argv[1:3]
sys.path.insert(0, os.path.join(root, 'driver/package/windows'))
import make_projects  # noqa: E402

# What driver/ddi gives with DDI_USE_WDK; anything else of it would stand beside the WDK's own.
ALLOWED = {'ddi_kmd.h', 'ddi_umd.h', 'ddi_kmt.h', 'ddi_calls.h'}
count, failed = 0, False


def verdict(name, faults):
    global count, failed
    count += 1
    failed |= bool(faults)
    print('not ok' if faults else 'ok', count, '-', name)
    for f in faults[:12]:
        print('#', f)


def compile_one(compiler, options, source, *more):
    """(what went wrong, headers of driver/ddi that it read)"""
    run = subprocess.run([compiler, '-std=gnu11', '-w', '-H'] + options + [source] + list(more or ('-fsyntax-only',)),
                         stderr=subprocess.PIPE, text=True)
    lines = run.stderr.splitlines()
    wrong = [l for l in lines if ': error:' in l or ': fatal error:' in l][:3] if run.returncode else []
    read = {os.path.basename(l.split()[-1]) for l in lines if re.match(r'\.+ .*/driver/ddi/include/', l)}
    return wrong or (['%s: status %d' % (source, run.returncode)] if run.returncode else []), read


def compile_all(compiler, what, wdk):
    sources, includes, defines = make_projects.unit(what)
    options = ['-I' + os.path.join(root, i) for i in includes] + ['-D' + d for d in defines]
    if what == 'kmd':
        ddk = subprocess.run([compiler, '-print-file-name=../include/ddk'], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        options += ['-isystem', ddk]
    # As driver/ddi/meson.build has it with -Dwdk: behind mingw-w64's own, but for two.
    front = os.path.join(work, 'front')
    os.makedirs(front, exist_ok=True)
    for name in ('video.h', 'acpiioct.h') if wdk else ():
        with open(os.path.join(front, name), 'w') as f:
            f.write('#include "%s"\n' % os.path.join(wdk, 'km', name))
    if wdk:
        options.insert(0, '-I' + front)
    for f in ('shared', 'km', 'um') if wdk else ():
        options += ['-idirafter', os.path.join(wdk, f)]
    # The interface is long and the same in each file: read once.
    first = os.path.join(work, what + '.h')
    with open(first, 'w') as f:
        f.write('#include "%s"\n' % {'kmd': 'ddi_kmd.h', 'umd': 'ddi_umd.h'}[what])
    faults, read = compile_one(compiler, options, first, '-o', first + '.gch')
    if faults:
        return faults, read
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for wrong, headers in pool.map(lambda s: compile_one(compiler, options + ['-include', first], os.path.join(root, s)), sources):
            faults += wrong
            read |= headers
    return faults, read


def main():
    wdk = os.path.join(work, 'Include')
    make_wdk.make(os.path.join(root, 'driver/ddi/include'), wdk)
    units = [('kmd', 'the kernel driver compiles', sys.argv[3]), ('umd', 'the user-mode driver compiles', sys.argv[3])]
    if len(sys.argv) > 4:
        units.append(('umd', 'the user-mode driver compiles for 32 bits', sys.argv[4]))
    read = set()
    for what, name, compiler in units:
        faults, headers = compile_all(compiler, what, wdk)
        verdict(name, faults)
        read |= headers
    verdict('nothing else of driver/ddi is read', sorted(read - ALLOWED) if read & ALLOWED else ['not even the headers for inclusion'])
    faults, _ = compile_all(sys.argv[3], 'umd', None)
    verdict('without a WDK it does not compile', [] if any('d3d10umddi.h' in f for f in faults) else ['it does'])
    print('1..%d' % count)
    return int(failed)


sys.exit(main())
