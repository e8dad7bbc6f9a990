#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks a display driver's INF file: usage: check_inf.py INF [--files FOLDER] [--registers pvgpu_regs.h] [--today YYYY-MM-DD]

Says one line for each rule that is broken, "RULE: what (page)", and ends with status 1 if there was one. The rules are
those of Microsoft's windows-driver-docs (the page is named with each), for a package that is isolated and universal in
that documentation's sense, so they are stricter than what Windows accepts. It is no replacement for Microsoft's
InfVerif, which runs on Windows only. With --files every file that is named must lie in FOLDER, and nothing else.
"""
import argparse
import datetime
import os
import re
import sys

DISPLAY_GUID = '{4d36e968-e325-11ce-bfc1-08002be10318}'
# install/using-a-universal-inf-file
FORBIDDEN_SECTIONS = ('classinstall32', '.coinstallers', '.factdef', '.logconfigoverride')
FORBIDDEN_DIRECTIVES = ('bitreg', 'delfiles', 'delproperty', 'delreg', 'delservice', 'ini2reg', 'logconfig', 'profileitems',
                        'registerdlls', 'renfiles', 'unregisterdlls', 'updateinifields', 'updateinis')


def fields(text):
    """The values of an entry: separated by commas, blanks around them dropped, quotes removed ("" is one quote)."""
    out, now, quoted, i = [], '', False, 0
    while i < len(text):
        c = text[i]
        if c == '"':
            if quoted and text[i + 1:i + 2] == '"':
                now += '"'
                i += 1
            else:
                quoted = not quoted
        elif c == ',' and not quoted:
            out.append(now.strip())
            now = ''
        else:
            now += c
        i += 1
    return out + [now.strip()]


def uncommented(line):
    quoted = False
    for i, c in enumerate(line):
        if c == '"':
            quoted = not quoted
        elif c == ';' and not quoted:
            return line[:i]
    return line


class Inf:
    """Sections by lower-case name, in order; each a list of (key or None, list of values)."""

    def __init__(self, data, finding):
        self.finding = finding
        if data[:2] == b'\xff\xfe':
            text = data[2:].decode('utf-16-le')
        else:
            text = data.decode('latin-1')
            if any(ord(c) > 126 for c in text):
                finding('encoding', 'characters outside ASCII in a file that is not UTF-16', 'display/general-unicode-requirement')
        self.sections, self.names = {}, {}
        current, whole = None, ''
        for number, line in enumerate(text.splitlines(), 1):
            line = whole + uncommented(line).strip()
            whole = ''
            if line.endswith('\\') and current is not None:
                whole = line[:-1]
                continue
            if not line:
                continue
            if line[0] == '[':
                name = line[1:line.find(']')].strip() if ']' in line else ''
                if not name or len(name) > 255:
                    finding('syntax', f'line {number}: no section name', 'install/general-syntax-rules-for-inf-files')
                current = name.lower()
                if current in self.sections:
                    finding('duplicate', f'section [{name}] is there twice', 'devtest/inf-validation-errors-and-warnings: 1209')
                self.sections.setdefault(current, [])
                self.names.setdefault(current, name)
            elif current is None:
                finding('syntax', f'line {number}: an entry before the first section', 'install/general-syntax-rules-for-inf-files')
            else:
                key, value = None, line
                m = re.match(r'\s*([^"=,]+?)\s*=(.*)$', line)
                if m:
                    key, value = m.group(1), m.group(2)
                self.sections[current].append((key, fields(value)))
        self.strings = {(k or '').lower(): v[0] for k, v in self.sections.get('strings', [])}

    def get(self, section, key):
        return [v for k, v in self.sections.get(section.lower(), []) if k and k.lower() == key.lower()]

    def one(self, section, key):
        found = self.get(section, key)
        if len(found) > 1:
            self.finding('duplicate', f'{key} is there twice in [{section}]', 'devtest/inf-validation-errors-and-warnings: 1088')
        return found[0] if found else None

    def expand(self, text):
        """Puts the strings in; directory ids (%13%) stay."""
        def put(m):
            if m.group(1) == '' or m.group(1).isdigit():
                return m.group(0)
            return self.strings.get(m.group(1).lower(), m.group(0))
        return re.sub(r'%([^%]*)%', put, text)


class Checker:
    def __init__(self, data, registers=None, files=None, today=None):
        self.findings = []
        self.registers, self.files = registers, files
        self.today = today or datetime.date.today()
        self.inf = Inf(data, self.finding)
        self.seen = {'version', 'strings', 'manufacturer', 'sourcedisksnames', 'sourcedisksfiles', 'destinationdirs', 'controlflags'}
        self.version()
        self.string_tokens()
        self.files_and_folders()
        self.models()
        self.reachable()
        self.forbidden()

    def finding(self, rule, what, page):
        if (rule, what, page) not in self.findings:
            self.findings.append((rule, what, page))

    def section(self, name, why, page):
        """Marks a section as reached."""
        self.seen.add(name.lower())
        if name.lower() not in self.inf.sections:
            self.finding('section', f'{why} names [{name}], which is not there', page + ', devtest/inf-validation-errors-and-warnings: 1203')
            return False
        return True

    def version(self):
        page = 'install/inf-version-section'
        one = lambda key: ((self.inf.one('version', key) or [''])[0]).strip()
        if 'version' not in self.inf.sections:
            return self.finding('version', 'no [Version] section', page)
        if one('signature').lower() != '$windows nt$':
            self.finding('signature', 'Signature is not "$Windows NT$"', page + ', devtest/inf-validation-errors-and-warnings: 1001')
        if one('class').lower() != 'display' or one('classguid').lower() != DISPLAY_GUID:
            self.finding('class', 'Class and ClassGuid are not those of display adapters',
                         'display/installing-display-miniport-and-user-mode-display-drivers')
        provider = self.inf.expand(one('provider'))
        if not one('provider').startswith('%') or not provider or provider.lower().startswith('microsoft'):
            self.finding('provider', 'Provider is to be a string of [Strings], and not Microsoft', 'devtest/inf-validation-errors-and-warnings: 1204')
        if not re.fullmatch(r'[\w-]+\.cat', one('catalogfile')):
            self.finding('catalog', 'no CatalogFile with a name like pvgpu.cat', page + ', devtest/inf-validation-errors-and-warnings: 1214')
        if one('pnplockdown') != '1':
            self.finding('lockdown', 'PnpLockdown is not 1', 'devtest/inf-validation-errors-and-warnings: 1324')
        if one('layoutfile'):
            self.finding('layoutfile', 'LayoutFile must not be there', 'display/-version--section-directives')
        self.driver_ver((self.inf.one('version', 'driverver') or []))

    def driver_ver(self, values):
        page = 'install/inf-driverver-directive'
        if len(values) != 2:
            return self.finding('driverver', 'no DriverVer with date and version', page)
        m = re.fullmatch(r'(\d\d)[/-](\d\d)[/-](\d{4})', values[0])
        try:
            day = datetime.date(int(m.group(3)), int(m.group(1)), int(m.group(2))) if m else None
        except ValueError:
            day = None
        if not day:
            self.finding('date', f'date {values[0]} is not mm/dd/yyyy', page)
        elif day > self.today:
            self.finding('future', f'date {values[0]} is to come', 'devtest/inf2cat')
        m = re.fullmatch(r'(\d+)\.(\d+)\.(\d+)\.(\d+)', values[1])
        if not m or any(int(x) >= 65535 for x in m.groups()) or values[1] == '0.0.0.0':
            self.finding('number', f'version {values[1]} is not w.x.y.z, each below 65535', page)
        elif m.group(1, 2) != ('10', '18'):
            self.finding('model', f'version {values[1]} is not that of WDDM 1.3 with feature level 11_1, 10.18.x.x',
                         'display/wddm-2-1-features, driver versioning')

    def string_tokens(self):
        used = set()
        for name, entries in self.inf.sections.items():
            for key, values in entries:
                if name == 'strings':
                    continue
                for text in [key or ''] + values:
                    used.update(t for t in re.findall(r'%([^%]+)%', text) if not t.isdigit())
        for t in sorted(used):
            if t.lower() not in self.inf.strings:
                self.finding('string', f'%{t}% is not in [Strings]', 'install/inf-strings-section')
        for t in sorted(set(self.inf.strings) - {t.lower() for t in used}):
            self.finding('unused', f'string {t} is used by nothing', 'install/inf-strings-section')

    def files_and_folders(self):
        inf = self.inf
        disks = {k for k, _ in inf.sections.get('sourcedisksnames', [])}
        self.sources = {}
        for name, entries in inf.sections.items():
            if name != 'sourcedisksfiles' and not name.startswith('sourcedisksfiles.'):
                continue
            self.seen.add(name)
            for key, values in entries:
                if not key:
                    self.finding('source', f'[SourceDisksFiles]: {values[0]} has no disk', 'install/inf-sourcedisksfiles-section')
                    continue
                if key.lower() in self.sources:
                    self.finding('duplicate', f'{key} is there twice in [SourceDisksFiles]', 'develop/run-from-driver-store')
                self.sources[key.lower()] = values
                if values[0] not in disks:
                    self.finding('disk', f'{key} is on disk {values[0]}, which [SourceDisksNames] has not',
                                 'devtest/inf-validation-errors-and-warnings: 1273')
                if key.lower().endswith('.cat'):
                    self.finding('cat', f'{key} is a catalog', 'devtest/inf-validation-errors-and-warnings: 1213')
                if key.lower().endswith('.inf'):
                    self.finding('inf', f'{key} is an INF file', 'install/inf-sourcedisksfiles-section')
        self.folders = {}
        for key, values in inf.sections.get('destinationdirs', []):
            self.folders[(key or '').lower()] = values
            if values[0] != '13':
                self.finding('isolated', f'{key} goes to directory {values[0]}, not 13', 'develop/driver-isolation')
        if self.files is None:
            return
        there = set(os.listdir(self.files))
        catalog = (self.inf.one('version', 'catalogfile') or [''])[0].lower()
        for f in sorted(self.sources):
            if f not in {t.lower() for t in there}:
                self.finding('missing', f'{f} is not in the package', 'install/inf-sourcedisksfiles-section')
        for t in sorted(there):
            if t.lower() not in self.sources and t.lower() != catalog and not t.lower().endswith('.inf'):
                self.finding('stray', f'{t} is in the package, and the INF file does not name it', 'install/inf-sourcedisksfiles-section')

    def models(self):
        page = 'install/inf-manufacturer-section'
        makers = self.inf.sections.get('manufacturer', [])
        if not makers:
            self.finding('manufacturer', 'no [Manufacturer] entry', page)
        self.copied = set()
        for _, values in makers:
            if len(values) < 2:
                self.finding('decoration', f'models of {values[0]} have no architecture', page)
            for decoration in values[1:]:
                m = re.fullmatch(r'NT(\w+)(?:\.(\d*)(?:\.(\d*)(?:\.(\w*)(?:\.(\w*)(?:\.(\d*))?)?)?)?)?', decoration, re.I)
                if not m or m.group(1).lower() != 'amd64':
                    self.finding('decoration', f'{decoration} is not 64-bit x86', page)
                elif m.group(4) or m.group(5):
                    self.finding('product', f'{decoration} has a product type or suite', 'install/using-a-universal-inf-file')
                elif m.group(2) != '10' or m.group(3) != '0' or int(m.group(6) or 0) < 16299:
                    self.finding('build', f'{decoration} admits Windows before build 16299, which has no directory 13',
                                 'develop/run-from-driver-store')
                name = values[0] + '.' + decoration
                if self.section(name, '[Manufacturer]', page):
                    self.devices(name)
        for f in sorted(set(self.sources) - self.copied):
            self.finding('uncopied', f'{f} is in [SourceDisksFiles] and copied by nothing', 'install/inf-sourcedisksfiles-section')

    def devices(self, name):
        page = 'install/inf-models-section'
        entries = self.inf.sections[name.lower()]
        if not entries:
            self.finding('models', f'[{name}] installs nothing', page + ', devtest/inf-validation-errors-and-warnings: 1297')
        for _, values in entries:
            for ident in values[1:]:
                m = re.fullmatch(r'PCI\\VEN_([0-9A-F]{4})&DEV_([0-9A-F]{4})(&SUBSYS_[0-9A-F]{8})?(&REV_[0-9A-F]{2})?', ident)
                if not m:
                    self.finding('device', f'{ident} is not a PCI hardware id', page)
                elif self.registers and tuple(int(x, 16) for x in m.group(1, 2)) != self.registers:
                    self.finding('device', f'{ident} is not the device of protocol/pvgpu_regs.h', page)
            self.install(values[0] + '.NTamd64')

    def install(self, name):
        page = 'install/inf-ddinstall-section'
        if not self.section(name, 'a model', page):
            return
        score = self.inf.one(name, 'featurescore')
        if not score or not re.fullmatch('[0-9A-Fa-f]{2}', score[0]):
            self.finding('score', f'[{name}] has no FeatureScore of two hexadecimal digits', 'display/setting-the-driver-feature-score')
        elif score[0].upper() != 'E3':
            self.finding('score', f'FeatureScore {score[0]} is not that of a driver without certificate', 'display/updated-feature-score-directive')
        for values in self.inf.get(name, 'copyfiles'):
            for v in values:
                self.copy(v)
        values = self.registry(name, 'install/inf-ddinstall-section')
        self.display_values(values)
        if name.lower() + '.hw' in self.inf.sections:
            self.seen.add(name.lower() + '.hw')
            values = self.registry(name + '.HW', 'install/inf-ddinstall-hw-section')
        else:
            values = {}
        if values.get(('interrupt management\\messagesignaledinterruptproperties', 'msisupported')) != ['1']:
            self.finding('msi', 'MSISupported is not set', 'kernel/enabling-message-signaled-interrupts-in-the-registry')
        self.service(name + '.Services')

    def copy(self, name):
        if name.startswith('@'):
            files = [[name[1:]]]
            folder = self.folders.get('defaultdestdir')
        else:
            if not self.section(name, 'CopyFiles', 'install/inf-copyfiles-directive'):
                return
            files = [v for _, v in self.inf.sections[name.lower()]]
            folder = self.folders.get(name.lower()) or self.folders.get('defaultdestdir')
        if not folder:
            self.finding('folder', f'[{name}] is not in [DestinationDirs]', 'devtest/inf-validation-errors-and-warnings: 1275')
        for v in files:
            if len(v) > 1 and v[1] and v[1].lower() != v[0].lower():
                self.finding('rename', f'{v[0]} is renamed', 'develop/run-from-driver-store')
            if len(v) > 3 and int(v[3] or '0', 0) and folder and folder[0] == '13':
                self.finding('flag', f'{v[0]} has copy flags and goes to directory 13', 'devtest/inf-validation-errors-and-warnings: 1103')
            if v[0].lower() not in self.sources:
                self.finding('source', f'{v[0]} is copied and not in [SourceDisksFiles]', 'install/inf-sourcedisksfiles-section')
            self.copied.add(v[0].lower())

    def registry(self, name, page):
        """The values that a section's AddReg sets: {(key, name): values}."""
        out = {}
        for values in self.inf.get(name, 'addreg'):
            for v in values:
                if not self.section(v, f'AddReg of [{name}]', page):
                    continue
                for _, entry in self.inf.sections[v.lower()]:
                    entry = [self.inf.expand(e) for e in entry] + [''] * 5
                    if entry[0].upper() != 'HKR':
                        self.finding('registry', f'{entry[0]} is written, and only HKR is isolated', 'develop/driver-isolation')
                    try:
                        kind = int(entry[3] or '0', 0)
                    except ValueError:
                        kind = -1
                    if kind not in (0, 0x10000, 0x10001, 0x20000, 1):
                        self.finding('type', f'{entry[2]} has type {entry[3]}', 'install/inf-addreg-directive')
                    out[entry[1].lower(), entry[2].lower()] = [e for e in entry[4:-5] or entry[4:5]]
        return out

    def display_values(self, values):
        for wow, word in (('', ''), ('wow', 'Wow')):
            names = values.get(('', 'usermodedrivername' + wow))
            if not names or len(names) < 3:
                self.finding('umd' + wow, f'UserModeDriverName{word} has no third name, which is the one for Direct3D 11',
                             'display/enabling-support-for-the-direct3d-version-11-ddi')
                names = names or []
            for n in names:
                m = re.fullmatch(r'%13%\\([\w.]+)', n)
                if not m:
                    self.finding('umdpath', f'{n} does not name a file of the driver store', 'display/adding-software-registry-settings')
                elif m.group(1).lower() not in self.copied:
                    self.finding('umdfile', f'{m.group(1)} is a user-mode driver that nothing copies', 'display/loading-a-user-mode-display-driver')
        listed = [n.lower() for n in values.get(('', 'installeddisplaydrivers'), [])]
        want = [os.path.splitext(n.split('\\')[-1])[0].lower() for key in ('usermodedrivername', 'usermodedrivernamewow')
                for n in values.get(('', key), [])]
        if listed != want:
            self.finding('installed', 'InstalledDisplayDrivers is not the names of both lists without .dll',
                         'display/adding-user-mode-display-driver-names-to-the-registry')

    def service(self, name):
        page = 'install/inf-addservice-directive'
        if not self.section(name, 'the install section', 'devtest/inf-validation-errors-and-warnings: 1296'):
            return
        associated = 0
        for values in self.inf.get(name, 'addservice'):
            values = values + ['', '']
            associated += bool(int(values[1] or '0', 0) & 2)
            if not self.section(values[2], 'AddService', page):
                continue
            one = lambda key: self.inf.expand((self.inf.one(values[2], key) or [''])[0])
            for key, want, where in (('ServiceType', 1, page), ('StartType', 3, 'display/setting-the-start-type-value'),
                                     ('ErrorControl', 0, 'display/setting-the-start-type-value')):
                if not re.fullmatch(r'\d+|0x[0-9a-fA-F]+', one(key)) or int(one(key), 0) != want:
                    self.finding('service', f'{key} is not {want}', where)
            m = re.fullmatch(r'%13%\\([\w.]+)', one('servicebinary'))
            if not m or m.group(1).lower() not in self.copied:
                self.finding('binary', 'ServiceBinary is not a file that is copied to directory 13', page)
        if associated != 1:
            self.finding('associated', f'{associated} services are the function driver, and it is to be one', page)

    def reachable(self):
        for name in self.inf.sections:
            if name not in self.seen and not any(name.endswith(s) for s in FORBIDDEN_SECTIONS):
                self.finding('unreachable', f'[{self.inf.names[name]}] is reached from nowhere', 'install/general-syntax-rules-for-inf-files')
        if [v for v in self.inf.get('controlflags', 'excludefromselect')] != [['*']]:
            self.finding('select', 'ExcludeFromSelect=* is not there', 'display/setting-the-driver-control-flags')

    def forbidden(self):
        page = 'install/using-a-universal-inf-file'
        for name, entries in self.inf.sections.items():
            if any(name.endswith(s) for s in FORBIDDEN_SECTIONS):
                self.finding('forbidden', f'section [{self.inf.names[name]}]', page)
            for key, values in entries:
                if key and key.lower() in FORBIDDEN_DIRECTIVES and name != 'strings':
                    self.finding('forbidden', f'directive {key} in [{self.inf.names[name]}]', page)
                if any('wdfcoinstaller' in v.lower() or 'coinstaller' in v.lower() for v in values):
                    self.finding('coinstaller', f'a co-installer in [{self.inf.names[name]}]', 'devtest/inf-validation-errors-and-warnings: 1303')


def read_registers(path):
    with open(path, encoding='utf-8') as f:
        text = f.read()
    return tuple(int(re.search(rf'#define PVGPU_PCI_{n}\s+0x([0-9a-f]+)', text).group(1), 16) for n in ('VENDOR', 'DEVICE'))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('inf')
    p.add_argument('--files')
    p.add_argument('--registers')
    p.add_argument('--today', type=datetime.date.fromisoformat)
    a = p.parse_args()
    with open(a.inf, 'rb') as f:
        data = f.read()
    c = Checker(data, read_registers(a.registers) if a.registers else None, a.files, a.today)
    for rule, what, page in c.findings:
        print(f'{a.inf}: {rule}: {what} ({page})')
    return 1 if c.findings else 0


if __name__ == '__main__':
    sys.exit(main())
