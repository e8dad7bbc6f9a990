/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * image.c - a driver file that was built for Windows x64, in memory: sections with their protection, relocations,
 * imports, INIT and PAGE. After Microsoft's "PE Format". Refused is what 64-bit Windows 10 refuses to load, with memory
 * integrity on (implement-hvci-compatible-code), and what no linker makes: nothing of a file is believed.
 *
 * Driver and miniature call each other directly: the kernel side of the miniature has Microsoft's calling convention
 * (ddi_base.h), and objects in a driver's memory have Windows' sizes (nt_ddk.h).
 */
#include "nt_internal.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCN_EXECUTE     0x20000000u
#define SCN_READ        0x40000000u
#define SCN_WRITE       0x80000000u

#define MAX_IMAGES 4
#define MAX_FILE (64u << 20)

_Static_assert(sizeof(KEVENT) == 24 && sizeof(KSEMAPHORE) == 32 && sizeof(KMUTANT) == 56, "sizes of wdm.h");
_Static_assert(sizeof(KTIMER) == 64 && sizeof(KDPC) == 64 && sizeof(FAST_MUTEX) == 56, "sizes of wdm.h");
_Static_assert(offsetof(FAST_MUTEX, Event) == 24 && offsetof(FAST_MUTEX, OldIrql) == 48, "wdm.h initialises it inline");

static struct nt_image *images[MAX_IMAGES]; /* read by the fault handler */
static pthread_mutex_t images_lock = PTHREAD_MUTEX_INITIALIZER;

struct file {
    const uint8_t *data;
    size_t size;
    char *why;
    size_t why_size;
};

__attribute__((format(printf, 2, 3))) static bool refuse(const struct file *f, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(f->why, f->why_size, format, args);
    va_end(args);
    return false;
}

static uint16_t u16(const void *p) { uint16_t v; memcpy(&v, p, 2); return v; }
static uint32_t u32(const void *p) { uint32_t v; memcpy(&v, p, 4); return v; }
static uint64_t u64(const void *p) { uint64_t v; memcpy(&v, p, 8); return v; }

/* ---- headers ---- */

struct headers {
    uint32_t pe, optional, table, n_sections, headers_size;
    uint64_t preferred;
    uint32_t directory[16][2];
};

enum { DIR_IMPORT = 1, DIR_SECURITY = 4, DIR_EXCEPTION = 3, DIR_RELOC = 5, DIR_TLS = 9, DIR_BOUND = 11,
       DIR_DELAY = 13, DIR_CLR = 14 };

static uint32_t checksum(const struct file *f, uint32_t field)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < f->size; i += 2) {
        uint32_t word = i == field || i == field + 2 ? 0 : f->data[i] | (i + 1 < f->size ? (uint32_t)f->data[i + 1] << 8 : 0);
        sum += word;
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum + (uint32_t)f->size;
}

