/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_dispmprt_enums.h - enums of the display port driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_DISPMPRT_ENUMS_H
#define DDI_DISPMPRT_ENUMS_H

typedef enum _EMULATOR_PORT_ACCESS_TYPE {
    Uchar = 0,
    Ushort = 1,
    Ulong = 2,
} EMULATOR_PORT_ACCESS_TYPE;

typedef enum _DXGK_EVENT_TYPE {
    DxgkUndefinedEvent = 0,
    DxgkAcpiEvent = 1,
    DxgkPowerStateEvent = 2,
    DxgkDockingEvent = 3,
    DxgkChainedAcpiEvent = 4,
} DXGK_EVENT_TYPE;

typedef enum _DXGK_CHILD_DEVICE_TYPE {
    TypeUninitialized = 0,
    TypeVideoOutput = 1,
    TypeOther = 2,
    TypeIntegratedDisplay = 3,
} DXGK_CHILD_DEVICE_TYPE;

typedef enum _DXGK_CHILD_STATUS_TYPE {
    StatusUninitialized = 0,
    StatusConnection = 1,
    StatusRotation = 2,
    StatusMiracastConnection = 3,
} DXGK_CHILD_STATUS_TYPE;

typedef enum {
    DxgkServicesAgp = 0,
    DxgkServicesDebugReport = 1,
    DxgkServicesTimedOperation = 2,
    DxgkServicesSPB = 3,
    DxgkServicesBDD = 4,
    DxgkServicesFirmwareTable = 5,
    DxgkServicesIDD = 6,
} DXGK_SERVICES;

typedef enum {
    DockStateUnsupported = 0,
    DockStateUnDocked = 1,
    DockStateDocked = 2,
    DockStateUnknown = 3,
} DOCKING_STATE;

typedef enum _DXGK_SURPRISE_REMOVAL_TYPE {
    DxgkRemovalHibernation = 0,
    DxgkRemovalPnPNotify = 1,
} DXGK_SURPRISE_REMOVAL_TYPE;

typedef enum _DEBUG_LEVEL {
    DlDebugError = 0,
    DlDebugWarning = 1,
    DlDebugTrace = 2,
    DlDebugInfo = 3,
} DEBUG_LEVEL;

#endif
