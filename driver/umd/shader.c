/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * shader.c - shaders. The driver gets a token stream (U19: version token, then the length in tokens)
 * and register-level signatures; both go to the host as they are, the tokens through upload memory.
 */
#include "entry.h"

enum { SO_MAX = 512, TOKENS_MAX = 16 << 20, UNUSED_STRIDE = 4 };

static uint32_t add_10(struct pvu_signatures *s, const D3D10DDIARG_SIGNATURE_ENTRY *e, UINT n)
{
    if (!e) return 0;
    if (n > PVU_SIGNATURE_MAX) n = PVU_SIGNATURE_MAX;
    for (UINT i = 0; i < n; i++)
        s->e[s->n++] = (struct pvgpu_signature){ .reg = e[i].Register, .mask = e[i].Mask, .name = (uint32_t)e[i].SystemValue };
    return n;
}

/* U20: the component type arrives as 0 from many runtimes; the host takes it from elsewhere then. The
 * byte that ENTRY2 names Stream is padding in older runtimes, so it counts for geometry shaders only. */
static uint32_t add_11_1(struct pvu_signatures *s, const D3D11_1DDIARG_SIGNATURE_ENTRY2 *e, UINT n, bool streams)
{
    if (!e) return 0;
    if (n > PVU_SIGNATURE_MAX) n = PVU_SIGNATURE_MAX;
    for (UINT i = 0; i < n; i++)
        s->e[s->n++] = (struct pvgpu_signature){
            .reg = e[i].Register, .mask = e[i].Mask, .name = (uint32_t)e[i].SystemValue,
            .type = (uint32_t)e[i].RegisterComponentType, .stream = streams && e[i].Stream < 4 ? e[i].Stream : 0,
            .min_precision = (uint32_t)e[i].MinPrecision,
        };
    return n;
}

static void io_10(struct pvu_signatures *s, const D3D10DDIARG_STAGE_IO_SIGNATURES *a)
{
    memset(s, 0, sizeof *s);
    if (!a) return;
    s->n_inputs = add_10(s, a->pInputSignature, a->NumInputSignatureEntries);
    s->n_outputs = add_10(s, a->pOutputSignature, a->NumOutputSignatureEntries);
}

static void io_11_1(struct pvu_signatures *s, const D3D11_1DDIARG_STAGE_IO_SIGNATURES *a, bool streams)
{
    memset(s, 0, sizeof *s);
    if (!a) return;
    s->n_inputs = add_11_1(s, a->pInputSignature, a->NumInputSignatureEntries, false);
    s->n_outputs = add_11_1(s, a->pOutputSignature, a->NumOutputSignatureEntries, streams);
}

enum pvu_status pvu_shader_init(struct pvu_context *c, struct pvu_shader *sh, uint32_t stage, const uint32_t *code,
                                const struct pvu_signatures *s, uint32_t so_layout)
{
    struct pvu_span span;
    enum pvu_status status = PVU_NO_MEMORY;
    memset(sh, 0, sizeof *sh);
    sh->stage = stage;
    uint32_t tokens = code ? code[1] : 0;
    if (tokens < 2 || tokens > TOKENS_MAX) pvu_log("shader of stage %u has %u tokens", stage, tokens);
    else sh->id = pvu_id_alloc(c->device);
    if (sh->id) status = pvu_upload(c, (uint64_t)tokens * 4, 16, &span);
    if (status != PVU_OK) {
        pvu_id_free(c->device, sh->id);
        return status;
    }
    sh->so_layout = so_layout;
    memcpy(span.cpu, code, (size_t)tokens * 4);
    struct pvgpu_cmd_create_shader *k = PVU_CMD_TAIL(c, create_shader, CREATE_SHADER, s->n * sizeof(struct pvgpu_signature));
    k->id = sh->id;
    k->stage = stage;
    k->heap = span.heap->id;
    k->code_size = tokens * 4;
    k->offset = span.offset;
    k->so_layout = so_layout;
    k->n_inputs = s->n_inputs;
    k->n_outputs = s->n_outputs;
    k->n_signature = s->n;
    memcpy(k + 1, s->e, s->n * sizeof s->e[0]);
    pvu_use_heap(c, span.heap, false);
    return PVU_OK;
}

/* What is written; the host's answer is another matter. */
static enum pvu_status create_in(struct pvu_context *c, struct pvu_shader *sh, uint32_t stage, const UINT *code,
                                 const struct pvu_signatures *s, uint32_t so_layout)
{
    enum pvu_status status = pvu_shader_init(c, sh, stage, code, s, so_layout);
    if (status == PVU_OK && pvu_recording_failed(c)) status = PVU_NO_MEMORY;
    if (status != PVU_OK) pvu_object_destroy(c, so_layout);
    pvu_fail(&c->device->context, status, PVU_ENTRY_CREATE);
    return status;
}

