/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmthk_debug.h - debug: records of kernel graphics services for a runtime (D3DKMT).
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMTHK_DEBUG_H
#define DDI_D3DKMTHK_DEBUG_H

struct _D3DKMT_MIRACASTCOMPANIONDRIVERNAME {
    DDI_WCHAR MiracastCompanionDriverName[260];
};

struct _D3DKMT_PAGE_TABLE_LEVEL_DESC {
    UINT IndexBitCount;
    UINT64 IndexMask;
    UINT64 IndexShift;
    UINT64 LowerLevelsMask;
    UINT64 EntryCoverageInPages;
};

struct _DXGK_ESCAPE_GPUMMUCAPS {
    BOOLEAN ReadOnlyMemorySupported;
    BOOLEAN NoExecuteMemorySupported;
    BOOLEAN ZeroInPteSupported;
    BOOLEAN CacheCoherentMemorySupported;
    BOOLEAN LargePageSupported;
    BOOLEAN DualPteSupported;
    BOOLEAN AllowNonAlignedLargePageAddress;
    UINT VirtualAddressBitCount;
    UINT PageTableLevelCount;
    D3DKMT_PAGE_TABLE_LEVEL_DESC PageTableLevelDesk[6];
};

struct _D3DKMT_VAD_DESC {
    UINT VadIndex;
    UINT64 VadAddress;
    UINT NumMappedRanges;
    UINT VadType;
    UINT64 StartAddress;
    UINT64 EndAddress;
};

struct _D3DKMT_VA_RANGE_DESC {
    UINT64 VadAddress;
    UINT VaRangeIndex;
    UINT PhysicalAdapterIndex;
    UINT64 StartAddress;
    UINT64 EndAddress;
    UINT64 DriverProtection;
    UINT OwnerType;
    UINT64 pOwner;
    UINT64 OwnerOffset;
    UINT Protection;
};

struct _D3DKMT_GET_GPUMMU_CAPS {
    UINT PhysicalAdapterIndex;
    DXGK_ESCAPE_GPUMMUCAPS GpuMmuCaps;
};

struct _D3DKMT_GET_PTE {
    UINT PhysicalAdapterIndex;
    UINT PageTableLevel;
    UINT PageTableIndex[6];
    BOOLEAN b64KBPte;
    UINT NumPtes;
    DXGK_PTE Pte[64];
    UINT NumValidEntries;
};

struct _D3DKMT_SEGMENT_CAPS {
    UINT64 Size;
    UINT PageSize;
    ULONG SegmentId;
    BOOLEAN bAperture;
    BOOLEAN bReservedSysMem;
    D3DKMT_MEMORY_SEGMENT_GROUP BudgetGroup;
};

struct _D3DKMT_GET_SEGMENT_CAPS {
    UINT PhysicalAdapterIndex;
    UINT NumSegments;
    D3DKMT_SEGMENT_CAPS SegmentCaps[32];
};

struct _D3DKMT_EVICTION_CRITERIA {
    UINT64 MinimumSize;
    UINT64 MaximumSize;
    struct {
        union {
            struct {
                UINT Primary : 1;
                UINT Reserved : 31;
            } Flags;
            UINT Value;
        };
    };
};

struct _D3DKMT_VIDMM_ESCAPE {
    D3DKMT_VIDMMESCAPETYPE Type;
    union {
        struct {
            union {
                struct {
                    ULONG ProbeAndLock : 1;
                    ULONG SplitPoint : 1;
                    ULONG NoDemotion : 1;
                    ULONG SwizzlingAperture : 1;
                    ULONG PagingPathLockSubRange : 1;
                    ULONG PagingPathLockMinRange : 1;
                    ULONG ComplexLock : 1;
                    ULONG FailVARotation : 1;
                    ULONG NoWriteCombined : 1;
                    ULONG NoPrePatching : 1;
                    ULONG AlwaysRepatch : 1;
                    ULONG ExpectPreparationFailure : 1;
                    ULONG FailUserModeVAMapping : 1;
                    ULONG NeverDiscardOfferedAllocation : 1;
                    ULONG AlwaysDiscardOfferedAllocation : 1;
                    ULONG Reserved : 17;
                };
                ULONG Value;
            };
        } SetFault;
        struct {
            D3DKMT_HANDLE ResourceHandle;
            D3DKMT_HANDLE AllocationHandle;
            HANDLE hProcess;
        } Evict;
        struct {
            UINT64 NtHandle;
        } EvictByNtHandle;
        struct {
            union {
                struct {
                    UINT NumVads;
                } GetNumVads;
                D3DKMT_VAD_DESC GetVad;
                D3DKMT_VA_RANGE_DESC GetVadRange;
                D3DKMT_GET_GPUMMU_CAPS GetGpuMmuCaps;
                D3DKMT_GET_PTE GetPte;
                D3DKMT_GET_SEGMENT_CAPS GetSegmentCaps;
            };
            D3DKMT_VAD_ESCAPE_COMMAND Command;
            NTSTATUS Status;
        } GetVads;
        struct {
            ULONGLONG LocalMemoryBudget;
            ULONGLONG SystemMemoryBudget;
        } SetBudget;
        struct {
            HANDLE hProcess;
            BOOL bAllowWakeOnSubmission;
        } SuspendProcess;
        struct {
            HANDLE hProcess;
        } ResumeProcess;
        struct {
            UINT64 NumBytesToTrim;
        } GetBudget;
        struct {
            ULONG MinTrimInterval;
            ULONG MaxTrimInterval;
            ULONG IdleTrimInterval;
        } SetTrimIntervals;
        D3DKMT_EVICTION_CRITERIA EvictByCriteria;
        struct {
            BOOL bFlush;
        } Wake;
        struct {
            D3DKMT_DEFRAG_ESCAPE_OPERATION Operation;
            UINT SegmentId;
            ULONGLONG TotalCommitted;
            ULONGLONG TotalFree;
            ULONGLONG LargestGapBefore;
            ULONGLONG LargestGapAfter;
        } Defrag;
    };
};

