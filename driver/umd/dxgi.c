/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgi.c - the DXGI part of the interface: presenting, display mode, rotation of back buffers,
 * residency (ns-dxgiddi-dxgi_ddi_base_functions.md and its later forms). DXGI names the same objects
 * as the Direct3D part: hDevice is our HDEVICE, hResource our HRESOURCE.
 */
#include "entry.h"
#include "os.h"

static struct pvu_context *context(DXGI_DDI_HDEVICE h)
{
    return pvu_context((D3D10DDI_HDEVICE){ .pDrvPrivate = (void *)h });
}

static struct pvu_resource *resource(DXGI_DDI_HRESOURCE h)
{
    return (struct pvu_resource *)h;
}

static D3DKMT_HANDLE allocation_of(struct pvu_resource *r)
{
    return pvu_is_staging(r) ? r->heap.ref.allocation : r->ref.allocation;
}

/* Everything pending is submitted, then one present, on the thread that came in. */
static HRESULT present(struct pvu_context *c, struct pvu_resource *src, struct pvu_resource *dst, void *dxgi_context)
{
    struct pvu_device *d = c->device;
    DXGIDDICB_PRESENT k;
    enum pvu_status s = pvu_flush(c);
    if (s != PVU_OK) return pvu_result(s);
    memset(&k, 0, sizeof k);
    k.hSrcAllocation = src ? src->ref.allocation : 0;
    k.hDstAllocation = dst ? dst->ref.allocation : 0;
    k.pDXGIContext = dxgi_context;
    k.hContext = d->kernel_context;
    HRESULT hr = d->dxgi->pfnPresentCb(d->rt.handle, &k);
    pvu_amortize(c);
    return hr; /* codes such as OCCLUDED are for DXGI, not for us */
}

HRESULT APIENTRY pvu_dxgi_present(DXGI_DDI_ARG_PRESENT *a)
{
    return present(context(a->hDevice), resource(a->hSurfaceToPresent), resource(a->hDstResource), a->pDXGIContext);
}

/* Of several surfaces only the last is translated (ns-dxgiddi-dxgi_ddi_arg_present1.md); dirty
 * rectangles are hints. */
HRESULT APIENTRY pvu_dxgi_present1(DXGI_DDI_ARG_PRESENT1 *a)
{
    struct pvu_resource *src = a->SurfacesToPresent ? resource(a->phSurfacesToPresent[a->SurfacesToPresent - 1].hSurface) : NULL;
    return present(context(a->hDevice), src, resource(a->hDstResource), a->pDXGIContext);
}

/* There is no gamma ramp behind a scanout: no control points. */
HRESULT APIENTRY pvu_dxgi_get_gamma_caps(DXGI_DDI_ARG_GET_GAMMA_CONTROL_CAPS *a)
{
    DXGI_GAMMA_CONTROL_CAPABILITIES *g = a->pGammaCapabilities;
    memset(g, 0, sizeof *g);
    g->MaxConvertedValue = 1.0f;
    return pvu_result(PVU_OK);
}

HRESULT APIENTRY pvu_dxgi_set_display_mode(DXGI_DDI_ARG_SETDISPLAYMODE *a)
{
    struct pvu_context *c = context(a->hDevice);
    D3DDDICB_SETDISPLAYMODE k;
    enum pvu_status s = pvu_flush(c);
    if (s != PVU_OK) return pvu_result(s);
    memset(&k, 0, sizeof k);
    k.hPrimaryAllocation = resource(a->hResource)->ref.allocation;
    return pvu_result(pvu_status_of(c->device->kernel->pfnSetDisplayModeCb(c->device->rt.handle, &k)));
}

HRESULT APIENTRY pvu_dxgi_set_resource_priority(DXGI_DDI_ARG_SETRESOURCEPRIORITY *a)
{
    struct pvu_device *d = context(a->hDevice)->device;
    struct pvu_resource *r = resource(a->hResource);
    D3DKMT_HANDLE allocation = allocation_of(r);
    UINT priority = a->Priority;
    D3DDDICB_SETPRIORITY k = { .NumAllocations = 1, .HandleList = &allocation, .pPriorities = &priority };
    return pvu_result(pvu_status_of(d->kernel->pfnSetPriorityCb(d->rt.handle, &k)));
}

