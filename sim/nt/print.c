/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * print.c - DbgPrintEx, with the sizes that its format has on Windows: l is 32 bits, I64 and ll are 64
 * (nf-wdm-dbgprintex, format-specification-syntax). No floating point in the kernel.
 */
#include "nt_internal.h"

#include <stdio.h>
#include <stdlib.h>

#if defined(__x86_64__)
typedef __builtin_ms_va_list args_list;
#define args_start __builtin_ms_va_start
#define args_end __builtin_ms_va_end
#else
#include <stdarg.h>
typedef va_list args_list;
#define args_start va_start
#define args_end va_end
#endif
#define args_next(list, type) __builtin_va_arg(list, type)

struct out { char *at, *end; };

static void put(struct out *o, const char *text, size_t n)
{
    for (; n && o->at < o->end; n--) *o->at++ = *text++;
}

static void put_number(struct out *o, const char *flags, int width, int precision, char conversion, uint64_t v)
{
    char spec[32], text[96];
    int n;

    if (precision >= 0) snprintf(spec, sizeof spec, "%%%s%d.%dll%c", flags, width, precision, conversion);
    else if (width) snprintf(spec, sizeof spec, "%%%s%dll%c", flags, width, conversion);
    else snprintf(spec, sizeof spec, "%%%sll%c", flags, conversion);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    n = snprintf(text, sizeof text, spec, (unsigned long long)v);
#pragma GCC diagnostic pop
    put(o, text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

static void put_text(struct out *o, int width, int precision, bool left, const char *s, const uint16_t *wide, size_t n)
{
    if (precision >= 0 && n > (size_t)precision) n = (size_t)precision;
    for (int i = (int)n; !left && i < width; i++) put(o, " ", 1);
    for (size_t i = 0; i < n; i++) {
        char c = wide ? (wide[i] < 0x7f ? (char)wide[i] : '?') : s[i];
        put(o, &c, 1);
    }
    for (int i = (int)n; left && i < width; i++) put(o, " ", 1);
}

/* Reads a number or, for *, takes it from the arguments. */
#define NUMBER(p, list) (*(p) == '*' ? ((p)++, args_next(list, int)) : (int)strtol((p), (char **)&(p), 10))

ULONG NTAPI DbgPrintEx(ULONG component, ULONG level, const char *format, ...)
{
    static int trace = -1;
    char line[512];
    struct out o = { line, line + sizeof line - 2 };
    const char *p = format;
    args_list args;

    if (trace < 0) { /* errors and warnings are always shown, the rest when PVGPU_TRACE names the kernel driver */
        const char *env = getenv("PVGPU_TRACE");
        trace = env && strstr(env, "kmd") != NULL;
    }
    if (level > DPFLTR_WARNING_LEVEL && !trace) return 0;
    args_start(args, format);
    while (*p) {
        char flags[6] = "";
        unsigned n_flags = 0;
        int width = 0, precision = -1, bytes = 4;
        bool wide = false;

        if (*p != '%') {
            put(&o, p++, 1);
            continue;
        }
        p++;
        while (*p && strchr("-+ #0", *p) && n_flags < sizeof flags - 1) flags[n_flags++] = *p++;
        width = NUMBER(p, args);
        if (*p == '.') {
            p++;
            precision = NUMBER(p, args);
        }
        for (;; p++) {
            if (*p == 'h') bytes = bytes == 2 ? 1 : 2;
            else if (*p == 'l') bytes = wide ? 8 : 4, wide = true;
            else if (*p == 'w') wide = true;
            else if (!strncmp(p, "I64", 3)) bytes = 8, p += 2;
            else if (!strncmp(p, "I32", 3)) bytes = 4, p += 2;
            else if (*p == 'I' || *p == 'z') bytes = (int)sizeof(void *);
            else break;
        }
        switch (*p) {
        case 'd': case 'i':
            put_number(&o, flags, width, precision, 'd',
                       (uint64_t)(bytes == 8 ? (int64_t)args_next(args, long long) : (int64_t)args_next(args, int)));
            break;
        case 'u': case 'x': case 'X': case 'o':
            put_number(&o, flags, width, precision, *p,
                       bytes == 8 ? (uint64_t)args_next(args, unsigned long long) : (uint64_t)args_next(args, unsigned));
            break;
        case 'p':
            put_number(&o, "0", (int)sizeof(void *) * 2, -1, 'X', (uint64_t)(uintptr_t)args_next(args, void *));
            break;
        case 'c': {
            char c = (char)args_next(args, int);
            put_text(&o, width, -1, strchr(flags, '-') != NULL, &c, NULL, 1);
            break;
        }
        case 's': case 'S': {
            const void *s = args_next(args, void *);
            bool w = wide || *p == 'S';
            size_t n = 0;
            if (!s) s = w ? (const void *)u"(null)" : "(null)";
            while ((precision < 0 || n < (size_t)precision) && (w ? ((const uint16_t *)s)[n] : ((const uint8_t *)s)[n])) n++;
            put_text(&o, width, precision, strchr(flags, '-') != NULL, s, w ? s : NULL, n);
            break;
        }
        case 'Z': {
            const UNICODE_STRING *s = args_next(args, void *);
            put_text(&o, width, precision, strchr(flags, '-') != NULL, NULL, s->Buffer, s->Length / 2u);
            break;
        }
        case '%':
            put(&o, "%", 1);
            break;
        default:
            nt_violation("wdm/nf-wdm-dbgprintex", "DbgPrintEx with the conversion '%c' in \"%s\"", *p, format);
            p += *p ? 0 : -1;
            break;
        }
        p++;
    }
    args_end(args);
    if (o.at == line || o.at[-1] != '\n') *o.at++ = '\n';
    *o.at = 0;
    fputs(line, stderr);
    return 0;
}
