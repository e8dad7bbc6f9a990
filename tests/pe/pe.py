# SPDX-License-Identifier: MIT OR Apache-2.0
"""A PE file as an object, after Microsoft's "PE Format" page. Every offset is checked; a malformed file raises Malformed."""
import struct

EXPORT, IMPORT, RESOURCE, EXCEPTION, SECURITY, RELOC, DEBUG = range(7)
TLS, LOAD_CONFIG, BOUND, IAT, DELAY, CLR = 9, 10, 11, 12, 13, 14

DISCARDABLE, NOT_PAGED = 0x02000000, 0x08000000
EXECUTE, READ, WRITE = 0x20000000, 0x40000000, 0x80000000
HIGH_ENTROPY_VA, DYNAMIC_BASE, NX_COMPAT = 0x20, 0x40, 0x100


class Malformed(Exception):
    pass


class Section:
    def __init__(self, row):
        name, self.virtual_size, self.rva, self.raw_size, self.raw, _, _, _, _, self.flags = row
        self.name = name.rstrip(b'\0').decode('ascii', 'replace')

    def __contains__(self, rva):
        return self.rva <= rva < self.rva + max(self.virtual_size, self.raw_size)


class Pe:
    def __init__(self, path):
        with open(path, 'rb') as f:
            self.data = f.read()
        if self.data[:2] != b'MZ':
            raise Malformed('no MZ')
        self.pe = self.u32(0x3c)
        if self.bytes(self.pe, 4) != b'PE\0\0':
            raise Malformed('no PE signature')
        (self.machine, n_sections, self.timestamp, self.n_symbols_at, self.n_symbols, optional_size,
         self.characteristics) = struct.unpack('<HHIIIHH', self.bytes(self.pe + 4, 20))
        o = self.optional = self.pe + 24
        self.magic = self.u16(o)
        if self.magic not in (0x10b, 0x20b):
            raise Malformed('magic %x' % self.magic)
        self.wide = self.magic == 0x20b
        self.entry = self.u32(o + 16)
        self.image_base = self.u64(o + 24) if self.wide else self.u32(o + 28)
        self.section_alignment, self.file_alignment = self.u32(o + 32), self.u32(o + 36)
        self.os_version = (self.u16(o + 40), self.u16(o + 42))
        self.subsystem_version = (self.u16(o + 48), self.u16(o + 50))
        self.image_size, self.headers_size, self.checksum = self.u32(o + 56), self.u32(o + 60), self.u32(o + 64)
        self.subsystem, self.dll_flags = self.u16(o + 68), self.u16(o + 70)
        at = o + (108 if self.wide else 92)
        self.directories = [(self.u32(at + 4 + 8 * i), self.u32(at + 8 + 8 * i)) for i in range(self.u32(at))]
        at = o + optional_size
        self.sections = [Section(struct.unpack('<8sIIIIIIHHI', self.bytes(at + 40 * i, 40))) for i in range(n_sections)]
        for s in self.sections:
            if s.raw_size:
                self.bytes(s.raw, s.raw_size)

    def bytes(self, at, n):
        if at + n > len(self.data):
            raise Malformed('%#x bytes at %#x are outside of the file' % (n, at))
        return self.data[at:at + n]

    def u16(self, at):
        return struct.unpack('<H', self.bytes(at, 2))[0]

    def u32(self, at):
        return struct.unpack('<I', self.bytes(at, 4))[0]

    def u64(self, at):
        return struct.unpack('<Q', self.bytes(at, 8))[0]

    def directory(self, i):
        return self.directories[i] if i < len(self.directories) else (0, 0)

    def section(self, name):
        return next((s for s in self.sections if s.name == name), None)

    def section_at(self, rva):
        return next((s for s in self.sections if rva in s), None)

    def offset(self, rva):
        """The place in the file of an address relative to the image."""
        s = self.section_at(rva)
        if not s or rva - s.rva >= s.raw_size:
            raise Malformed('address %#x lies in no section of the file' % rva)
        return s.raw + rva - s.rva

    def text(self, rva):
        at = self.offset(rva)
        return self.data[at:self.data.index(b'\0', at)].decode('ascii')

    def imports(self):
        """{module in lower case: [name or '#ordinal', ...]}"""
        out = {}
        rva = self.directory(IMPORT)[0]
        while rva:
            lookup, _, _, name, thunk = struct.unpack('<IIIII', self.bytes(self.offset(rva), 20))
            if not name:
                break
            names = out.setdefault(self.text(name).lower(), [])
            at, width = self.offset(lookup or thunk), 8 if self.wide else 4
            while True:
                v = self.u64(at) if self.wide else self.u32(at)
                if not v:
                    break
                names.append('#%d' % (v & 0xffff) if v >> (width * 8 - 1) else self.text((v & 0x7fffffff) + 2))
                at += width
            rva += 20
        return out

    def exports(self):
        """{name: address}, and the module's own name."""
        rva = self.directory(EXPORT)[0]
        if not rva:
            return {}, ''
        at = self.offset(rva)
        name, n_names, functions, names, ordinals = self.u32(at + 12), *struct.unpack('<IIII', self.bytes(at + 24, 16))
        out = {}
        for i in range(n_names):
            ordinal = self.u16(self.offset(ordinals + 2 * i))
            out[self.text(self.u32(self.offset(names + 4 * i)))] = self.u32(self.offset(functions + 4 * ordinal))
        return out, self.text(name)

    def export_timestamp(self):
        rva = self.directory(EXPORT)[0]
        return self.u32(self.offset(rva) + 4) if rva else 0

    def relocations(self):
        """[(type, address)], without padding."""
        rva, size = self.directory(RELOC)
        out, end = [], rva + size
        while rva < end:
            at = self.offset(rva)
            page, n = self.u32(at), self.u32(at + 4)
            if n < 8 or n % 4:
                raise Malformed('relocation block of %d bytes' % n)
            for i in range(8, n, 2):
                v = self.u16(at + i)
                if v >> 12:
                    out.append((v >> 12, page + (v & 0xfff)))
            rva += n
        return out

    def expected_checksum(self):
        data = bytearray(self.data)
        data[self.optional + 64:self.optional + 68] = b'\0\0\0\0'
        if len(data) % 2:
            data.append(0)
        total = sum(struct.unpack('<%dH' % (len(data) // 2), data))
        while total >> 16:
            total = (total & 0xffff) + (total >> 16)
        return total + len(self.data)

    def version_strings(self):
        """The strings of the version resource, {key: value}, and its fixed numbers; ({}, None) without one."""
        leaf = self._resource(16)
        if leaf is None:
            return {}, None
        rva, size = struct.unpack('<II', self.bytes(leaf, 8))
        blob = self.bytes(self.offset(rva), size)
        strings = {}

        def walk(at, end, path):
            fixed = None
            while at + 6 <= end:
                length, value_length, kind = struct.unpack_from('<HHH', blob, at)
                if length < 6:
                    break
                key_end = at + 6
                while blob[key_end:key_end + 2] != b'\0\0':
                    key_end += 2
                key = blob[at + 6:key_end].decode('utf-16-le')
                value = (key_end + 2 + 3) & ~3
                if key == 'VS_VERSION_INFO':
                    fixed = struct.unpack_from('<13I', blob, value)
                if path[-1:] == ['040904B0']:
                    strings[key] = blob[value:value + 2 * value_length].decode('utf-16-le').rstrip('\0')
                else:
                    children = (value + value_length * (2 if kind else 1) + 3) & ~3
                    walk(children, at + length, path + [key])
                at = (at + length + 3) & ~3
            return fixed

        return strings, walk(0, len(blob), [])

    def _resource(self, kind):
        """Offset of the data entry of the first resource of a kind."""
        rva = self.directory(RESOURCE)[0]
        if not rva:
            return None
        base = self.offset(rva)

        def entries(at):
            n = self.u16(at + 12) + self.u16(at + 14)
            return [(self.u32(at + 16 + 8 * i), self.u32(at + 20 + 8 * i)) for i in range(n)]

        for key, child in entries(base):
            if key == kind:
                while child & 0x80000000:
                    child = entries(base + (child & 0x7fffffff))[0][1]
                return base + child
        return None
