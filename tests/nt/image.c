/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * image.c - drivers built for Windows: a file of six sections is put together here byte by byte, loaded, run, and broken
 * in each way that Windows refuses.
 */
#include <pthread.h>
#include <setjmp.h>
#include <sys/mman.h>
#include <unistd.h>
#include "nt_sim.h"
#include "tap.h"

#define PREFERRED 0x140000000ull
#define N_SECTIONS 6
#define FILE_SIZE (0x400u + N_SECTIONS * 0x200u)
enum { TEXT = 0x1000, INIT = 0x2000, PAGE = 0x3000, DATA = 0x4000, IDATA = 0x5000, RELOC = 0x6000, IMAGE = 0x7000 };
enum { PE = 0x80, OPTIONAL = PE + 24, TABLE = OPTIONAL + 240 };
/* Functions in .text, thunks, and places of the other sections. */
enum { READ32 = TEXT, WRITE32 = TEXT + 0x10, WRITE_CONSTANT = TEXT + 0x20, READ8 = TEXT + 0x30, READ_CR8 = TEXT + 0x40,
       PROCESS = TEXT + 0x50, COPY = TEXT + 0x60, HANDLER = TEXT + 0xc0, READ16 = TEXT + 0xd0, WRITE8 = TEXT + 0xe0, READ_INDEXED = TEXT + 0xf0,
       VALUE = DATA, POINTER = DATA + 8, FUNCTIONS = DATA + 0x40, UNWIND = DATA + 0x60,
       LOOKUP = IDATA + 0x40, SLOTS = IDATA + 0x80, NAMES = IDATA + 0xc0, MODULE = IDATA + 0x140 };

static uint8_t file[FILE_SIZE];

static size_t at(uint32_t rva) { return 0x400u + (rva - TEXT) / 0x1000u * 0x200u + rva % 0x1000u; }
static void w16(size_t o, unsigned v) { file[o] = (uint8_t)v; file[o + 1] = (uint8_t)(v >> 8); }
static void w32(size_t o, uint32_t v) { memcpy(file + o, &v, 4); }
static void w64(size_t o, uint64_t v) { memcpy(file + o, &v, 8); }
static void bytes(uint32_t rva, const char *b, size_t n) { memcpy(file + at(rva), b, n); }
#define BYTES(rva, text) bytes(rva, text, sizeof text - 1)

static void section(unsigned i, const char *name, uint32_t flags)
{
    size_t s = TABLE + 40u * i;
    strncpy((char *)file + s, name, 8);
    w32(s + 8, 0x200);
    w32(s + 12, TEXT + 0x1000u * i);
    w32(s + 16, 0x200);
    w32(s + 20, 0x400u + 0x200u * i);
    w32(s + 36, flags);
}

static void directory(unsigned i, uint32_t rva, uint32_t size)
{
    w32(OPTIONAL + 112 + 8 * i, rva);
    w32(OPTIONAL + 116 + 8 * i, size);
}

static void sum(void)
{
    uint32_t s = 0;
    w32(OPTIONAL + 64, 0);
    for (size_t i = 0; i < FILE_SIZE; i += 2) {
        s += file[i] | (uint32_t)file[i + 1] << 8;
        s = (s & 0xffff) + (s >> 16);
    }
    w32(OPTIONAL + 64, s + FILE_SIZE);
}

static void jump(uint32_t rva, uint32_t slot) /* jmp [rip + ...] */
{
    BYTES(rva, "\xff\x25");
    w32(at(rva) + 2, slot - (rva + 6));
}