HRESULT APIENTRY pvu_dxgi_query_resource_residency(DXGI_DDI_ARG_QUERYRESOURCERESIDENCY *a)
{
    struct pvu_device *d = context(a->hDevice)->device;
    bool shared = false, evicted = false;
    for (SIZE_T i = 0; i < a->Resources; i++) {
        struct pvu_resource *r = resource(a->pResources[i]);
        D3DKMT_HANDLE allocation = allocation_of(r);
        D3DDDI_RESIDENCYSTATUS status = D3DDDI_RESIDENCYSTATUS_NOTRESIDENT;
        D3DDDICB_QUERYRESIDENCY k = { .NumAllocations = 1, .HandleList = &allocation, .pResidencyStatus = &status };
        enum pvu_status s = pvu_status_of(d->kernel->pfnQueryResidencyCb(d->rt.handle, &k));
        if (s != PVU_OK) return pvu_result(s);
        DXGI_DDI_RESIDENCY out = DXGI_DDI_RESIDENCY_FULLY_RESIDENT;
        if (status == D3DDDI_RESIDENCYSTATUS_RESIDENTINSHAREDMEMORY) {
            out = DXGI_DDI_RESIDENCY_RESIDENT_IN_SHARED_MEMORY;
            shared = true;
        } else if (status == D3DDDI_RESIDENCYSTATUS_NOTRESIDENT) {
            out = DXGI_DDI_RESIDENCY_EVICTED_TO_DISK;
            evicted = true;
        }
        if (a->pStatus) a->pStatus[i] = out;
    }
    return pvu_result_residency(shared, evicted);
}

/* ---- rotation ---- */

static bool alike(const struct pvu_resource *a, const struct pvu_resource *b)
{
    return a->dimension == b->dimension && a->format == b->format && a->width == b->width && a->height == b->height &&
           a->array == b->array && a->mips == b->mips && a->samples == b->samples && !pvu_is_staging(a) && !pvu_is_staging(b);
}

/* X, Y, Z become Y, Z, X: ids and allocations move, the runtime's handles stay. Views name the id that
 * their resource had, so each is destroyed and made again under its own id; what of them is bound is
 * bound again. Refused as a whole when the resources differ (U27). */
HRESULT APIENTRY pvu_dxgi_rotate_resource_identities(DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES *a)
{
    enum { ROTATED_MAX = 64 };
    struct pvu_context *c = context(a->hDevice);
    struct pvu_resource *r[ROTATED_MAX];
    if (a->Resources < 2) return pvu_result(PVU_OK);
    if (a->Resources > ROTATED_MAX) {
        pvu_log("rotation of %u resources", a->Resources);
        return pvu_result(PVU_UNSUPPORTED);
    }
    for (UINT i = 0; i < a->Resources; i++) {
        r[i] = resource(a->pResources[i]);
        if (!alike(r[0], r[i])) {
            pvu_log("rotation of resources that differ");
            return pvu_result(PVU_UNSUPPORTED);
        }
    }
    pvu_lock(c->device); /* of the resources' views */
    uint32_t first_id = r[0]->id;
    struct pvu_ref first_ref = r[0]->ref;
    bool first_primary = r[0]->primary;
    for (UINT i = 0; i + 1 < a->Resources; i++) {
        r[i]->id = r[i + 1]->id;
        r[i]->ref = r[i + 1]->ref;
        r[i]->primary = r[i + 1]->primary;
    }
    r[a->Resources - 1]->id = first_id;
    r[a->Resources - 1]->ref = first_ref;
    r[a->Resources - 1]->primary = first_primary;
    for (UINT i = 0; i < a->Resources; i++) {
        for (struct pvu_view *v = r[i]->views; v; v = v->next) {
            struct pvgpu_cmd_destroy *k = PVU_CMD(c, destroy, DESTROY);
            k->id = v->id;
            k->pad = 0;
            pvu_view_define(c, v);
        }
    }
    pvu_unlock(c->device);
    pvu_bound_resend(c, r, a->Resources);
    return pvu_result(PVU_OK);
}

/* ---- blits ---- */

/* It makes objects, so it is a creation too; on this thread that writes into the immediate context. */
static HRESULT blit(struct pvu_context *immediate, const struct pvu_blt *b)
{
    PVU_CREATION(c, (D3D10DDI_HDEVICE){ .pDrvPrivate = immediate }, false);
    return pvu_result(pvu_blit(c, b));
}