/* A creation that the host's compiler refuses fails here, where the program can still do something about it. */
static void ask_host(D3D10DDI_HDEVICE h, const struct pvu_shader *sh)
{
    enum pvu_status status = pvu_creation_answer(h, sh->id, sh->so_layout);
    pvu_fail(&pvu_device(h)->context, status, PVU_ENTRY_CREATE);
}

static void create(D3D10DDI_HDEVICE h, struct pvu_shader *sh, uint32_t stage, const UINT *code, const struct pvu_signatures *s)
{
    bool made = false;
    {
        PVU_CREATION(c, h, true);
        if (c) made = create_in(c, sh, stage, code, s, 0) == PVU_OK;
    }
    if (made) ask_host(h, sh);
}

/* ---- stream output ---- */

/* Registers and components become runs of components; a register of ~0 is a gap (nothing is
 * written, the offset moves on). Returns the layout's id, 0 after an error. */
static uint32_t so_layout(struct pvu_context *c, const D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT *a)
{
    uint32_t n = a->NumEntries < SO_MAX ? a->NumEntries : SO_MAX, strides[4] = { 0 };
    uint32_t n_strides = a->NumStrides < 4 ? a->NumStrides : 4, id, used = 0;
    if (!(c->device->adapter->info.caps.options & PVGPU_OPT_SO_STREAMS)) {
        for (uint32_t i = 0; i < n; i++) {
            if (!a->pOutputStreamDecl[i].Stream) continue;
            pvu_none_so_streams(c->device);
            return 0;
        }
    }
    id = pvu_id_alloc(c->device);
    if (!id) {
        pvu_fail(&c->device->context, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
        return 0;
    }
    /* The runtime looks only at strides of buffers that something is written to (the public D3D11 tests have 1 and 63 of others). */
    for (uint32_t i = 0; i < n; i++)
        if (a->pOutputStreamDecl[i].OutputSlot < 4) used |= 1u << a->pOutputStreamDecl[i].OutputSlot;
    for (uint32_t i = 0; i < n_strides; i++) strides[i] = used >> i & 1u ? a->BufferStridesInBytes[i] : UNUSED_STRIDE;
    struct pvgpu_cmd_create_so_layout *k =
        PVU_CMD_TAIL(c, create_so_layout, CREATE_SO_LAYOUT, n * sizeof(struct pvgpu_so_element));
    struct pvgpu_so_element *e = (void *)(k + 1);
    k->id = id;
    k->rasterized = a->RasterizedStream;
    k->stride0 = strides[0], k->stride1 = strides[1], k->stride2 = strides[2], k->stride3 = strides[3];
    k->n_strides = n_strides;
    k->n_elements = n;
    for (uint32_t i = 0; i < n; i++) {
        const D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY *d = &a->pOutputStreamDecl[i];
        uint32_t mask = d->RegisterMask & 15u;
        bool gap = d->RegisterIndex == ~0u;
        e[i] = (struct pvgpu_so_element){
            .stream = d->Stream, .reg = gap ? 0 : d->RegisterIndex, .slot = d->OutputSlot, .gap = gap,
            .first_component = gap || !mask ? 0 : (uint32_t)__builtin_ctz(mask),
            .n_components = (uint32_t)__builtin_popcount(mask),
        };
    }
    return id;
}

static void create_gs_so(D3D10DDI_HDEVICE h, struct pvu_shader *sh, const D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT *a,
                         const struct pvu_signatures *s)
{
    bool made = false;
    {
        PVU_CREATION(c, h, true);
        uint32_t layout = c ? so_layout(c, a) : 0;
        if (layout) made = create_in(c, sh, PVGPU_STAGE_GS, a->pShaderCode, s, layout) == PVU_OK;
    }
    if (made) ask_host(h, sh);
}

SIZE_T APIENTRY pvu_calc_gs_so_size_10(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT *a,
                                       const D3D10DDIARG_STAGE_IO_SIGNATURES *s)
{
    (void)h, (void)a, (void)s;
    return sizeof(struct pvu_shader);
}

SIZE_T APIENTRY pvu_calc_gs_so_size_11(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT *a,
                                       const D3D10DDIARG_STAGE_IO_SIGNATURES *s)
{
    (void)h, (void)a, (void)s;
    return sizeof(struct pvu_shader);
}

SIZE_T APIENTRY pvu_calc_gs_so_size_11_1(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT *a,
                                         const D3D11_1DDIARG_STAGE_IO_SIGNATURES *s)
{
    (void)h, (void)a, (void)s;
    return sizeof(struct pvu_shader);
}

/* 10: one stride, and the buffers are numbered by OutputSlot; one buffer takes interleaved elements,
 * several take one element each, whose size is then the stride. */
void APIENTRY pvu_create_gs_so_10(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT *a,
                                  D3D10DDI_HSHADER sh, D3D10DDI_HRTSHADER rt, const D3D10DDIARG_STAGE_IO_SIGNATURES *io)
{
    enum { ENTRIES_MAX = 64 };
    D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY e[ENTRIES_MAX];
    UINT n = a->NumEntries < ENTRIES_MAX ? a->NumEntries : ENTRIES_MAX, strides[4] = { 0 }, n_strides = 1;
    struct pvu_signatures s;
    (void)rt;
    for (UINT i = 0; i < n; i++) {
        const D3D10DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY *f = &a->pOutputStreamDecl[i];
        e[i] = (D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY){ .Stream = 0, .OutputSlot = f->OutputSlot,
                                                             .RegisterIndex = f->RegisterIndex, .RegisterMask = f->RegisterMask };
        if (f->OutputSlot >= 4) continue;
        if (f->OutputSlot >= n_strides) n_strides = f->OutputSlot + 1;
        strides[f->OutputSlot] += 4u * (UINT)__builtin_popcount(f->RegisterMask & 15u);
    }
    if (n_strides == 1 && a->StreamOutputStrideInBytes) strides[0] = a->StreamOutputStrideInBytes;
    D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT b = { .pShaderCode = a->pShaderCode, .pOutputStreamDecl = e, .NumEntries = n,
                                                           .BufferStridesInBytes = strides, .NumStrides = n_strides };
    io_10(&s, io);
    create_gs_so(h, sh.pDrvPrivate, &b, &s);
}

void APIENTRY pvu_create_gs_so_11(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT *a,
                                  D3D10DDI_HSHADER sh, D3D10DDI_HRTSHADER rt, const D3D10DDIARG_STAGE_IO_SIGNATURES *io)
{
    struct pvu_signatures s;
    (void)rt;
    io_10(&s, io);
    create_gs_so(h, sh.pDrvPrivate, a, &s);
}

void APIENTRY pvu_create_gs_so_11_1(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT *a,
                                    D3D10DDI_HSHADER sh, D3D10DDI_HRTSHADER rt, const D3D11_1DDIARG_STAGE_IO_SIGNATURES *io)
{
    struct pvu_signatures s;
    (void)rt;
    io_11_1(&s, io, true);
    create_gs_so(h, sh.pDrvPrivate, a, &s);
}

/* ---- the stages ---- */

SIZE_T APIENTRY pvu_calc_shader_size_10(D3D10DDI_HDEVICE h, const UINT *code, const D3D10DDIARG_STAGE_IO_SIGNATURES *s)
{
    (void)h, (void)code, (void)s;
    return sizeof(struct pvu_shader);
}

SIZE_T APIENTRY pvu_calc_shader_size_11_1(D3D10DDI_HDEVICE h, const UINT *code, const D3D11_1DDIARG_STAGE_IO_SIGNATURES *s)
{
    (void)h, (void)code, (void)s;
    return sizeof(struct pvu_shader);
}

SIZE_T APIENTRY pvu_calc_tessellation_shader_size_11(D3D10DDI_HDEVICE h, const UINT *code,
                                                     const D3D11DDIARG_TESSELLATION_IO_SIGNATURES *s)
{
    (void)h, (void)code, (void)s;
    return sizeof(struct pvu_shader);
}

SIZE_T APIENTRY pvu_calc_tessellation_shader_size_11_1(D3D10DDI_HDEVICE h, const UINT *code,
                                                       const D3D11_1DDIARG_TESSELLATION_IO_SIGNATURES *s)
{
    (void)h, (void)code, (void)s;
    return sizeof(struct pvu_shader);
}

#define STAGE_10(name, STAGE) \
    void APIENTRY pvu_create_##name##_shader_10(D3D10DDI_HDEVICE h, const UINT *code, D3D10DDI_HSHADER sh, \
                                                D3D10DDI_HRTSHADER rt, const D3D10DDIARG_STAGE_IO_SIGNATURES *io) \
    { \
        struct pvu_signatures s; \
        (void)rt; \
        io_10(&s, io); \
        create(h, sh.pDrvPrivate, STAGE, code, &s); \
    }