static void build(void)
{
    static const char *const names[] = { "PsGetCurrentProcessId", "__C_specific_handler" };

    memset(file, 0, sizeof file);
    memcpy(file, "MZ", 2);
    w32(0x3c, PE);
    memcpy(file + PE, "PE\0", 4);
    w16(PE + 4, 0x8664);
    w16(PE + 6, N_SECTIONS);
    w16(PE + 20, 240);
    w16(PE + 22, 0x22);
    w16(OPTIONAL, 0x20b);
    w32(OPTIONAL + 16, INIT);
    w64(OPTIONAL + 24, PREFERRED);
    w32(OPTIONAL + 32, 0x1000);
    w32(OPTIONAL + 36, 0x200);
    w32(OPTIONAL + 56, IMAGE);
    w32(OPTIONAL + 60, 0x400);
    w16(OPTIONAL + 68, 1);
    w16(OPTIONAL + 70, 0x160);
    w32(OPTIONAL + 108, 16);
    section(0, ".text", 0x68000020);
    section(1, "INIT", 0x62000020);
    section(2, "PAGE", 0x60000020);
    section(3, ".data", 0xc8000040);
    section(4, ".idata", 0x48000040);
    section(5, ".reloc", 0x42000040);
    directory(1, IDATA, 40);
    directory(3, FUNCTIONS, 12);
    directory(5, RELOC, 12);

    BYTES(READ32, "\x8b\x01\xc3");                             /* mov eax, [rcx]; ret */
    BYTES(WRITE32, "\x89\x11\xc3");                            /* mov [rcx], edx */
    BYTES(WRITE_CONSTANT, "\xc7\x41\x04\x78\x56\x34\x12\xc3"); /* mov dword [rcx + 4], 0x12345678 */
    BYTES(READ8, "\x48\x83\xc8\xff\x0f\xb6\x01\xc3");          /* or rax, -1; movzx eax, byte [rcx] */
    BYTES(READ_CR8, "\x44\x0f\x20\xc0\xc3");                   /* mov rax, cr8 */
    BYTES(READ16, "\x48\x83\xc8\xff\x66\x8b\x01\xc3");         /* or rax, -1; mov ax, [rcx] */
    BYTES(WRITE8, "\x88\x11\xc3");                             /* mov [rcx], dl */
    BYTES(READ_INDEXED, "\x4c\x8b\x84\x91\x08\x00\x00\x00\x4c\x89\xc0\xc3"); /* mov r8, [rcx + rdx * 4 + 8]; mov rax, r8 */
    jump(PROCESS, SLOTS);
    jump(HANDLER, SLOTS + 8);
    /* push rdi; push rsi; sub rsp, 8; mov rdi, rcx; mov rsi, rdx; mov rcx, r8; rep movsb; xor eax, eax; jmp +5; mov eax, 1;
     * add rsp, 8; pop rsi; pop rdi; ret */
    BYTES(COPY, "\x57\x56\x48\x83\xec\x08\x48\x89\xcf\x48\x89\xd6\x4c\x89\xc1\xf3\xa4\x31\xc0\xeb\x05\xb8\x01\x00\x00\x00"
                "\x48\x83\xc4\x08\x5e\x5f\xc3");
    w32(at(FUNCTIONS), COPY);
    w32(at(FUNCTIONS) + 4, COPY + 33);
    w32(at(FUNCTIONS) + 8, UNWIND);
    BYTES(UNWIND, "\x09\x06\x03\x00\x06\x02\x02\x60\x01\x70\x00\x00"); /* version 1, EHANDLER; three codes and one to fill */
    w32(at(UNWIND) + 12, HANDLER);
    w32(at(UNWIND) + 16, 1);
    w32(at(UNWIND) + 20, COPY + 15);
    w32(at(UNWIND) + 24, COPY + 17);
    w32(at(UNWIND) + 28, 1);
    w32(at(UNWIND) + 32, COPY + 21);

    BYTES(INIT, "\x48\x8b\x05"); /* mov rax, [rip + POINTER]; mov eax, [rax]; ret */
    w32(at(INIT) + 3, POINTER - (INIT + 7));
    BYTES(INIT + 7, "\x8b\x00\xc3");
    BYTES(PAGE, "\xb8\x2a\x00\x00\x00\xc3"); /* mov eax, 42 */
    w32(at(VALUE), 0x1234);
    w64(at(POINTER), PREFERRED + VALUE);

    w32(at(IDATA), LOOKUP);
    w32(at(IDATA) + 12, MODULE);
    w32(at(IDATA) + 16, SLOTS);
    for (uint32_t i = 0; i < 2; i++) {
        w64(at(LOOKUP) + 8 * i, NAMES + 0x20 * i);
        w64(at(SLOTS) + 8 * i, NAMES + 0x20 * i);
        strcpy((char *)file + at(NAMES) + 0x20 * i + 2, names[i]);
    }
    strcpy((char *)file + at(MODULE), "NTOSKRNL.exe");
    w32(at(RELOC), DATA);
    w32(at(RELOC) + 4, 12);
    w16(at(RELOC) + 8, 0xa000 | (POINTER - DATA));
    sum();
}

static struct nt_image *image;
static DRIVER_OBJECT driver;
static char why[128];

/* Loads what build and the caller put together. */
static struct nt_image *try_load(void)
{
    char path[] = "/tmp/pvgpu-image-XXXXXX";
    struct nt_image *im;
    int fd = mkstemp(path);

