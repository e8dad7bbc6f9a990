/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Writes results: the lines of docs/d3d11-tests.md.
 */
#include <inttypes.h>
#include <stdarg.h>
#include "conf.h"
#include "conf_internal.h"

static void start(const char *kind, const char *label, va_list args)
{
    fputs(kind, conf_out());
    vfprintf(conf_out(), label, args);
    fputs(": ", conf_out());
}

void conf_num(struct conf *c, uint64_t value, const char *label, ...)
{
    va_list args;
    va_start(args, label);
    start("= ", label, args);
    va_end(args);
    fprintf(conf_out(), "%" PRIu64 "\n", value);
}

void conf_hr(struct conf *c, HRESULT hr, const char *label, ...)
{
    va_list args;
    va_start(args, label);
    start("= ", label, args);
    va_end(args);
    fprintf(conf_out(), "0x%08x\n", (unsigned)hr);
}

void conf_float(struct conf *c, float value, const char *label, ...)
{
    va_list args;
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    va_start(args, label);
    start("= ", label, args);
    va_end(args);
    fprintf(conf_out(), "%08x (%g)\n", bits, (double)value);
}

void conf_must(struct conf *c, uint64_t got, uint64_t want, const char *label, ...)
{
    va_list args;
    va_start(args, label);
    start("! ", label, args);
    va_end(args);
    fprintf(conf_out(), "0x%" PRIx64 ", 0x%" PRIx64 "\n", got, want);
    fflush(conf_out()); /* misuse may end a native Direct3D: what came before tells where */
}

void conf_bytes(struct conf *c, const void *data, size_t row_size, size_t pitch, uint32_t rows, const char *label, ...)
{
    const uint8_t *p = data;
    char text[160];
    va_list args;

    if (!pitch) pitch = row_size;
    va_start(args, label);
    vsnprintf(text, sizeof text, label, args);
    va_end(args);
    for (uint32_t y = 0; y < rows;) {
        uint32_t same = 1;
        while (y + same < rows && !memcmp(p + y * pitch, p + (y + same) * pitch, row_size)) same++;
        fprintf(conf_out(), "= %s row %u", text, y);
        if (same > 1) fprintf(conf_out(), "-%u", y + same - 1);
        fputs(": ", conf_out());
        for (size_t x = 0; x < row_size; x++) fprintf(conf_out(), x && x % 4 == 0 ? " %02x" : "%02x", p[y * pitch + x]);
        fputc('\n', conf_out());
        y += same;
    }
}

void conf_note(struct conf *c, const char *text, ...)
{
    va_list args;
    va_start(args, text);
    fputs("# ", conf_out());
    vfprintf(conf_out(), text, args);
    va_end(args);
    fputc('\n', conf_out());
}

void conf_skip(struct conf *c, const char *reason, ...)
{
    va_list args;
    va_start(args, reason);
    fputs("skip ", conf_out());
    vfprintf(conf_out(), reason, args);
    va_end(args);
    fputc('\n', conf_out());
    conf_abandon();
}

void conf_level(struct conf *c, D3D_FEATURE_LEVEL least)
{
    if (c->level < least) conf_skip(c, "of feature level %u_%u", least >> 12, least >> 8 & 15);
}

void conf_need(struct conf *c, HRESULT hr, const char *what)
{
    if (FAILED(hr)) conf_skip(c, "%s failed with 0x%08x", what, (unsigned)hr);
}
