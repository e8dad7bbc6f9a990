/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * linkage.c - shaders bound with class instances (nc-d3d10umddi-pfnd3d11ddi_setshader_with_ifaces.md). The host makes a shader of
 * its own for each choice of instances (`link_shader`); a shader keeps those that it was bound with, so that binding one again
 * looks it up and sends no more than any other shader.
 *
 * A choice is never given up while its shader lives, since recorded command lists may name it. Readers take no lock: variants
 * are only added, in front, under the device's lock.
 */
#include "entry.h"
#include "os.h"

enum { VARIANTS_MAX = 4096 }; /* of one shader; more than that is no program that draws */

struct pvu_variant {
    struct pvu_variant *next;
    uint32_t id, number, n;
    struct pvgpu_shader_slot slot[];
};

static struct pvgpu_shader_slot slot_of(UINT table, D3D11DDIARG_POINTERDATA data)
{
    return (struct pvgpu_shader_slot){ .table = table, .buffer = data.uCBID, .offset = data.uCBOffset, .texture = data.uBaseTex,
                                       .sampler = data.uBaseSamp };
}

static bool same(const struct pvgpu_shader_slot *a, struct pvgpu_shader_slot b)
{
    return a->table == b.table && a->buffer == b.buffer && a->offset == b.offset && a->texture == b.texture && a->sampler == b.sampler;
}

static const struct pvu_variant *find(const struct pvu_shader *sh, UINT n, const UINT *tables, const D3D11DDIARG_POINTERDATA *data)
{
    for (const struct pvu_variant *v = __atomic_load_n(&sh->variants, __ATOMIC_ACQUIRE); v; v = v->next) {
        uint32_t i = 0;
        while (v->n == n && i < n && same(&v->slot[i], slot_of(tables[i], data[i]))) i++;
        if (v->n == n && i == n) return v;
    }
    return NULL;
}

/* The caller may be in a deferred context: creations go where those of other threads go (thread.c). */
static uint32_t make(struct pvu_context *c, struct pvu_shader *sh, UINT n, const UINT *tables, const D3D11DDIARG_POINTERDATA *data)
{
    PVU_CREATION_RESULT(to, (D3D10DDI_HDEVICE){ .pDrvPrivate = c });
    if (!to) return 0;
    const struct pvu_variant *there = find(sh, n, tables, data), *newest = sh->variants; /* another thread may have been here */
    if (there) return there->id;
    if (newest && newest->number == VARIANTS_MAX) return 0;
    struct pvu_variant *v = pvu_os_alloc(sizeof *v + n * sizeof v->slot[0]);
    if (!v) return 0;
    v->id = pvu_id_alloc(c->device);
    v->n = n;
    v->number = newest ? newest->number + 1 : 1;
    v->next = sh->variants;
    for (UINT i = 0; i < n; i++) v->slot[i] = slot_of(tables[i], data[i]);
    if (v->id) {
        struct pvgpu_cmd_link_shader *k = PVU_CMD_TAIL(to, link_shader, LINK_SHADER, n * sizeof v->slot[0]);
        k->id = v->id;
        k->shader = sh->id;
        k->n_slots = n;
        k->pad = 0;
        memcpy(k + 1, v->slot, n * sizeof v->slot[0]);
    }
    if (!v->id || pvu_recording_failed(to)) {
        pvu_id_free(c->device, v->id);
        pvu_os_free(v);
        return 0;
    }
    __atomic_store_n(&sh->variants, v, __ATOMIC_RELEASE);
    return v->id;
}

uint32_t pvu_shader_linked(struct pvu_context *c, struct pvu_shader *sh, UINT n, const UINT *tables, const D3D11DDIARG_POINTERDATA *data)
{
    if (!sh) return 0;
    if (!n || !tables || !data) return sh->id;
    struct pvu_shader *home = sh->home ? sh->home : sh;
    const struct pvu_variant *v = find(home, n, tables, data);
    uint32_t id = v ? v->id : n <= PVGPU_SHADER_SLOTS ? make(c, home, n, tables, data) : 0;
    if (id) return id;
    pvu_fail(c, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
    return sh->id; /* which draws nothing */
}

/* c NULL: the host keeps them. */
void pvu_shader_unlink(struct pvu_context *c, struct pvu_shader *sh)
{
    struct pvu_variant *v = sh->variants, *next;
    for (; v; v = next) {
        next = v->next;
        if (c) pvu_object_destroy(c, v->id);
        pvu_os_free(v);
    }
    sh->variants = NULL;
}