    if (fd < 0 || write(fd, file, sizeof file) != (ssize_t)sizeof file) abort();
    close(fd);
    im = nt_image_load(path, why, sizeof why);
    unlink(path);
    return im;
}

static void start(void)
{
    build();
    image = try_load();
    if (!image) printf("# %s\n", why);
    if (!image) abort();
    memset(&driver, 0, sizeof driver);
    CHECK_EQ(nt_image_start(image, &driver, NULL), 0x1234);
}

static void stop(void)
{
    nt_image_unload(image);
    image = NULL;
}

static void *function(uint32_t rva) { return (uint8_t *)driver.DriverStart + rva; }
#define CALL(rva, type, ...) ((type)function(rva))(__VA_ARGS__)
typedef uint64_t (NTAPI *fn1)(const void *);
typedef uint64_t (NTAPI *fn2)(void *, uint64_t);
typedef uint64_t (NTAPI *fn3)(void *, const void *, size_t);

/* ---- violations, from inside of the fault handler ---- */

static sigjmp_buf out;
static char page[80], text[200];

static void jump_out(void *arg, const char *p, const char *t)
{
    snprintf(page, sizeof page, "%s", p);
    snprintf(text, sizeof text, "%s", t);
    siglongjmp(out, 1);
}

#define VIOLATES(part, said, ...) do { \
        page[0] = text[0] = 0; \
        nt_violation_handler(jump_out, NULL); \
        if (!sigsetjmp(out, 1)) { __VA_ARGS__; } \
        nt_violation_handler(NULL, NULL); \
        if (!strstr(page, part) || !strstr(text, said)) printf("# got '%s': %s\n", page, text); \
        CHECK(strstr(page, part) && strstr(text, said)); \
    } while (0)

/* ---- cases ---- */

TEST(loads)
{
    start();
    CHECK(driver.DriverSize == IMAGE && (uintptr_t)driver.DriverStart != PREFERRED);
    CHECK_EQ(*(uint64_t *)function(POINTER), (uintptr_t)function(VALUE));
    CHECK_EQ(CALL(PAGE, fn1, NULL), 42);
    stop();
}

TEST(another_place_each_time)
{
    struct nt_image *first;
    void *place;
    start();
    first = image;
    place = driver.DriverStart;
    start();
    CHECK(driver.DriverStart != place);
    stop();
    nt_image_unload(first);
}

TEST(imports_are_called)
{
    start();
    nt_process_set(77);
    CHECK_EQ(CALL(PROCESS, fn1, NULL), (uintptr_t)PsGetCurrentProcessId());
    CHECK(CALL(PROCESS, fn1, NULL) != 0);
    nt_process_set(0);
    stop();
}

TEST(init_is_discarded)
{
    start();
    VIOLATES("discardable", "INIT", CALL(INIT, fn1, NULL));
    VIOLATES("discardable", "INIT", (void)*(volatile uint8_t *)function(INIT)); /* not even looked at */
    stop();
}

TEST(sections_are_protected)
{
    start();
    VIOLATES("hvci", ".text", *(volatile uint8_t *)function(TEXT) = 0xc3);
    VIOLATES("hvci", ".data", CALL(DATA, fn1, NULL));
    *(volatile uint8_t *)function(DATA) = 1;
    stop();
}

TEST(pageable_code)
{
    unsigned strict = nt_strict();
    KIRQL old;

    nt_strict_set(strict | NT_STRICT_PAGED_TOUCH);
    start();
    CHECK_EQ(CALL(PAGE, fn1, NULL), 42);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    VIOLATES("pageable", "pageable code", CALL(PAGE, fn1, NULL));
    KeLowerIrql(old);
    CHECK_EQ(CALL(PAGE, fn1, NULL), 42);
    stop();
    nt_strict_set(strict);
}

static struct { uint64_t offset, value; unsigned width; } seen;

static uint64_t reg_read(void *arg, uint64_t offset, unsigned width)
{
    seen.offset = offset;
    seen.width = width;
    return 0x1122334455667788ull;
}

static void reg_write(void *arg, uint64_t offset, unsigned width, uint64_t value)
{
    seen.offset = offset;
    seen.width = width;
    seen.value = value;
}