struct _D3DKMT_VIDSCH_ESCAPE {
    D3DKMT_VIDSCHESCAPETYPE Type;
    union {
        BOOL PreemptionControl;
        BOOL EnableContextDelay;
        struct {
            ULONG TdrControl;
            union {
                ULONG NodeOrdinal;
            };
        } TdrControl2;
        BOOL SuspendScheduler;
        ULONG TdrControl;
        ULONG SuspendTime;
        struct {
            UINT Count;
            UINT Time;
        } TdrLimit;
        D3DKMT_ESCAPE_PFN_CONTROL_COMMAND PfnControl;
    };
};

struct _D3DKMT_TDRDBGCTRL_ESCAPE {
    D3DKMT_TDRDBGCTRLTYPE TdrControl;
    union {
        ULONG NodeOrdinal;
    };
};

struct _D3DKMT_DMM_ESCAPE {
    D3DKMT_DMMESCAPETYPE Type;
    SIZE_T ProvidedBufferSize;
    SIZE_T MinRequiredBufferSize;
    UCHAR Data[1];
};

#pragma pack(push, 1)
struct _D3DKMT_BRIGHTNESS_POSSIBLE_LEVELS {
    UCHAR LevelCount;
    UCHAR BrightnessLevels[256];
};
#pragma pack(pop)

struct _D3DKMT_BRIGHTNESS_INFO {
    D3DKMT_BRIGHTNESS_INFO_TYPE Type;
    union {
        D3DKMT_BRIGHTNESS_POSSIBLE_LEVELS PossibleLevels;
        UCHAR Brightness;
        DXGK_BRIGHTNESS_CAPS BrightnessCaps;
        DXGK_BRIGHTNESS_STATE BrightnessState;
        DXGK_BACKLIGHT_OPTIMIZATION_LEVEL OptimizationLevel;
        DXGK_BACKLIGHT_INFO ReductionInfo;
        BOOLEAN VerboseLogging;
    };
};

struct _D3DKMT_DEVICE_ESCAPE {
    D3DKMT_DEVICEESCAPE_TYPE Type;
    union {
        struct {
            D3DKMT_HANDLE hPrimaryAllocation;
            D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
        } VidPnFromAllocation;
    };
};

struct _D3DKMT_DEBUG_SNAPSHOT_ESCAPE {
    ULONG Length;
    BYTE Buffer[1];
};

struct _D3DKMT_ACTIVATE_SPECIFIC_DIAG_ESCAPE {
    D3DKMT_ACTIVATE_SPECIFIC_DIAG_TYPE Type;
    BOOL Activate;
};

struct _D3DKMT_ESCAPE {
    D3DKMT_HANDLE hAdapter;
    D3DKMT_HANDLE hDevice;
    D3DKMT_ESCAPETYPE Type;
    D3DDDI_ESCAPEFLAGS Flags;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
    D3DKMT_HANDLE hContext;
};

typedef struct {
    DXGK_MIRACAST_CHUNK_INFO ChunkInfo;
    UINT PrivateDriverDataSize;
    BYTE PrivateDriverData[1];
} D3DKMT_MIRACAST_CHUNK_DATA;

struct _D3DKMT_MIRACAST_DISPLAY_DEVICE_STATUS {
    D3DKMT_MIRACAST_DISPLAY_DEVICE_STATE State;
};

struct _D3DKMT_MIRACAST_DISPLAY_DEVICE_CAPS {
    BOOLEAN HdcpSupported;
    ULONG DefaultControlPort;
};

#endif
