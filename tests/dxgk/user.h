/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * user.h - a program of a few calls for the driver of fake.c, and the port driver started and stopped around it. Header-only.
 */
#ifndef USER_H
#define USER_H

#include "ddi_kmd.h"
#include "ddi_kmt.h"
#include "dxgk.h"
#include "fake.h"
#include "nt_sim.h"
#include "tap.h"

static struct { unsigned n, matching; char wanted[64]; char last[256]; } caught;

static inline void on_violation(void *arg, const char *page, const char *text)
{
    __atomic_add_fetch(&caught.n, 1, __ATOMIC_RELAXED);
    if (strstr(page, caught.wanted)) __atomic_add_fetch(&caught.matching, 1, __ATOMIC_RELAXED);
    snprintf(caught.last, sizeof caught.last, "%s: %s", page, text);
}

#define PATIENCE 30000 /* tries, 1 ms each, for what another thread does */

struct user { D3DKMT_HANDLE adapter, device, context; D3DKMT_CREATECONTEXT c; };

static inline NTSTATUS user_open(struct user *u)
{
    D3DKMT_ENUMADAPTERS e;
    D3DKMT_CREATEDEVICE k = { 0 };
    NTSTATUS status;

    memset(u, 0, sizeof *u);
    memset(&e, 0, sizeof e);
    D3DKMTEnumAdapters(&e);
    u->adapter = k.hAdapter = e.Adapters[0].hAdapter;
    if ((status = D3DKMTCreateDevice(&k)) < 0) return status;
    u->device = u->c.hDevice = k.hDevice;
    status = D3DKMTCreateContext(&u->c);
    u->context = u->c.hContext;
    return status;
}

static inline void user_close(struct user *u)
{
    D3DKMT_DESTROYDEVICE k = { u->device };
    if (u->device) D3DKMTDestroyDevice(&k);
}

static inline NTSTATUS user_allocate(struct user *u, uint32_t size, D3DKMT_HANDLE *h)
{
    struct allocation a;
    D3DDDI_ALLOCATIONINFO info;
    D3DKMT_CREATEALLOCATION k;
    NTSTATUS status;

    memset(&a, 0, sizeof a);
    memset(&info, 0, sizeof info);
    memset(&k, 0, sizeof k);
    a.size = size;
    info.pPrivateDriverData = &a;
    info.PrivateDriverDataSize = sizeof a;
    k.hDevice = u->device;
    k.NumAllocations = 1;
    k.pAllocationInfo = &info;
    status = D3DKMTCreateAllocation(&k);
    *h = info.hAllocation;
    return status;
}

static inline NTSTATUS user_render(struct user *u, D3DKMT_HANDLE h)
{
    D3DKMT_RENDER r;
    NTSTATUS status;

    memset(&r, 0, sizeof r);
    r.hContext = u->context;
    r.CommandLength = 32;
    if (h) {
        memset(u->c.pAllocationList, 0, sizeof *u->c.pAllocationList);
        u->c.pAllocationList[0].hAllocation = h;
        r.AllocationCount = 1;
    }
    status = D3DKMTRender(&r);
    if (r.pNewCommandBuffer) {
        u->c.pCommandBuffer = r.pNewCommandBuffer;
        u->c.pAllocationList = r.pNewAllocationList;
        u->c.pPatchLocationList = r.pNewPatchLocationList;
    }
    return status;
}

static inline NTSTATUS user_present(struct user *u, D3DKMT_HANDLE h)
{
    D3DKMT_PRESENT p;
    memset(&p, 0, sizeof p);
    p.hContext = u->context;
    p.hSource = h;
    p.Flags.Blt = 1;
    return D3DKMTPresent(&p);
}

static inline NTSTATUS user_idle(struct user *u)
{
    D3DKMT_WAITFORIDLE w = { u->device };
    return D3DKMTWaitForIdle(&w);
}

static inline bool start(enum fake_break rule, const char *page)
{
    memset(&fake, 0, sizeof fake);
    memset(&caught, 0, sizeof caught);
    snprintf(caught.wanted, sizeof caught.wanted, "%s", page);
    fake.rule = rule;
    fake.presents_wanted = 1;
    nt_violation_handler(on_violation, NULL);
    return dxgk_start("null:") == 0;
}

static inline void finish(void)
{
    dxgk_stop_all();
    nt_violation_handler(NULL, NULL);
}

#endif
