/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * child.c - one video output for each scanout. Child uids are the VidPn's target ids (nc-dispmprt-
 * dxgkddi_query_child_relations): the scanout's number.
 *
 * Always connected, as HD15: a screen that must first be indicated makes Windows commit an empty VidPn, INTERNAL
 * is never enumerated on a non-VGA function, OTHER cannot be forced (traps.md L12, L14).
 */
#include "kmd.h"
#include "ddi.h"

PVK_PAGED NTSTATUS DDI_CALL PvkDdiQueryChildRelations(const PVOID MiniportDeviceContext, PDXGK_CHILD_DESCRIPTOR ChildRelations,
                                                      ULONG ChildRelationsSize)
{
    const struct pvk_adapter *a = MiniportDeviceContext;
    ULONG n = ChildRelationsSize / sizeof *ChildRelations;

    PAGED_CODE();
    /* The last element stays zero (traps.md L13). */
    for (ULONG i = 0; i + 1 < n && i < a->n_scanouts; i++) {
        DXGK_CHILD_DESCRIPTOR *c = &ChildRelations[i];
        c->ChildDeviceType = TypeVideoOutput;
        c->ChildCapabilities.Type.VideoOutput.InterfaceTechnology = D3DKMDT_VOT_HD15;
        c->ChildCapabilities.Type.VideoOutput.MonitorOrientationAwareness = D3DKMDT_MOA_NONE;
        c->ChildCapabilities.Type.VideoOutput.SupportsSdtvModes = FALSE;
        c->ChildCapabilities.HpdAwareness = HpdAwarenessAlwaysConnected;
        c->AcpiUid = 0;
        c->ChildUid = i;
    }
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiQueryChildStatus(IN_CONST_PVOID MiniportDeviceContext, INOUT_PDXGK_CHILD_STATUS ChildStatus,
                                                   IN_BOOLEAN NonDestructiveOnly)
{
    const struct pvk_adapter *a = MiniportDeviceContext;

    PAGED_CODE();
    if (ChildStatus->ChildUid >= a->n_scanouts) return STATUS_INVALID_PARAMETER;
    switch (ChildStatus->Type) {
    case StatusConnection:
        ChildStatus->HotPlug.Connected = TRUE;
        return STATUS_SUCCESS;
    case StatusRotation:
        ChildStatus->Rotation.Angle = 0;
        return STATUS_SUCCESS;
    default:
        return STATUS_NOT_SUPPORTED;
    }
}

/* Any part of the EDID, never more than asked (traps.md D7). */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiQueryDeviceDescriptor(IN_CONST_PVOID MiniportDeviceContext, IN_ULONG ChildUid,
                                                        INOUT_PDXGK_DEVICE_DESCRIPTOR DeviceDescriptor)
{
    const struct pvk_adapter *a = MiniportDeviceContext;
    ULONG at = DeviceDescriptor->DescriptorOffset, n = DeviceDescriptor->DescriptorLength;

    PAGED_CODE();
    if (ChildUid >= a->n_scanouts) return STATUS_GRAPHICS_CHILD_DESCRIPTOR_NOT_SUPPORTED;
    if (!a->edid_size) return STATUS_MONITOR_NO_DESCRIPTOR;
    if (at >= a->edid_size) return STATUS_MONITOR_NO_MORE_DESCRIPTOR_DATA;
    if (n > a->edid_size - at) n = a->edid_size - at;
    RtlCopyMemory(DeviceDescriptor->DescriptorBuffer, a->edid + at, n);
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiGetChildContainerId(PVOID MiniportDeviceContext, ULONG ChildUid,
                                                      PDXGK_CHILD_CONTAINER_ID ContainerId)
{
    PAGED_CODE();
    return STATUS_MONITOR_NO_DESCRIPTOR; /* the id that Windows made up stays */
}
