/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi.h - the entry points that Windows calls (DRIVER_INITIALIZATION_DATA of entry.c). Their IRQLs, results
 * and levels of synchronisation are those of Microsoft's page for the DDI of the same name.
 */
#ifndef PVK_DDI_H
#define PVK_DDI_H

#include "kmd_os.h"

/* adapter.c */
DXGKDDI_ADD_DEVICE PvkDdiAddDevice;
DXGKDDI_START_DEVICE PvkDdiStartDevice;
DXGKDDI_STOP_DEVICE PvkDdiStopDevice;
DXGKDDI_REMOVE_DEVICE PvkDdiRemoveDevice;
DXGKDDI_UNLOAD PvkDdiUnload;
DXGKDDI_RESET_DEVICE PvkDdiResetDevice;
DXGKDDI_SET_POWER_STATE PvkDdiSetPowerState;
DXGKDDI_DISPATCH_IO_REQUEST PvkDdiDispatchIoRequest;
DXGKDDI_NOTIFY_ACPI_EVENT PvkDdiNotifyAcpiEvent;
DXGKDDI_QUERY_INTERFACE PvkDdiQueryInterface;
DXGKDDI_CONTROL_ETW_LOGGING PvkDdiControlEtwLogging;
DXGKDDI_NOTIFY_SURPRISE_REMOVAL PvkDdiNotifySurpriseRemoval;

/* interrupt.c */
DXGKDDI_INTERRUPT_ROUTINE PvkDdiInterruptRoutine;
DXGKDDI_DPC_ROUTINE PvkDdiDpcRoutine;

/* query.c */
DXGKDDI_QUERYADAPTERINFO PvkDdiQueryAdapterInfo;
DXGKDDI_GETNODEMETADATA PvkDdiGetNodeMetadata;

/* device.c */
DXGKDDI_CREATEDEVICE PvkDdiCreateDevice;
DXGKDDI_DESTROYDEVICE PvkDdiDestroyDevice;
DXGKDDI_CREATECONTEXT PvkDdiCreateContext;
DXGKDDI_DESTROYCONTEXT PvkDdiDestroyContext;

/* alloc.c, standard.c */
DXGKDDI_CREATEALLOCATION PvkDdiCreateAllocation;
DXGKDDI_DESTROYALLOCATION PvkDdiDestroyAllocation;
DXGKDDI_DESCRIBEALLOCATION PvkDdiDescribeAllocation;
DXGKDDI_OPENALLOCATIONINFO PvkDdiOpenAllocation;
DXGKDDI_CLOSEALLOCATION PvkDdiCloseAllocation;
DXGKDDI_GETSTANDARDALLOCATIONDRIVERDATA PvkDdiGetStandardAllocationDriverData;
DXGKDDI_ACQUIRESWIZZLINGRANGE PvkDdiAcquireSwizzlingRange;
DXGKDDI_RELEASESWIZZLINGRANGE PvkDdiReleaseSwizzlingRange;

/* render.c, present.c, paging.c */
DXGKDDI_RENDER PvkDdiRender, PvkDdiRenderKm;
DXGKDDI_PATCH PvkDdiPatch;
DXGKDDI_PRESENT PvkDdiPresent;
DXGKDDI_BUILDPAGINGBUFFER PvkDdiBuildPagingBuffer;

/* submit.c, reset.c */
DXGKDDI_SUBMITCOMMAND PvkDdiSubmitCommand;
DXGKDDI_PREEMPTCOMMAND PvkDdiPreemptCommand;
DXGKDDI_QUERYCURRENTFENCE PvkDdiQueryCurrentFence;
DXGKDDI_RESETENGINE PvkDdiResetEngine;
DXGKDDI_QUERYENGINESTATUS PvkDdiQueryEngineStatus;
DXGKDDI_QUERYDEPENDENTENGINEGROUP PvkDdiQueryDependentEngineGroup;
DXGKDDI_RESETFROMTIMEOUT PvkDdiResetFromTimeout;
DXGKDDI_RESTARTFROMTIMEOUT PvkDdiRestartFromTimeout;
DXGKDDI_COLLECTDBGINFO PvkDdiCollectDbgInfo;

/* escape.c */
DXGKDDI_ESCAPE PvkDdiEscape;

/* child.c */
DXGKDDI_QUERY_CHILD_RELATIONS PvkDdiQueryChildRelations;
DXGKDDI_QUERY_CHILD_STATUS PvkDdiQueryChildStatus;
DXGKDDI_QUERY_DEVICE_DESCRIPTOR PvkDdiQueryDeviceDescriptor;
DXGKDDI_GET_CHILD_CONTAINER_ID PvkDdiGetChildContainerId;

/* display.c, pointer.c, post.c */
DXGKDDI_SETVIDPNSOURCEADDRESS PvkDdiSetVidPnSourceAddress;
DXGKDDI_SETVIDPNSOURCEVISIBILITY PvkDdiSetVidPnSourceVisibility;
DXGKDDI_CONTROLINTERRUPT PvkDdiControlInterrupt;
DXGKDDI_GETSCANLINE PvkDdiGetScanLine;
DXGKDDI_SETPALETTE PvkDdiSetPalette;
DXGKDDI_SETPOINTERPOSITION PvkDdiSetPointerPosition;
DXGKDDI_SETPOINTERSHAPE PvkDdiSetPointerShape;
DXGKDDI_STOPCAPTURE PvkDdiStopCapture;
DXGKDDI_CREATEOVERLAY PvkDdiCreateOverlay;
DXGKDDI_UPDATEOVERLAY PvkDdiUpdateOverlay;
DXGKDDI_FLIPOVERLAY PvkDdiFlipOverlay;
DXGKDDI_DESTROYOVERLAY PvkDdiDestroyOverlay;
DXGKDDI_SETDISPLAYPRIVATEDRIVERFORMAT PvkDdiSetDisplayPrivateDriverFormat;
DXGKDDI_STOP_DEVICE_AND_RELEASE_POST_DISPLAY_OWNERSHIP PvkDdiStopDeviceAndReleasePostDisplayOwnership;
DXGKDDI_SYSTEM_DISPLAY_ENABLE PvkDdiSystemDisplayEnable;
DXGKDDI_SYSTEM_DISPLAY_WRITE PvkDdiSystemDisplayWrite;

/* vidpn.c */
DXGKDDI_ISSUPPORTEDVIDPN PvkDdiIsSupportedVidPn;
DXGKDDI_RECOMMENDFUNCTIONALVIDPN PvkDdiRecommendFunctionalVidPn;
DXGKDDI_ENUMVIDPNCOFUNCMODALITY PvkDdiEnumVidPnCofuncModality;
DXGKDDI_COMMITVIDPN PvkDdiCommitVidPn;
DXGKDDI_UPDATEACTIVEVIDPNPRESENTPATH PvkDdiUpdateActiveVidPnPresentPath;
DXGKDDI_RECOMMENDMONITORMODES PvkDdiRecommendMonitorModes;
DXGKDDI_RECOMMENDVIDPNTOPOLOGY PvkDdiRecommendVidPnTopology;
DXGKDDI_QUERYVIDPNHWCAPABILITY PvkDdiQueryVidPnHWCapability;

/* entry.c: Windows and the miniature call it by this name. */
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registry_path);
/* displib.c: DxgkInitialize without displib.lib. */
NTSTATUS pvk_dxgk_initialize(PDRIVER_OBJECT driver, PUNICODE_STRING registry_path, DRIVER_INITIALIZATION_DATA *data);

#endif