static bool read_headers(const struct file *f, struct nt_image *im, struct headers *h)
{
    const uint8_t *d = f->data, *o;
    uint32_t optional_size, n;

    if (f->size < 0x200 || memcmp(d, "MZ", 2)) return refuse(f, "not a PE file");
    h->pe = u32(d + 0x3c);
    if (h->pe > 0x400 || h->pe % 8 || h->pe + 24u + 240u > f->size || memcmp(d + h->pe, "PE\0", 4))
        return refuse(f, "no PE header");
    if (u16(d + h->pe + 4) != 0x8664) return refuse(f, "machine %#x, not x64", u16(d + h->pe + 4));
    h->n_sections = u16(d + h->pe + 6);
    optional_size = u16(d + h->pe + 20);
    h->optional = h->pe + 24;
    h->table = h->optional + optional_size;
    o = d + h->optional;
    if (optional_size < 240 || u16(o) != 0x20b) return refuse(f, "not PE32+");
    if (u16(d + h->pe + 22) & 0x0001) return refuse(f, "its relocations are stripped");
    if (!(u16(d + h->pe + 22) & 0x0002)) return refuse(f, "not an executable image");
    im->entry = u32(o + 16);
    h->preferred = u64(o + 24);
    if (u32(o + 32) != PAGE_SIZE) return refuse(f, "section alignment %#x, not a page", u32(o + 32));
    im->size = u32(o + 56);
    h->headers_size = u32(o + 60);
    if (!im->size || im->size % PAGE_SIZE || im->size > MAX_FILE) return refuse(f, "image size %#x", im->size);
    if (h->headers_size > f->size || h->headers_size > im->size) return refuse(f, "headers of %#x bytes", h->headers_size);
    if (u32(o + 64) != checksum(f, h->optional + 64)) return refuse(f, "wrong checksum %#x", u32(o + 64));
    if (u16(o + 68) != 1) return refuse(f, "subsystem %u, not native", u16(o + 68));
    if ((u16(o + 70) & 0x140) != 0x140) return refuse(f, "not DYNAMICBASE and NX compatible");
    n = u32(o + 108);
    if (n > 16) return refuse(f, "%u data directories", n);
    for (uint32_t i = 0; i < n; i++) {
        h->directory[i][0] = u32(o + 112 + 8 * i);
        h->directory[i][1] = u32(o + 116 + 8 * i);
        if (i != DIR_SECURITY && h->directory[i][0] && (uint64_t)h->directory[i][0] + h->directory[i][1] > im->size)
            return refuse(f, "data directory %u lies outside of the image", i);
    }
    if (h->directory[DIR_TLS][0]) return refuse(f, "thread-local storage");
    if (h->directory[DIR_BOUND][0] || h->directory[DIR_DELAY][0] || h->directory[DIR_CLR][0])
        return refuse(f, "bound imports, delayed imports or managed code");
    if (!h->n_sections || h->n_sections > sizeof im->sections / sizeof im->sections[0] ||
        h->table + 40ull * h->n_sections > h->headers_size)
        return refuse(f, "%u sections", h->n_sections);
    return true;
}

/* ---- sections ---- */

static bool copy_sections(const struct file *f, struct nt_image *im, const struct headers *h)
{
    uint32_t end = (h->headers_size + PAGE_SIZE - 1) & ~(uint32_t)(PAGE_SIZE - 1);

    memcpy(im->base, f->data, h->headers_size);
    im->n_sections = h->n_sections;
    for (uint32_t i = 0; i < h->n_sections; i++) {
        const uint8_t *s = f->data + h->table + 40 * i;
        struct nt_section *n = &im->sections[i];
        uint32_t raw_size = u32(s + 16), raw = u32(s + 20);

        memcpy(n->name, s, 8);
        n->rva = u32(s + 12);
        n->size = u32(s + 8);
        n->flags = u32(s + 36);
        if (!n->size) return refuse(f, "section %s is empty", n->name);
        if (n->rva != end) return refuse(f, "section %s is not where the one before ends", n->name);
        if ((uint64_t)n->rva + n->size > im->size) return refuse(f, "section %s lies outside of the image", n->name);
        if ((uint64_t)raw + raw_size > f->size) return refuse(f, "section %s lies outside of the file", n->name);
        if (n->flags & SCN_EXECUTE && n->flags & SCN_WRITE) return refuse(f, "section %s is writable and executable", n->name);
        end = (n->rva + n->size + PAGE_SIZE - 1) & ~(uint32_t)(PAGE_SIZE - 1);
        memcpy(im->base + n->rva, f->data + raw, raw_size < n->size ? raw_size : n->size);
    }
    if (end != im->size) return refuse(f, "the image is larger than its sections");
    return true;
}

static int protection(const struct nt_section *s)
{
    return (s->flags & SCN_READ ? PROT_READ : 0) | (s->flags & SCN_WRITE ? PROT_WRITE : 0) |
           (s->flags & SCN_EXECUTE ? PROT_EXEC : 0);
}

static bool protect(const struct file *f, struct nt_image *im, uint32_t headers_size)
{
    mprotect(im->base, (headers_size + PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1), PROT_READ);
    for (unsigned i = 0; i < im->n_sections; i++) {
        struct nt_section *s = &im->sections[i];
        size_t size = (s->size + PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1);
        if (mprotect(im->base + s->rva, size, protection(s))) return refuse(f, "section %s cannot be protected", s->name);
        if (!memcmp(s->name, "PAGE", 4)) nt_paged_range(im->base + s->rva, size, protection(s));
    }
    return true;
}