HRESULT APIENTRY pvu_dxgi_blt(DXGI_DDI_ARG_BLT *a)
{
    struct pvu_resource *src = resource(a->hSrcResource);
    struct pvu_layout l;
    pvu_layout_of(src, a->SrcSubresource, &l);
    struct pvu_blt b = { .dst = resource(a->hDstResource), .dst_subresource = a->DstSubresource,
                         .dst_rect = { (int32_t)a->DstLeft, (int32_t)a->DstTop, (int32_t)a->DstRight, (int32_t)a->DstBottom },
                         .src = src, .src_subresource = a->SrcSubresource,
                         .src_rect = { 0, 0, (int32_t)l.width, (int32_t)l.height }, .rotation = a->Rotate };
    return blit(context(a->hDevice), &b);
}

HRESULT APIENTRY pvu_dxgi_blt1(DXGI_DDI_ARG_BLT1 *a)
{
    struct pvu_blt b = { .dst = resource(a->hDstResource), .dst_subresource = a->DstSubresource,
                         .dst_rect = { (int32_t)a->DstLeft, (int32_t)a->DstTop, (int32_t)a->DstRight, (int32_t)a->DstBottom },
                         .src = resource(a->hSrcResource), .src_subresource = a->SrcSubresource,
                         .src_rect = { (int32_t)a->SrcLeft, (int32_t)a->SrcTop, (int32_t)a->SrcRight, (int32_t)a->SrcBottom },
                         .rotation = a->Rotate };
    return blit(context(a->hDevice), &b);
}

/* ReleaseSync of a keyed mutex and GetDC: what touches the resource must be on its way before another
 * device goes on (ns-dxgiddi-dxgi1_1_ddi_base_functions.md). */
HRESULT APIENTRY pvu_dxgi_resolve_shared_resource(DXGI_DDI_ARG_RESOLVESHAREDRESOURCE *a)
{
    struct pvu_context *c = context(a->hDevice);
    return pvu_result(pvu_flush(c));
}

/* ---- offer and reclaim ---- */

HRESULT APIENTRY pvu_dxgi_offer_resources(DXGI_DDI_ARG_OFFERRESOURCES *a)
{
    struct pvu_context *c = context(a->hDevice);
    struct pvu_device *d = c->device;
    /* Offered memory may stand in no command buffer (nc-d3dumddi-pfnd3dddi_offerallocationscb.md). */
    enum pvu_status s = pvu_flush(c);
    for (UINT i = 0; i < a->Resources && s == PVU_OK; i++) {
        struct pvu_resource *r = resource(a->pResources[i]);
        D3DKMT_HANDLE allocation = allocation_of(r);
        if (pvu_is_staging(r)) continue; /* our lock on it stays: not offered, so never discarded either */
        D3DDDICB_OFFERALLOCATIONS k = { .HandleList = &allocation, .NumAllocations = 1, .Priority = a->Priority };
        s = pvu_status_of(d->kernel->pfnOfferAllocationsCb(d->rt.handle, &k));
    }
    return pvu_result(s);
}

HRESULT APIENTRY pvu_dxgi_reclaim_resources(DXGI_DDI_ARG_RECLAIMRESOURCES *a)
{
    struct pvu_device *d = context(a->hDevice)->device;
    enum pvu_status s = PVU_OK;
    for (UINT i = 0; i < a->Resources && s == PVU_OK; i++) {
        struct pvu_resource *r = resource(a->pResources[i]);
        D3DKMT_HANDLE allocation = allocation_of(r);
        BOOL discarded = FALSE;
        if (!pvu_is_staging(r)) {
            D3DDDICB_RECLAIMALLOCATIONS k = { .HandleList = &allocation, .pDiscarded = &discarded, .NumAllocations = 1 };
            s = pvu_status_of(d->kernel->pfnReclaimAllocationsCb(d->rt.handle, &k));
        }
        if (a->pDiscarded) a->pDiscarded[i] = discarded;
    }
    return pvu_result(s);
}

/* No refresh rate but the mode's own: nothing shorter, nothing longer. */
HRESULT APIENTRY pvu_dxgi_check_present_duration(DXGI_DDI_ARG_CHECKPRESENTDURATIONSUPPORT *a)
{
    a->ClosestSmallerDuration = a->ClosestLargerDuration = 0;
    return pvu_result(PVU_OK);
}
