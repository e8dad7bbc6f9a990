/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * error.c - the only place of the driver that makes and reads HRESULTs. What an entry may report is
 * in the category table of handling-errors.md and on the page of each entry; anything else makes the
 * runtime lose the device on purpose.
 */
#include <stdarg.h>
#include <stdio.h>

#include "os.h"
#include "pvu.h"

#define WIN32_INSUFFICIENT_BUFFER ((HRESULT)0x8007007a) /* HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER) */
#define RESIDENCY_NOT_RESIDENT ((HRESULT)0x08760875)    /* S_NOT_RESIDENT of d3d9.h */
#define RESIDENCY_SHARED ((HRESULT)0x08760876)          /* S_RESIDENT_IN_SHARED_MEMORY */

void pvu_log(const char *format, ...)
{
    char line[256];
    va_list args;
    if (!pvu_os_log_on()) return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    pvu_os_log(line);
}

static void set_error(struct pvu_context *c, HRESULT hr)
{
    c->core->pfnSetErrorCb(c->rt_core, hr);
}

void pvu_fail(struct pvu_context *c, enum pvu_status s, enum pvu_entry entry)
{
    if (entry == PVU_ENTRY_CHECK) return; /* handling-errors.md: not even DEVICEREMOVED */
    switch (s) {
    case PVU_OK:
        return;
    case PVU_NO_MEMORY:
        if (entry == PVU_ENTRY_CREATE || entry == PVU_ENTRY_RESOURCE) {
            set_error(c, E_OUTOFMEMORY);
            return;
        }
        break; /* an entry that must not run out of memory did: the device is of no use any more */
    case PVU_BUSY:
        if (entry == PVU_ENTRY_MAP || entry == PVU_ENTRY_GET_DATA) {
            set_error(c, DXGI_DDI_ERR_WASSTILLDRAWING);
            return;
        }
        break;
    case PVU_UNSUPPORTED:
        if (entry == PVU_ENTRY_RESOURCE) {
            set_error(c, DXGI_DDI_ERR_UNSUPPORTED);
            return;
        }
        if (entry == PVU_ENTRY_CREATE) {
            set_error(c, E_OUTOFMEMORY);
            return;
        }
        break;
    case PVU_REFUSED:
        if (entry == PVU_ENTRY_CREATE || entry == PVU_ENTRY_RESOURCE) {
            set_error(c, E_OUTOFMEMORY);
            return;
        }
        break;
    case PVU_LOCKED:
    case PVU_REMOVED:
        break;
    }
    pvu_lose(c->device, "an entry that may not fail did");
    set_error(c, D3DDDIERR_DEVICEREMOVED);
}

void pvu_fail_unknown_format(struct pvu_device *d)
{
    set_error(&d->context, E_FAIL); /* nc-d3d10umddi-pfnd3d10ddi_checkformatsupport.md */
}

void pvu_fail_counter(struct pvu_device *d, bool well_known)
{
    /* handling-errors.md, AllowWKCheckCounterErrors and AllowDDCheckCounterErrors */
    set_error(&d->context, well_known ? DXGI_DDI_ERR_UNSUPPORTED : E_INVALIDARG);
}

void pvu_fail_invalid(struct pvu_device *d)
{
    set_error(&d->context, E_INVALIDARG);
}

enum pvu_status pvu_status_of(HRESULT hr)
{
    if (SUCCEEDED(hr)) return PVU_OK;
    switch (hr) {
    case E_OUTOFMEMORY:
    case D3DDDIERR_OUTOFVIDEOMEMORY:
        return PVU_NO_MEMORY;
    case D3DDDIERR_WASSTILLDRAWING:
    case DXGI_DDI_ERR_WASSTILLDRAWING:
        return PVU_BUSY;
    case D3DDDIERR_NOTAVAILABLE:
    case D3DDDIERR_INCOMPATIBLEPRIVATEFORMAT:
        return PVU_UNSUPPORTED;
    case D3DDDIERR_CANTRENDERLOCKEDALLOCATION:
        return PVU_LOCKED;
    case D3DDDIERR_DEVICEREMOVED:
    case DXGI_ERROR_DEVICE_REMOVED:
    case DXGI_ERROR_DEVICE_HUNG:
    case DXGI_ERROR_DEVICE_RESET:
        return PVU_REMOVED;
    default:
        pvu_log("a callback returned 0x%08x", (unsigned)hr);
        return PVU_REFUSED;
    }
}

HRESULT pvu_result(enum pvu_status s)
{
    switch (s) {
    case PVU_OK: return S_OK;
    case PVU_NO_MEMORY: return E_OUTOFMEMORY;
    case PVU_BUSY: return DXGI_DDI_ERR_WASSTILLDRAWING;
    case PVU_UNSUPPORTED: return DXGI_DDI_ERR_UNSUPPORTED;
    case PVU_REFUSED: return E_INVALIDARG; /* passed on from a callback (handling-the-e-invalidarg-return-value.md) */
    case PVU_LOCKED:
    case PVU_REMOVED: return D3DDDIERR_DEVICEREMOVED;
    }
    return E_FAIL;
}

HRESULT pvu_result_video_view(enum pvu_status s)
{
    return s == PVU_UNSUPPORTED ? DXGI_ERROR_UNSUPPORTED : pvu_result(s); /* nc-d3d10umddi-pfnd3d11_1ddi_createvideoprocessorinputview.md */
}

HRESULT pvu_result_none(enum pvu_none_answer a)
{
    switch (a) {
    case PVU_NONE_FAIL: return E_FAIL; /* nc-d3d10umddi-pfnd3d11_1ddi_queryauthenticatedchannel.md */
    /* nc-d3d10umddi-pfnd3d11_1ddi_createcryptosession.md; that of getcontentprotectioncaps.md calls it D3DERR_INVALID_CRYPTO, a name
     * without a number, in the words that desktop-src/direct3d9/d3derr.md has for this one. */
    case PVU_NONE_CRYPTO: return D3DDDIERR_UNSUPPORTEDCRYPTO;
    }
    return E_FAIL;
}

HRESULT pvu_result_small_buffer(void)
{
    return WIN32_INSUFFICIENT_BUFFER; /* version-discovery-support.md */
}

HRESULT pvu_result_residency(bool shared, bool evicted)
{
    return evicted ? RESIDENCY_NOT_RESIDENT : shared ? RESIDENCY_SHARED : S_OK;
}

void pvu_lose(struct pvu_device *d, const char *why)
{
    if (d->removed) return;
    d->removed = true;
    pvu_log("device lost: %s", why);
}