TEST(registers)
{
    static const struct nt_mmio_ops ops = { reg_read, reg_write };
    uint8_t *regs = nt_mmio_map(0x1000, &ops, NULL);

    start();
    CHECK_EQ(CALL(READ32, fn1, regs + 0x10), 0x55667788);
    CHECK(seen.offset == 0x10 && seen.width == 4);
    CHECK_EQ(CALL(READ16, fn1, regs + 0x12), 0xffffffffffff7788ull);
    CHECK(seen.offset == 0x12 && seen.width == 2);
    CHECK_EQ(CALL(READ8, fn1, regs + 0x13), 0x88);
    CHECK(seen.offset == 0x13 && seen.width == 1);
    CHECK_EQ(CALL(READ_INDEXED, fn2, regs, 4), 0x1122334455667788ull);
    CHECK(seen.offset == 0x18 && seen.width == 8);
    CALL(WRITE32, fn2, regs + 0x20, 0xfedcba98);
    CHECK(seen.offset == 0x20 && seen.width == 4 && (uint32_t)seen.value == 0xfedcba98);
    CALL(WRITE8, fn2, regs + 0x21, 0x5a);
    CHECK(seen.offset == 0x21 && seen.width == 1 && (uint8_t)seen.value == 0x5a);
    CALL(WRITE_CONSTANT, fn1, regs + 0x30);
    CHECK(seen.offset == 0x34 && seen.width == 4 && seen.value == 0x12345678);
    stop();
    nt_mmio_unmap(regs);
}

TEST(irql_register)
{
    KIRQL old;
    start();
    CHECK_EQ(CALL(READ_CR8, fn1, NULL), PASSIVE_LEVEL);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    CHECK_EQ(CALL(READ_CR8, fn1, NULL), DISPATCH_LEVEL);
    KeLowerIrql(old);
    stop();
}