STAGE_10(vertex, PVGPU_STAGE_VS)
STAGE_10(geometry, PVGPU_STAGE_GS)
STAGE_10(pixel, PVGPU_STAGE_PS)

#define STAGE_11_1(name, STAGE) \
    void APIENTRY pvu_create_##name##_shader_11_1(D3D10DDI_HDEVICE h, const UINT *code, D3D10DDI_HSHADER sh, \
                                                  D3D10DDI_HRTSHADER rt, const D3D11_1DDIARG_STAGE_IO_SIGNATURES *io) \
    { \
        struct pvu_signatures s; \
        (void)rt; \
        io_11_1(&s, io, (STAGE) == PVGPU_STAGE_GS); \
        create(h, sh.pDrvPrivate, STAGE, code, &s); \
    }
STAGE_11_1(vertex, PVGPU_STAGE_VS)
STAGE_11_1(geometry, PVGPU_STAGE_GS)
STAGE_11_1(pixel, PVGPU_STAGE_PS)

static void create_tessellation_11(D3D10DDI_HDEVICE h, const UINT *code, void *memory, uint32_t stage,
                                   const D3D11DDIARG_TESSELLATION_IO_SIGNATURES *io)
{
    struct pvu_signatures s;
    memset(&s, 0, sizeof s);
    if (io) {
        s.n_inputs = add_10(&s, io->pInputSignature, io->NumInputSignatureEntries);
        s.n_outputs = add_10(&s, io->pOutputSignature, io->NumOutputSignatureEntries);
        (void)add_10(&s, io->pPatchConstantSignature, io->NumPatchConstantSignatureEntries);
    }
    create(h, memory, stage, code, &s);
}

