/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * entry.c - the table of entry points. WDDM 1.3: every render and display entry is there, the members that the
 * page of DRIVER_INITIALIZATION_DATA calls reserved stay NULL, and so do those of features that the
 * capabilities do not claim (multi-plane overlays, runtime power, cancelling, GPU profiling).
 */
#include "kmd.h"
#include "ddi.h"

PVK_INIT NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registry_path)
{
    DRIVER_INITIALIZATION_DATA d;

    RtlZeroMemory(&d, sizeof d);
    d.Version = 0x4002; /* DXGKDDI_INTERFACE_VERSION_WDDM1_3 */
    d.DxgkDdiAddDevice = PvkDdiAddDevice;
    d.DxgkDdiStartDevice = PvkDdiStartDevice;
    d.DxgkDdiStopDevice = PvkDdiStopDevice;
    d.DxgkDdiRemoveDevice = PvkDdiRemoveDevice;
    d.DxgkDdiDispatchIoRequest = PvkDdiDispatchIoRequest;
    d.DxgkDdiInterruptRoutine = PvkDdiInterruptRoutine;
    d.DxgkDdiDpcRoutine = PvkDdiDpcRoutine;
    d.DxgkDdiQueryChildRelations = PvkDdiQueryChildRelations;
    d.DxgkDdiQueryChildStatus = PvkDdiQueryChildStatus;
    d.DxgkDdiQueryDeviceDescriptor = PvkDdiQueryDeviceDescriptor;
    d.DxgkDdiSetPowerState = PvkDdiSetPowerState;
    d.DxgkDdiNotifyAcpiEvent = PvkDdiNotifyAcpiEvent;
    d.DxgkDdiResetDevice = PvkDdiResetDevice;
    d.DxgkDdiUnload = PvkDdiUnload;
    d.DxgkDdiQueryInterface = PvkDdiQueryInterface;
    d.DxgkDdiControlEtwLogging = PvkDdiControlEtwLogging;
    d.DxgkDdiQueryAdapterInfo = PvkDdiQueryAdapterInfo;
    d.DxgkDdiCreateDevice = PvkDdiCreateDevice;
    d.DxgkDdiCreateAllocation = PvkDdiCreateAllocation;
    d.DxgkDdiDestroyAllocation = PvkDdiDestroyAllocation;
    d.DxgkDdiDescribeAllocation = PvkDdiDescribeAllocation;
    d.DxgkDdiGetStandardAllocationDriverData = PvkDdiGetStandardAllocationDriverData;
    d.DxgkDdiAcquireSwizzlingRange = PvkDdiAcquireSwizzlingRange;
    d.DxgkDdiReleaseSwizzlingRange = PvkDdiReleaseSwizzlingRange;
    d.DxgkDdiPatch = PvkDdiPatch;
    d.DxgkDdiSubmitCommand = PvkDdiSubmitCommand;
    d.DxgkDdiPreemptCommand = PvkDdiPreemptCommand;
    d.DxgkDdiBuildPagingBuffer = PvkDdiBuildPagingBuffer;
    d.DxgkDdiSetPalette = PvkDdiSetPalette;
    d.DxgkDdiSetPointerPosition = PvkDdiSetPointerPosition;
    d.DxgkDdiSetPointerShape = PvkDdiSetPointerShape;
    d.DxgkDdiResetFromTimeout = PvkDdiResetFromTimeout;
    d.DxgkDdiRestartFromTimeout = PvkDdiRestartFromTimeout;
    d.DxgkDdiEscape = PvkDdiEscape;
    d.DxgkDdiCollectDbgInfo = PvkDdiCollectDbgInfo;
    d.DxgkDdiQueryCurrentFence = PvkDdiQueryCurrentFence;
    d.DxgkDdiIsSupportedVidPn = PvkDdiIsSupportedVidPn;
    d.DxgkDdiRecommendFunctionalVidPn = PvkDdiRecommendFunctionalVidPn;
    d.DxgkDdiEnumVidPnCofuncModality = PvkDdiEnumVidPnCofuncModality;
    d.DxgkDdiSetVidPnSourceAddress = PvkDdiSetVidPnSourceAddress;
    d.DxgkDdiSetVidPnSourceVisibility = PvkDdiSetVidPnSourceVisibility;
    d.DxgkDdiCommitVidPn = PvkDdiCommitVidPn;
    d.DxgkDdiUpdateActiveVidPnPresentPath = PvkDdiUpdateActiveVidPnPresentPath;
    d.DxgkDdiRecommendMonitorModes = PvkDdiRecommendMonitorModes;
    d.DxgkDdiRecommendVidPnTopology = PvkDdiRecommendVidPnTopology;
    d.DxgkDdiGetScanLine = PvkDdiGetScanLine;
    d.DxgkDdiStopCapture = PvkDdiStopCapture;
    d.DxgkDdiControlInterrupt = PvkDdiControlInterrupt;
    d.DxgkDdiCreateOverlay = PvkDdiCreateOverlay;
    d.DxgkDdiDestroyDevice = PvkDdiDestroyDevice;
    d.DxgkDdiOpenAllocation = PvkDdiOpenAllocation;
    d.DxgkDdiCloseAllocation = PvkDdiCloseAllocation;
    d.DxgkDdiRender = PvkDdiRender;
    d.DxgkDdiPresent = PvkDdiPresent;
    d.DxgkDdiUpdateOverlay = PvkDdiUpdateOverlay;
    d.DxgkDdiFlipOverlay = PvkDdiFlipOverlay;
    d.DxgkDdiDestroyOverlay = PvkDdiDestroyOverlay;
    d.DxgkDdiCreateContext = PvkDdiCreateContext;
    d.DxgkDdiDestroyContext = PvkDdiDestroyContext;
    d.DxgkDdiSetDisplayPrivateDriverFormat = PvkDdiSetDisplayPrivateDriverFormat;
    d.DxgkDdiRenderKm = PvkDdiRenderKm;
    d.DxgkDdiQueryVidPnHWCapability = PvkDdiQueryVidPnHWCapability;
    d.DxgkDdiQueryDependentEngineGroup = PvkDdiQueryDependentEngineGroup;
    d.DxgkDdiQueryEngineStatus = PvkDdiQueryEngineStatus;
    d.DxgkDdiResetEngine = PvkDdiResetEngine;
    d.DxgkDdiStopDeviceAndReleasePostDisplayOwnership = PvkDdiStopDeviceAndReleasePostDisplayOwnership;
    d.DxgkDdiSystemDisplayEnable = PvkDdiSystemDisplayEnable;
    d.DxgkDdiSystemDisplayWrite = PvkDdiSystemDisplayWrite;
    d.DxgkDdiGetChildContainerId = PvkDdiGetChildContainerId;
    d.DxgkDdiNotifySurpriseRemoval = PvkDdiNotifySurpriseRemoval;
    d.DxgkDdiGetNodeMetadata = PvkDdiGetNodeMetadata;
    return pvk_dxgk_initialize(driver, registry_path, &d);
}