TEST(guarded_copy)
{
    char from[64] = "a user's bytes", to[64] = "";
    uint8_t *gone = mmap(NULL, 0x2000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    KIRQL old;

    mprotect(gone + 0x1000, 0x1000, PROT_NONE);
    start();
    CHECK_EQ(CALL(COPY, fn3, to, from, sizeof from), 0);
    CHECK(!strcmp(to, from));
    CHECK_EQ(CALL(COPY, fn3, to, gone + 0xff0, 32), 1);
    CHECK_EQ(CALL(COPY, fn3, gone + 0xff0, from, 32), 1);
    CHECK_EQ(CALL(COPY, fn3, NULL, from, 1), 1);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    VIOLATES("probeforread", "user memory", CALL(COPY, fn3, to, gone + 0x1000, 1));
    KeLowerIrql(old);
    stop();
    munmap(gone, 0x2000);
}

/* ---- refusals ---- */

static void refused(const char *sentence)
{
    struct nt_image *im;

    sum();
    why[0] = 0;
    im = try_load();
    if (im || !strstr(why, sentence)) printf("# wanted '%s', got '%s'\n", sentence, im ? "loaded" : why);
    CHECK(!im && strstr(why, sentence));
    nt_image_unload(im);
    build();
}

#define REFUSED(sentence, ...) do { __VA_ARGS__; refused(sentence); } while (0)

TEST(refused_headers)
{
    build();
    REFUSED("not a PE", file[0] = 'Z');
    REFUSED("no PE header", w32(0x3c, 0xfffffff0));
    REFUSED("machine", w16(PE + 4, 0x14c));
    REFUSED("not PE32+", w16(OPTIONAL, 0x10b));
    REFUSED("relocations are stripped", w16(PE + 22, 0x23));
    REFUSED("not an executable", w16(PE + 22, 0x20));
    REFUSED("section alignment", w32(OPTIONAL + 32, 0x200));
    REFUSED("image size", w32(OPTIONAL + 56, 0x7001));
    REFUSED("headers of", w32(OPTIONAL + 60, 0x100000));
    REFUSED("subsystem", w16(OPTIONAL + 68, 2));
    REFUSED("NX", w16(OPTIONAL + 70, 0x40));
    REFUSED("DYNAMICBASE", w16(OPTIONAL + 70, 0x100));
    REFUSED("data directories", w32(OPTIONAL + 108, 17));
    REFUSED("data directory 3", directory(3, IMAGE - 4, 12));
    REFUSED("thread-local", directory(9, DATA, 40));
    REFUSED("delayed imports", directory(13, DATA, 40));
    REFUSED("entry point", w32(OPTIONAL + 16, DATA));
    REFUSED("function table", w32(at(FUNCTIONS) + 4, COPY));
    w32(OPTIONAL + 64, 1); /* not through refused: that mends it */
    CHECK(!try_load() && strstr(why, "checksum"));
    CHECK(!nt_image_load("/nonexistent/pvgpu.sys", why, sizeof why) && strstr(why, "cannot be read"));
}

TEST(refused_sections)
{
    build();
    REFUSED("sections", w16(PE + 6, 0));
    REFUSED("sections", w16(PE + 6, 200));
    REFUSED("larger than its sections", w16(PE + 6, N_SECTIONS - 1));
    REFUSED("is empty", w32(TABLE + 8, 0));
    REFUSED("not where", w32(TABLE + 40 + 12, TEXT));
    REFUSED("outside of the image", w32(TABLE + 5 * 40 + 8, 0x2000));
    REFUSED("outside of the file", w32(TABLE + 20, FILE_SIZE));
    REFUSED("writable and executable", w32(TABLE + 36, 0xe8000020));
}

TEST(refused_relocations)
{
    build();
    REFUSED("no relocations", directory(5, 0, 0));
    REFUSED("malformed relocations", w32(at(RELOC) + 4, 4));
    REFUSED("malformed relocations", w32(at(RELOC) + 4, 0x1000));
    REFUSED("malformed relocations", w32(at(RELOC), DATA + 1));
    REFUSED("of type 3", w16(at(RELOC) + 8, 0x3008));
    REFUSED("outside of the sections", w16(at(RELOC) + 8, 0xa800));
}

TEST(refused_imports)
{
    build();
    REFUSED("imports nothing", directory(1, 0, 0));
    REFUSED("kernel drivers do not load", strcpy((char *)file + at(MODULE), "kernel32.dll"));
    REFUSED("has no PsGetCurrentProcessIx", file[at(NAMES) + 2 + 20] = 'x');
    REFUSED("ordinal 5", w64(at(LOOKUP), 1ull << 63 | 5));
    REFUSED("malformed imports", w64(at(LOOKUP), IMAGE));
    REFUSED("malformed imports", w32(at(IDATA) + 12, IMAGE));
    REFUSED("malformed imports", w32(at(IDATA) + 16, IMAGE - 4));
}

/* ---- DbgPrintEx: its format has Windows' sizes ---- */

#define PRINTED(want, ...) do { \
        char got[256] = ""; \
        int pipes[2], err = dup(2); \
        if (pipe(pipes)) abort(); \
        dup2(pipes[1], 2); \
        DbgPrintEx(DPFLTR_IHVVIDEO_ID, DPFLTR_ERROR_LEVEL, __VA_ARGS__); \
        dup2(err, 2); \
        close(err); \
        close(pipes[1]); \
        if (read(pipes[0], got, sizeof got - 1) < 0) abort(); \
        close(pipes[0]); \
        if (strcmp(got, want "\n")) printf("# got %s", got); \
        CHECK(!strcmp(got, want "\n")); \
    } while (0)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
TEST(messages)
{
    static uint16_t wide[] = { 'w', 'i', 'd', 'e', 0 };
    UNICODE_STRING counted = { 4, 8, wide };

    PRINTED("plain 100%", "plain 100%%");
    PRINTED("-5 4294967291 0xfffffffb", "%d %u 0x%x", -5, -5, -5);
    PRINTED("-5 7", "%ld %lu", -5, 7); /* l is 32 bits */
    PRINTED("123456789abcdef 81985529216486895", "%I64x %llu", 0x123456789abcdefull, 0x123456789abcdefull);
    PRINTED("0000000000001234", "%p", (void *)0x1234);
    PRINTED("[  ab][ab  ][abc]", "[%4s][%-4s][%.3s]", "ab", "ab", "abcdef");
    PRINTED("wide wi x", "%ws %wZ %c", wide, &counted, 'x');
    PRINTED("   7 007 00ff", "%*d %03d %04x", 4, 7, 7, 255);
    VIOLATES("dbgprintex", "'f'", DbgPrintEx(DPFLTR_IHVVIDEO_ID, DPFLTR_ERROR_LEVEL, "%f", 1.0));
}
#pragma GCC diagnostic pop

TAP_MAIN(RUN(loads); RUN(another_place_each_time); RUN(imports_are_called); RUN(init_is_discarded); RUN(sections_are_protected);
         RUN(pageable_code); RUN(registers); RUN(irql_register); RUN(guarded_copy); RUN(refused_headers); RUN(refused_sections);
         RUN(refused_relocations); RUN(refused_imports); RUN(messages))