const struct nt_section *nt_image_section(const struct nt_image *im, uint64_t rva)
{
    for (unsigned i = 0; i < im->n_sections; i++)
        if (rva >= im->sections[i].rva && rva < im->sections[i].rva + im->sections[i].size) return &im->sections[i];
    return NULL;
}

/* ---- relocations, imports ---- */

static bool relocate(const struct file *f, struct nt_image *im, const struct headers *h)
{
    uint32_t at = h->directory[DIR_RELOC][0], end = at + h->directory[DIR_RELOC][1], block;
    uint64_t delta = (uint64_t)(uintptr_t)im->base - h->preferred;

    if (at == end) return refuse(f, "no relocations");
    for (; at < end; at += block) {
        uint32_t page = end - at >= 8 ? u32(im->base + at) : 0;
        block = end - at >= 8 ? u32(im->base + at + 4) : 0;
        if (block < 8 || block % 4 || block > end - at || page % PAGE_SIZE) return refuse(f, "malformed relocations");
        for (uint32_t i = 8; i < block; i += 2) {
            uint16_t v = u16(im->base + at + i);
            uint64_t rva = page + (v & 0xfffu), value;
            if (v >> 12 == 0) continue;
            if (v >> 12 != 10) return refuse(f, "relocation of type %u", v >> 12);
            if (rva + 8 > im->size || !nt_image_section(im, rva)) return refuse(f, "relocation outside of the sections");
            value = u64(im->base + rva) + delta;
            memcpy(im->base + rva, &value, 8);
        }
    }
    return true;
}

/* The string at rva, NULL when its end is not inside of the image. */
static const char *text_at(const struct nt_image *im, uint32_t rva)
{
    return rva < im->size && memchr(im->base + rva, 0, im->size - rva) ? (const char *)im->base + rva : NULL;
}

static bool bind_module(const struct file *f, struct nt_image *im, const uint8_t *descriptor)
{
    uint32_t lookup = u32(descriptor), thunk = u32(descriptor + 16);
    const char *module = text_at(im, u32(descriptor + 12));

    if (!module) return refuse(f, "malformed imports");
    if (!lookup) lookup = thunk;
    for (uint32_t i = 0;; i += 8) {
        const char *name;
        uint64_t v;
        bool module_known;
        void *function;

        if ((uint64_t)lookup + i + 8 > im->size || (uint64_t)thunk + i + 8 > im->size) return refuse(f, "malformed imports");
        v = u64(im->base + lookup + i);
        if (!v) return true;
        if (v >> 63) return refuse(f, "imports %s by ordinal %u", module, (unsigned)(v & 0xffff));
        name = v < im->size ? text_at(im, (uint32_t)v + 2) : NULL;
        if (!name) return refuse(f, "malformed imports");
        function = nt_export_find(module, name, &module_known);
        if (!module_known) return refuse(f, "imports from %s, which kernel drivers do not load", module);
        if (!function) return refuse(f, "%s has no %s here (sim/nt/exports.c)", module, name);
        memcpy(im->base + thunk + i, &function, 8);
    }
}

static bool bind(const struct file *f, struct nt_image *im, const struct headers *h)
{
    for (uint32_t at = h->directory[DIR_IMPORT][0]; at; at += 20) {
        if ((uint64_t)at + 20 > im->size) return refuse(f, "malformed imports");
        if (!u32(im->base + at + 12)) return true;
        if (!bind_module(f, im, im->base + at)) return false;
    }
    return refuse(f, "imports nothing");
}

/* Windows' unwinder searches the table, so its entries must be in order, and each inside of code. */
static bool check_exceptions(const struct file *f, struct nt_image *im, const struct headers *h)
{
    const uint8_t *table = im->base + h->directory[DIR_EXCEPTION][0];

    im->exceptions = h->directory[DIR_EXCEPTION][0];
    im->n_exceptions = h->directory[DIR_EXCEPTION][1] / 12;
    for (uint32_t i = 0, last = 0; i < im->n_exceptions; i++) {
        uint32_t begin = u32(table + 12 * i), end = u32(table + 12 * i + 4);
        const struct nt_section *s = nt_image_section(im, begin);
        if (begin < last || end <= begin || !s || !(s->flags & SCN_EXECUTE) || u32(table + 12 * i + 8) + 4ull > im->size)
            return refuse(f, "malformed function table");
        last = end;
    }
    return true;
}

