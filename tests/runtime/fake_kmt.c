/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_kmt.c - a kernel with one adapter, one source at 1280x720, and nothing behind it.
 */
#include "fake.h"

#define ADAPTER 0x40u
#define DEVICE 0x80u

static D3DKMT_DISPLAYMODE mode(void)
{
    return (D3DKMT_DISPLAYMODE){.Width = 1280, .Height = 720, .Format = D3DDDIFMT_A8R8G8B8, .IntegerRefreshRate = 60,
        .RefreshRate = {60, 1}, .ScanLineOrdering = D3DDDI_VSSLO_PROGRESSIVE};
}

NTSTATUS DDI_CALL D3DKMTEnumAdapters(const D3DKMT_ENUMADAPTERS *arg)
{
    D3DKMT_ENUMADAPTERS *a = (D3DKMT_ENUMADAPTERS *)arg;

    a->NumAdapters = 1;
    a->Adapters[0] = (D3DKMT_ADAPTERINFO){.hAdapter = ADAPTER, .AdapterLuid = {0x1234, 0}, .NumOfSources = 1};
    return 0;
}

NTSTATUS DDI_CALL D3DKMTOpenAdapterFromLuid(const D3DKMT_OPENADAPTERFROMLUID *arg)
{
    ((D3DKMT_OPENADAPTERFROMLUID *)arg)->hAdapter = ADAPTER;
    return arg->AdapterLuid.LowPart == 0x1234 ? 0 : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_CALL D3DKMTCloseAdapter(const D3DKMT_CLOSEADAPTER *arg) { return arg->hAdapter == ADAPTER ? 0 : STATUS_INVALID_PARAMETER; }

NTSTATUS DDI_CALL D3DKMTQueryAdapterInfo(const D3DKMT_QUERYADAPTERINFO *arg)
{
    if (arg->Type == KMTQAITYPE_CURRENTDISPLAYMODE && arg->PrivateDriverDataSize == sizeof(D3DKMT_CURRENTDISPLAYMODE)) {
        D3DKMT_CURRENTDISPLAYMODE *m = arg->pPrivateDriverData;

        m->DisplayMode = mode();
        return m->VidPnSourceId ? STATUS_INVALID_PARAMETER : 0;
    }
    if (arg->Type == KMTQAITYPE_GETSEGMENTSIZE) {
        *(D3DKMT_SEGMENTSIZEINFO *)arg->pPrivateDriverData = (D3DKMT_SEGMENTSIZEINFO){1u << 30, 0, 1u << 29};
        return 0;
    }
    return STATUS_NOT_SUPPORTED;
}

NTSTATUS DDI_CALL D3DKMTGetDisplayModeList(D3DKMT_GETDISPLAYMODELIST *arg)
{
    if (arg->pModeList) arg->pModeList[0] = mode();
    arg->ModeCount = 1;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTCreateDevice(D3DKMT_CREATEDEVICE *arg)
{
    fake_first('K');
    arg->hDevice = DEVICE;
    fake.kmt_devices++;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTDestroyDevice(const D3DKMT_DESTROYDEVICE *arg)
{
    fake.kmt_devices--;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTGetDeviceState(D3DKMT_GETDEVICESTATE *arg)
{
    if (arg->StateType == D3DKMT_DEVICESTATE_PRESENT) {
        arg->PresentState.PresentStats = (D3DKMT_PRESENT_STATS){.PresentCount = 21, .PresentRefreshCount = 22, .SyncRefreshCount = 23,
            .SyncQPCTime.QuadPart = 24};
        return 0;
    }
    if (arg->StateType != D3DKMT_DEVICESTATE_EXECUTION) return STATUS_NOT_SUPPORTED;
    arg->ExecutionState = fake.execution;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTSetQueuedLimit(const D3DKMT_SETQUEUEDLIMIT *arg)
{
    if (arg->Type == D3DKMT_SET_QUEUEDLIMIT_PRESENT) fake.queued_limit = arg->QueuedPresentLimit;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTPresent(D3DKMT_PRESENT *arg)
{
    fake.callbacks++;
    fake.kmt_present = *arg;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTSetVidPnSourceOwner(const D3DKMT_SETVIDPNSOURCEOWNER *arg)
{
    fake.owner_sets++;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTSetDisplayMode(const D3DKMT_SETDISPLAYMODE *arg) { return arg->hPrimaryAllocation == 7 ? 0 : STATUS_INVALID_PARAMETER; }

NTSTATUS DDI_CALL D3DKMTRender(D3DKMT_RENDER *arg) { return fake.render_status ? fake.render_status : STATUS_NOT_SUPPORTED; }

/* What the trivial driver never asks for. */
#define NONE(name, arg) NTSTATUS DDI_CALL name(arg *a) { return STATUS_NOT_SUPPORTED; }
NONE(D3DKMTCreateAllocation2, D3DKMT_CREATEALLOCATION)
NONE(D3DKMTDestroyAllocation, const D3DKMT_DESTROYALLOCATION)
NONE(D3DKMTSetAllocationPriority, const D3DKMT_SETALLOCATIONPRIORITY)
NONE(D3DKMTQueryAllocationResidency, const D3DKMT_QUERYALLOCATIONRESIDENCY)
NONE(D3DKMTLock, D3DKMT_LOCK)
NONE(D3DKMTUnlock, const D3DKMT_UNLOCK)
NONE(D3DKMTEscape, const D3DKMT_ESCAPE)
NONE(D3DKMTCreateContext, D3DKMT_CREATECONTEXT)
NONE(D3DKMTDestroyContext, const D3DKMT_DESTROYCONTEXT)
NONE(D3DKMTCreateSynchronizationObject, D3DKMT_CREATESYNCHRONIZATIONOBJECT)
NONE(D3DKMTWaitForSynchronizationObject, const D3DKMT_WAITFORSYNCHRONIZATIONOBJECT)
NONE(D3DKMTWaitForSynchronizationObject2, const D3DKMT_WAITFORSYNCHRONIZATIONOBJECT2)
NONE(D3DKMTSignalSynchronizationObject, const D3DKMT_SIGNALSYNCHRONIZATIONOBJECT)
NONE(D3DKMTSignalSynchronizationObject2, const D3DKMT_SIGNALSYNCHRONIZATIONOBJECT2)
NONE(D3DKMTOfferAllocations, const D3DKMT_OFFERALLOCATIONS)
NONE(D3DKMTReclaimAllocations, const D3DKMT_RECLAIMALLOCATIONS)
NONE(D3DKMTWaitForVerticalBlankEvent, const D3DKMT_WAITFORVERTICALBLANKEVENT)
NONE(D3DKMTQueryResourceInfo, D3DKMT_QUERYRESOURCEINFO)
NONE(D3DKMTOpenResource2, D3DKMT_OPENRESOURCE)
NONE(D3DKMTOpenKeyedMutex2, D3DKMT_OPENKEYEDMUTEX2)
NONE(D3DKMTOpenNtHandleFromName, D3DKMT_OPENNTHANDLEFROMNAME)
NONE(D3DKMTQueryResourceInfoFromNtHandle, D3DKMT_QUERYRESOURCEINFOFROMNTHANDLE)
NONE(D3DKMTOpenResourceFromNtHandle, D3DKMT_OPENRESOURCEFROMNTHANDLE)

/* One keyed mutex, and a synchronisation object that nobody waits for. */
#define MUTEX 0x90u
#define SYNC 0xa0u

NTSTATUS DDI_CALL D3DKMTCreateKeyedMutex2(D3DKMT_CREATEKEYEDMUTEX2 *arg)
{
    arg->hKeyedMutex = MUTEX;
    arg->hSharedHandle = arg->Flags.NtSecuritySharing ? 0 : MUTEX + 1;
    fake.mutex_key = arg->InitialValue;
    fake.mutexes++;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTDestroyKeyedMutex(const D3DKMT_DESTROYKEYEDMUTEX *arg)
{
    fake.mutexes--;
    return arg->hKeyedMutex == MUTEX ? 0 : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_CALL D3DKMTAcquireKeyedMutex(D3DKMT_ACQUIREKEYEDMUTEX *arg)
{
    if (fake.mutex_owner || arg->Key != fake.mutex_key) return STATUS_TIMEOUT;
    fake.mutex_owner = arg->hKeyedMutex;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTReleaseKeyedMutex(D3DKMT_RELEASEKEYEDMUTEX *arg)
{
    fake.mutex_owner = 0;
    fake.mutex_key = arg->Key;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTCreateSynchronizationObject2(D3DKMT_CREATESYNCHRONIZATIONOBJECT2 *arg)
{
    arg->hSyncObject = SYNC;
    return 0;
}

NTSTATUS DDI_CALL D3DKMTDestroySynchronizationObject(const D3DKMT_DESTROYSYNCHRONIZATIONOBJECT *arg)
{
    return arg->hSyncObject == SYNC ? 0 : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_CALL D3DKMTShareObjects(UINT n, const D3DKMT_HANDLE *objects, POBJECT_ATTRIBUTES attributes, DWORD access, HANDLE *handle)
{
    fake.shares++;
    fake.n_objects = n;
    *handle = (HANDLE)(uintptr_t)0x44;
    return 0;
}
