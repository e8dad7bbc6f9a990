#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The INF file passes its checker, and the checker finds each rule broken once. Prints TAP; usage: inf_test.py SOURCE-ROOT"""
import datetime
import os
import re
import sys
import tempfile

ROOT = sys.argv[1]
sys.path.insert(0, os.path.join(ROOT, 'driver/package'))
import check_inf  # noqa: E402

REGISTERS = check_inf.read_registers(os.path.join(ROOT, 'protocol/pvgpu_regs.h'))
TODAY = datetime.date(2026, 12, 31)
with open(os.path.join(ROOT, 'driver/package/pvgpu.inx'), encoding='ascii') as f:
    GOOD = f.read().replace('@DATE@', '11/22/2026').replace('@VERSION@', '10.18.1.0')

# Rule, what the break is, what is replaced (once), by what. None: appended.
BREAKS = [
    ('version', 'no [Version]', '[Version]', '[Versions]'),
    ('signature', 'wrong signature', '$Windows NT$', '$Windows 95$'),
    ('class', 'class of another device', 'Class       = Display', 'Class       = Net'),
    ('class', 'class GUID of another device', '4d36e968', '4d36e972'),
    ('provider', 'Microsoft as provider', 'Provider          = "PVGPU"', 'Provider          = "Microsoft"'),
    ('provider', 'provider that is no string', 'Provider    = %Provider%', 'Provider    = PVGPU'),
    ('catalog', 'no catalog', 'CatalogFile = pvgpu.cat', 'Catalog = pvgpu.cat'),
    ('lockdown', 'not locked down', 'PnpLockdown = 1', 'PnpLockdown = 0'),
    ('layoutfile', 'a layout file', 'PnpLockdown = 1', 'PnpLockdown = 1\nLayoutFile = layout.inf'),
    ('driverver', 'no version', ',10.18.1.0', ''),
    ('date', 'day before month', '11/22/2026', '22/11/2026'),
    ('date', 'one digit', '11/22/2026', '1/2/2026'),
    ('future', 'a date to come', '11/22/2026', '01/01/2027'),
    ('number', 'three parts', '10.18.1.0', '10.18.1'),
    ('number', 'a part that is too large', '10.18.1.0', '10.18.65535.0'),
    ('model', 'another driver model', '10.18.1.0', '0.1.0.0'),
    ('string', 'undefined string', 'PVGPU.ServiceDesc =', 'PVGPU.Service.Desc ='),
    ('unused', 'unused string', '[Strings]', '[Strings]\nSpare = "x"'),
    ('source', 'copied and not in SourceDisksFiles', 'pvgpu.sys       = 1\n', ''),
    ('disk', 'unknown disk', 'pvgpu_umd.dll   = 1', 'pvgpu_umd.dll   = 2'),
    ('cat', 'catalog as a file', 'pvgpu.sys       = 1', 'pvgpu.sys       = 1\npvgpu.cat = 1'),
    ('inf', 'INF as a file', 'pvgpu.sys       = 1', 'pvgpu.sys       = 1\npvgpu.inf = 1'),
    ('uncopied', 'a file that nothing copies', '[PVGPU.Files]\npvgpu.sys\n', '[PVGPU.Files]\n'),
    ('isolated', 'copied to system32', 'PVGPU.Files = 13', 'PVGPU.Files = 11'),
    ('folder', 'no destination', 'PVGPU.Files = 13', 'Other.Files = 13'),
    ('rename', 'renamed', 'pvgpu_umd32.dll\n\n', 'pvgpu_umd33.dll,pvgpu_umd32.dll\n\n'),
    ('flag', 'copy flag with directory 13', 'pvgpu_umd32.dll\n\n', 'pvgpu_umd32.dll,,,0x00004000\n\n'),
    ('manufacturer', 'no manufacturer', '%Provider% = PVGPU.Models, NTamd64.10.0...16299\n', ''),
    ('decoration', 'no architecture', 'PVGPU.Models, NTamd64.10.0...16299', 'PVGPU.Models'),
    ('decoration', 'architecture that is not built', 'PVGPU.Models, NTamd64.10', 'PVGPU.Models, NTarm64.10'),
    ('product', 'product type', 'PVGPU.Models, NTamd64.10.0...16299', 'PVGPU.Models, NTamd64.10.0.1..16299'),
    ('build', 'a Windows before directory 13', 'PVGPU.Models, NTamd64.10.0...16299', 'PVGPU.Models, NTamd64.10.0...14393'),
    ('models', 'no model', '%PVGPU.DeviceDesc% = PVGPU.Install, PCI\\VEN_1AF4&DEV_10F0\n', ''),
    ('device', 'id of another device', 'DEV_10F0', 'DEV_10F1'),
    ('device', 'id that is none', 'PCI\\VEN_1AF4', 'PCI\\VID_1AF4'),
    ('section', 'install section that is not there', '= PVGPU.Install, PCI', '= PVGPU.Instal, PCI'),
    ('section', 'AddReg of nothing', 'AddReg       = PVGPU.Software', 'AddReg       = PVGPU.Softwares'),
    ('section', 'no services', 'NTamd64.Services]', 'NTamd64.Service]'),
    ('score', 'no feature score', 'FeatureScore = E3', 'Score = E3'),
    ('score', 'the score of a certified driver', 'FeatureScore = E3', 'FeatureScore = E0'),
    ('msi', 'no message-signaled interrupts', 'MSISupported', 'MSIsupport'),
    ('registry', 'a global key', 'HKR,, VgaCompatible', 'HKLM,SYSTEM\\CurrentControlSet\\Control\\GraphicsDrivers, TdrDebugMode'),
    ('type', 'type of a value', 'VgaCompatible,           %REG_DWORD%', 'VgaCompatible,           0x99'),
    ('umd', 'no third driver name', ', %13%\\pvgpu_umd.dll, %13%\\pvgpu_umd.dll, %13%', ', %13%'),
    ('umdwow', 'no driver for 32-bit programs', 'UserModeDriverNameWow', 'UserModeDriverNameWoW64'),
    ('umdpath', 'driver name without a folder', '%13%\\pvgpu_umd.dll, %13%\\pvgpu_umd.dll, %13%\\pvgpu_umd.dll', 'a.dll, a.dll, a.dll'),
    ('umdfile', 'driver name of no file', '%13%\\pvgpu_umd32.dll, %13%', '%13%\\pvgpu_umd64.dll, %13%'),
    ('installed', 'a driver that is not listed', ', pvgpu_umd32, pvgpu_umd32, pvgpu_umd32', ', pvgpu_umd32, pvgpu_umd32'),
    ('service', 'started at boot', 'StartType      = 3', 'StartType      = 0'),
    ('binary', 'service without its file', '%13%\\pvgpu.sys', '%12%\\pvgpu.sys'),
    ('associated', 'no function driver', '0x00000002', '0x00000000'),
    ('unreachable', 'section that nothing names', '[Strings]', '[PVGPU.Spare]\nHKR,,Spare,,1\n[Strings]'),
    ('select', 'shown for manual installation', 'ExcludeFromSelect = *', 'Exclude = *'),
    ('forbidden', 'directive that is not universal', 'AddReg       = PVGPU.Software', 'AddReg       = PVGPU.Software\nDelReg = PVGPU.Software'),
    ('forbidden', 'section that is not universal', '[Strings]', '[PVGPU.Install.NTamd64.CoInstallers]\nAddReg = x\n[Strings]'),
    ('coinstaller', 'co-installer', 'pvgpu_umd32.dll\n\n', 'pvgpu_umd32.dll\nWdfCoInstaller01011.dll\n\n'),
    ('duplicate', 'section twice', '[Strings]', '[Version]\nx = y\n[Strings]'),
    ('duplicate', 'directive twice', 'StartType      = 3', 'StartType      = 3\nStartType = 3'),
    ('syntax', 'entry before the first section', '; SPDX', 'entry\n; SPDX'),
    ('encoding', 'not ASCII and not UTF-16', '"PVGPU driver package"', '"PVGPU Gr\u00e4fik"'),
]
count = 0