/* ---- loading ---- */

static bool load(const struct file *f, struct nt_image *im)
{
    struct headers h = { 0 };
    const struct nt_section *entry;

    if (!read_headers(f, im, &h)) return false;
    im->base = mmap(NULL, im->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (im->base == MAP_FAILED) {
        im->base = NULL;
        return refuse(f, "no memory");
    }
    if (!copy_sections(f, im, &h) || !relocate(f, im, &h) || !bind(f, im, &h) || !check_exceptions(f, im, &h)) return false;
    entry = nt_image_section(im, im->entry);
    if (!entry || !(entry->flags & SCN_EXECUTE)) return refuse(f, "the entry point is not code");
    return protect(f, im, h.headers_size);
}

struct nt_image *nt_image_load(const char *path, char *why, size_t size)
{
    struct file f = { .why = why, .why_size = size };
    struct nt_image *im = calloc(1, sizeof *im);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat s;
    void *data = MAP_FAILED;
    bool done = false;

    nt_faults_install();
    if (fd >= 0 && !fstat(fd, &s) && s.st_size > 0 && s.st_size < MAX_FILE)
        data = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (fd >= 0) close(fd);
    if (im && data != MAP_FAILED) {
        f.data = data;
        f.size = (size_t)s.st_size;
        done = load(&f, im);
        munmap(data, f.size);
    } else {
        refuse(&f, "%s cannot be read", path);
    }
    if (done) {
        unsigned i;
        pthread_mutex_lock(&images_lock);
        for (i = 0; i < MAX_IMAGES && images[i]; i++) {}
        if (i < MAX_IMAGES) __atomic_store_n(&images[i], im, __ATOMIC_RELEASE);
        else done = refuse(&f, "more than %d drivers", MAX_IMAGES);
        pthread_mutex_unlock(&images_lock);
    }
    if (done) {
        snprintf(im->file, sizeof im->file, "%s", path);
        return im;
    }
    nt_image_unload(im);
    return NULL;
}

struct nt_image *nt_image_at(const void *address)
{
    for (unsigned i = 0; i < MAX_IMAGES; i++) {
        struct nt_image *im = __atomic_load_n(&images[i], __ATOMIC_ACQUIRE);
        if (im && (const uint8_t *)address >= im->base && (const uint8_t *)address < im->base + im->size) return im;
    }
    return NULL;
}

const char *nt_image_file(const void *address)
{
    const struct nt_image *im = nt_image_at(address);
    return im ? im->file : NULL;
}

NTSTATUS nt_image_start(struct nt_image *im, PDRIVER_OBJECT driver, PUNICODE_STRING registry_path)
{
    typedef NTSTATUS (NTAPI *entry_fn)(PDRIVER_OBJECT, PUNICODE_STRING);
    NTSTATUS status;

    driver->DriverStart = im->base;
    driver->DriverSize = im->size;
    driver->DriverSection = im;
    status = ((entry_fn)(void *)(im->base + im->entry))(driver, registry_path);
    for (unsigned i = 0; i < im->n_sections; i++) {
        struct nt_section *s = &im->sections[i];
        if (!(s->flags & NT_SCN_DISCARDABLE)) continue;
        madvise(im->base + s->rva, s->size, MADV_DONTNEED);
        mprotect(im->base + s->rva, s->size, PROT_NONE);
    }
    im->discarded = true;
    return status;
}

void nt_image_unload(struct nt_image *im)
{
    if (!im) return;
    pthread_mutex_lock(&images_lock);
    for (unsigned i = 0; i < MAX_IMAGES; i++)
        if (images[i] == im) __atomic_store_n(&images[i], NULL, __ATOMIC_RELEASE);
    pthread_mutex_unlock(&images_lock);
    if (im->base) {
        for (unsigned i = 0; i < im->n_sections; i++) nt_paged_range_forget(im->base + im->sections[i].rva);
        nt_locks_forget(im->base, im->size);
        munmap(im->base, im->size);
    }
    free(im);
}