static void create_tessellation_11_1(D3D10DDI_HDEVICE h, const UINT *code, void *memory, uint32_t stage,
                                     const D3D11_1DDIARG_TESSELLATION_IO_SIGNATURES *io)
{
    struct pvu_signatures s;
    memset(&s, 0, sizeof s);
    if (io) {
        s.n_inputs = add_11_1(&s, io->pInputSignature, io->NumInputSignatureEntries, false);
        s.n_outputs = add_11_1(&s, io->pOutputSignature, io->NumOutputSignatureEntries, false);
        (void)add_11_1(&s, io->pPatchConstantSignature, io->NumPatchConstantSignatureEntries, false);
    }
    create(h, memory, stage, code, &s);
}

void APIENTRY pvu_create_hull_shader_11(D3D10DDI_HDEVICE h, const UINT *code, D3D10DDI_HSHADER sh, D3D10DDI_HRTSHADER rt,
                                        const D3D11DDIARG_TESSELLATION_IO_SIGNATURES *io)
{
    (void)rt;
    create_tessellation_11(h, code, sh.pDrvPrivate, PVGPU_STAGE_HS, io);
}

void APIENTRY pvu_create_domain_shader_11(D3D10DDI_HDEVICE h, const UINT *code, D3D10DDI_HSHADER sh, D3D10DDI_HRTSHADER rt,
                                          const D3D11DDIARG_TESSELLATION_IO_SIGNATURES *io)
{
    (void)rt;
    create_tessellation_11(h, code, sh.pDrvPrivate, PVGPU_STAGE_DS, io);
}

void APIENTRY pvu_create_hull_shader_11_1(D3D10DDI_HDEVICE h, const UINT *code, D3D10DDI_HSHADER sh, D3D10DDI_HRTSHADER rt,
                                          const D3D11_1DDIARG_TESSELLATION_IO_SIGNATURES *io)
{
    (void)rt;
    create_tessellation_11_1(h, code, sh.pDrvPrivate, PVGPU_STAGE_HS, io);
}

void APIENTRY pvu_create_domain_shader_11_1(D3D10DDI_HDEVICE h, const UINT *code, D3D10DDI_HSHADER sh, D3D10DDI_HRTSHADER rt,
                                            const D3D11_1DDIARG_TESSELLATION_IO_SIGNATURES *io)
{
    (void)rt;
    create_tessellation_11_1(h, code, sh.pDrvPrivate, PVGPU_STAGE_DS, io);
}

void APIENTRY pvu_create_compute_shader(D3D10DDI_HDEVICE h, const UINT *code, D3D10DDI_HSHADER sh, D3D10DDI_HRTSHADER rt)
{
    struct pvu_signatures none;
    (void)rt;
    memset(&none, 0, sizeof none);
    create(h, sh.pDrvPrivate, PVGPU_STAGE_CS, code, &none);
}

void APIENTRY pvu_destroy_shader(D3D10DDI_HDEVICE h, D3D10DDI_HSHADER sh)
{
    struct pvu_device *d = pvu_device(h);
    const struct pvu_shader *s = sh.pDrvPrivate;
    PVU_CREATION(c, h, false);
    if (pvu_owns(d)) pvu_bound_forget_state(&d->context, s);
    pvu_shader_unlink(c, sh.pDrvPrivate);
    if (!c) return;
    pvu_object_destroy(c, s->id);
    pvu_object_destroy(c, s->so_layout);
}