def verdict(ok, name, *notes):
    global count
    count += 1
    print(('ok' if ok else 'not ok'), count, '-', name)
    if not ok:
        for n in notes:
            print('#', n)


def check(text, **kw):
    encoding = 'utf-16' if kw.pop('unicode', False) else 'latin-1'
    return check_inf.Checker(text.encode(encoding), REGISTERS, kw.pop('files', None), TODAY).findings


verdict(check(GOOD) == [], 'the INF file is right', *check(GOOD))
verdict(check(GOOD.replace('\n', '\r\n'), unicode=True) == [], 'and as UTF-16 with Windows line ends', *check(GOOD, unicode=True))
for rule, what, old, new in BREAKS:
    text = GOOD.replace(old, new, 1)
    found = {r for r, _, _ in check(text)}
    verdict(text != GOOD and rule in found, f'{rule}: {what}', f'found {sorted(found)}', f'{old!r} is there: {old in GOOD}')

with tempfile.TemporaryDirectory() as d:
    for f in ('pvgpu.sys', 'pvgpu_umd.dll', 'pvgpu_umd32.dll', 'pvgpu.inf', 'pvgpu.cat'):
        open(os.path.join(d, f), 'w').close()
    verdict(check(GOOD, files=d) == [], 'files: all there', *check(GOOD, files=d))
    os.rename(os.path.join(d, 'pvgpu_umd32.dll'), os.path.join(d, 'other.dll'))
    found = check(GOOD, files=d)
    verdict([r for r, _, _ in found] == ['missing', 'stray'], 'missing, stray: a file is not there, another is not named', *found)

with open(os.path.join(ROOT, 'driver/package/check_inf.py'), encoding='utf-8') as f:
    rules = set(re.findall(r"finding\('(\w+)'", f.read())) | {'umdwow'}
tested = {b[0] for b in BREAKS} | {'missing', 'stray'}
verdict(rules == tested, 'every rule was broken', f'not broken: {sorted(rules - tested)}, no rule: {sorted(tested - rules)}')
print(f'1..{count}')
