/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmdt_records_2.h - records of video present networks, monitors, protected output.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMDT_RECORDS_2_H
#define DDI_D3DKMDT_RECORDS_2_H

#pragma pack(push, 1)
struct _DXGK_NODEMETADATA {
    DXGK_ENGINE_TYPE EngineType;
    DDI_WCHAR FriendlyName[32];
    UINT32 Reserved;
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGK_GPUCLOCKDATA {
    ULONGLONG GpuFrequency;
    ULONGLONG GpuClockCounter;
    ULONGLONG CpuClockCounter;
};
#pragma pack(pop)

#endif
