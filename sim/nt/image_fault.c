/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * image_fault.c - what a driver built for Windows may do that faults in a process: touch device registers (the
 * READ_REGISTER_ functions are inline on x64), read its IRQL (CR8), and touch user memory inside of a guarded region
 * (exception-handling-x64: the scope table of __C_specific_handler). Runs in the handler of SIGSEGV and SIGBUS.
 */
#include "nt_internal.h"

#include <ucontext.h>

#if defined(__x86_64__)

enum { EXCEPTION_EXECUTE_HANDLER = 1, UNW_FLAG_EHANDLER = 1 };

/* Where the kernel keeps the sixteen general registers, in the order in which instructions number them. */
static const uint8_t reg_index[16] = { REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
                                       REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15 };

/* One instruction that moves between a register or a constant and memory. */
struct move {
    unsigned length, width;
    bool write, constant, extend; /* extend: a load of 1 or 2 bytes into a whole register */
    unsigned reg;
    uint32_t value;
};

/* Length of the ModRM byte with what belongs to it; 0: the operand is no memory. */
static unsigned modrm_length(const uint8_t *p)
{
    unsigned mod = p[0] >> 6, rm = p[0] & 7, n = 1;

    if (mod == 3) return 0;
    if (rm == 4) {
        if (mod == 0 && (p[1] & 7) == 5) n += 4;
        n++;
    } else if (mod == 0 && rm == 5) {
        n += 4;
    }
    return n + (mod == 1 ? 1 : mod == 2 ? 4 : 0);
}

static bool decode(const uint8_t *code, struct move *m)
{
    const uint8_t *p = code;
    uint8_t rex = 0;
    bool half = false, two = false;
    unsigned n, op;

    for (; *p == 0x66; p++) half = true;
    if ((*p & 0xf0) == 0x40) rex = *p++;
    if (*p == 0x0f) two = true, p++;
    op = *p++;
    n = modrm_length(p);
    if (!n) return false;
    *m = (struct move){ .reg = (p[0] >> 3 & 7u) | (rex & 4 ? 8u : 0u), .width = rex & 8 ? 8 : half ? 2 : 4 };
    p += n;
    if (two) {
        if (op != 0xb6 && op != 0xb7) return false;
        m->width = op == 0xb6 ? 1 : 2;
        m->extend = true;
    } else {
        switch (op) {
        case 0x88: m->width = 1; m->write = true; break;
        case 0x89: m->write = true; break;
        case 0x8a: m->width = 1; break;
        case 0x8b: break;
        case 0xc7:
            if (m->width != 4) return false;
            m->write = m->constant = true;
            memcpy(&m->value, p, 4);
            p += 4;
            break;
        default: return false;
        }
        if (m->width == 1 && !rex && m->reg >= 4) return false; /* AH, CH, DH, BH */
    }
    m->length = (unsigned)(p - code);
    return true;
}

static void load(greg_t *reg, const struct move *m, uint64_t value)
{
    uint64_t mask = m->width == 1 ? 0xff : m->width == 2 ? 0xffff : m->width == 4 ? 0xffffffffu : ~0ull;
    /* A load of 4 bytes clears the upper half of its register; smaller ones leave the rest, but for MOVZX. */
    uint64_t keep = m->extend || m->width >= 4 ? 0 : ~mask;
    *reg = (greg_t)(((uint64_t)*reg & keep) | (value & mask));
}

bool nt_image_emulate(void *context, const void *address)
{
    greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
    const uint8_t *code = (const uint8_t *)r[REG_RIP];
    struct move m;
    uint64_t value = 0;

    if (!nt_image_at(code) || nt_image_at(address) == nt_image_at(code)) return false;
    if ((code[0] & 0xfe) == 0x44 && code[1] == 0x0f && code[2] == 0x20 && (code[3] & 0xf8) == 0xc0) { /* mov reg, cr8 */
        r[reg_index[(code[3] & 7) | (code[0] & 1 ? 8 : 0)]] = nt_self()->irql;
        r[REG_RIP] += 4;
        return true;
    }
    if (!decode(code, &m)) return false;
    if (m.write) value = m.constant ? m.value : (uint64_t)r[reg_index[m.reg]];
    if (!nt_mmio_access(address, m.width, m.write, &value)) return false;
    if (!m.write) load(&r[reg_index[m.reg]], &m, value);
    r[REG_RIP] += m.length;
    return true;
}

/* ---- guarded regions ---- */

static uint32_t u32(const void *p) { uint32_t v; memcpy(&v, p, 4); return v; }

/* The handler's address in UNWIND_INFO, behind the unwind codes; 0: the function has none. */
static const uint8_t *handler_of(const struct nt_image *im, uint32_t unwind)
{
    const uint8_t *u = im->base + unwind;
    if (!(u[0] >> 3 & UNW_FLAG_EHANDLER)) return NULL;
    return u + 4 + 2 * ((u[2] + 1u) & ~1u);
}

/* Only for the function that faulted itself: nothing is unwound. Its handler is a jump through the import slot. */
static bool handled_at(const struct nt_image *im, uint32_t rip, uint32_t *target)
{
    for (uint32_t i = 0; i < im->n_exceptions; i++) {
        const uint8_t *f = im->base + im->exceptions + 12 * i, *h;
        bool known;

        if (rip < u32(f) || rip >= u32(f + 4)) continue;
        h = handler_of(im, u32(f + 8));
        if (!h) return false;
        const uint8_t *jump = im->base + u32(h);
        const uint8_t *slot = jump + 6 + (int32_t)u32(jump + 2);
        if (jump[0] != 0xff || jump[1] != 0x25 || nt_image_at(slot) != im) return false;
        if (*(void *const *)slot != nt_export_find("ntoskrnl.exe", "__C_specific_handler", &known)) return false;
        uint32_t n = u32(h + 4);
        for (const uint8_t *s = h + 8; n; n--, s += 16) {
            if (rip < u32(s) || rip >= u32(s + 4) || u32(s + 8) != EXCEPTION_EXECUTE_HANDLER) continue;
            *target = u32(s + 12);
            return true;
        }
        return false;
    }
    return false;
}

bool nt_image_exception(void *context, const void *address)
{
    greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
    const uint8_t *code = (const uint8_t *)r[REG_RIP];
    const struct nt_image *im = nt_image_at(address);
    uint32_t target;

    if (im) {
        const struct nt_section *s = nt_image_section(im, (uint64_t)((const uint8_t *)address - im->base));
        bool gone = im->discarded && s && s->flags & NT_SCN_DISCARDABLE;
        nt_violation(gone ? "network/pageable-and-discardable-code-in-a-protocol-driver" :
                            "driversecurity/implement-hvci-compatible-code",
                     "the driver's section %s at %p, which is not there or not to be used so", s ? s->name : "(none)", address);
        return false;
    }
    im = nt_image_at(code);
    if (!im || !handled_at(im, (uint32_t)(code - im->base), &target)) return false;
    nt_irql_at_most(APC_LEVEL, "wdm/nf-wdm-probeforread", "access to user memory");
    r[REG_RIP] = (greg_t)(uintptr_t)(im->base + target);
    return true;
}

#else /* no driver of another machine can be loaded */

bool nt_image_emulate(void *context, const void *address) { return false; }
bool nt_image_exception(void *context, const void *address) { return false; }

#endif
