/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_dispmprt_entries.h - entry points of the display port driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_DISPMPRT_ENTRIES_H
#define DDI_DISPMPRT_ENTRIES_H

NTSTATUS DDI_CALL DxgkInitialize(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath,
    PDRIVER_INITIALIZATION_DATA DriverInitializationData);
NTSTATUS DDI_CALL DxgkInitializeDisplayOnlyDriver(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath,
    PKMDDOD_INITIALIZATION_DATA KmdDodInitializationData);

#endif
