/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmthk_records_3.h - records of the kernel graphics services that a user-mode runtime calls (D3DKMT).
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMTHK_RECORDS_3_H
#define DDI_D3DKMTHK_RECORDS_3_H

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

struct _OUTPUTDUPL_CONTEXT_DEBUG_INFO {
    OUTPUTDUPL_CONTEXT_DEBUG_STATUS Status;
    HANDLE ProcessID;
    UINT32 AccumulatedPresents;
    LARGE_INTEGER LastPresentTime;
    LARGE_INTEGER LastMouseTime;
    CHAR ProcessName[16];
};

struct _D3DKMT_OUTPUTDUPL_SNAPSHOT {
    UINT Size;
    UINT SessionProcessCount;
    UINT SessionActiveConnectionsCount;
    UINT NumVidPnSources;
    UINT NumOutputDuplContexts;
    OUTPUTDUPL_CONTEXT_DEBUG_INFO OutputDuplDebugInfos[0];
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

struct _D3DKMT_VIDPNSOURCEOWNER_FLAGS {
    union {
        struct {
            UINT AllowOutputDuplication : 1;
            UINT DisableDWMVirtualMode : 1;
            UINT UseNtHandles : 1;
            UINT Reserved : 29;
        };
        UINT Value;
    };
};

struct _D3DKMT_SETVIDPNSOURCEOWNER {
    D3DKMT_HANDLE hDevice;
    const D3DKMT_VIDPNSOURCEOWNER_TYPE *pType;
    const D3DDDI_VIDEO_PRESENT_SOURCE_ID *pVidPnSourceId;
    UINT VidPnSourceCount;
};

struct _D3DKMT_SETVIDPNSOURCEOWNER1 {
    D3DKMT_SETVIDPNSOURCEOWNER Version0;
    D3DKMT_VIDPNSOURCEOWNER_FLAGS Flags;
};

struct _D3DKMT_CHECKVIDPNEXCLUSIVEOWNERSHIP {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMT_GETPRESENTHISTORY {
    D3DKMT_HANDLE hAdapter;
    UINT ProvidedSize;
    UINT WrittenSize;
    D3DKMT_PRESENTHISTORYTOKEN *pTokens;
    UINT NumTokens;
};

struct _D3DKMT_CREATEOVERLAY {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_HANDLE hDevice;
    D3DDDI_KERNELOVERLAYINFO OverlayInfo;
    D3DKMT_HANDLE hOverlay;
};

struct _D3DKMT_UPDATEOVERLAY {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hOverlay;
    D3DDDI_KERNELOVERLAYINFO OverlayInfo;
};

struct _D3DKMT_FLIPOVERLAY {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hOverlay;
    D3DKMT_HANDLE hSource;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
};

struct _D3DKMT_GETOVERLAYSTATE {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hOverlay;
    BOOLEAN OverlayEnabled;
};

struct _D3DKMT_DESTROYOVERLAY {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hOverlay;
};

struct _D3DKMT_WAITFORVERTICALBLANKEVENT {
    D3DKMT_HANDLE hAdapter;
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMT_WAITFORVERTICALBLANKEVENT2 {
    D3DKMT_HANDLE hAdapter;
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT NumObjects;
    HANDLE ObjectHandleArray[8];
};

struct _D3DKMT_GETVERTICALBLANKEVENT {
    D3DKMT_HANDLE hAdapter;
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    HANDLE *phEvent;
};

struct _D3DKMT_SETSYNCREFRESHCOUNTWAITTARGET {
    D3DKMT_HANDLE hAdapter;
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT TargetSyncRefreshCount;
};

struct _D3DKMT_SETGAMMARAMP {
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DDDI_GAMMARAMP_TYPE Type;
    union {
        D3DDDI_GAMMA_RAMP_RGB256x3x16 *pGammaRampRgb256x3x16;
        D3DDDI_GAMMA_RAMP_DXGI_1 *pGammaRampDXGI1;
    };
    UINT Size;
};

struct _D3DKMT_ADJUSTFULLSCREENGAMMA {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DDDI_DXGI_RGB Scale;
    D3DDDI_DXGI_RGB Offset;
};

struct _D3DKMT_SETVIDPNSOURCEHWPROTECTION {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    BOOL HwProtected;
};

struct _D3DKMT_SETHWPROTECTIONTEARDOWNRECOVERY {
    D3DKMT_HANDLE hAdapter;
    BOOL Recovered;
};

struct _D3DKMT_DEVICERESET_STATE {
    union {
        struct {
            UINT DesktopSwitched : 1;
            UINT Reserved : 31;
        };
        UINT Value;
    };
};

struct _D3DKMT_PRESENT_STATS {
    UINT PresentCount;
    UINT PresentRefreshCount;
    UINT SyncRefreshCount;
    LARGE_INTEGER SyncQPCTime;
    LARGE_INTEGER SyncGPUTime;
};

struct _D3DKMT_DEVICEPRESENT_STATE {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_PRESENT_STATS PresentStats;
};

struct _D3DKMT_PRESENT_STATS_DWM {
    UINT PresentCount;
    UINT PresentRefreshCount;
    LARGE_INTEGER PresentQPCTime;
    UINT SyncRefreshCount;
    LARGE_INTEGER SyncQPCTime;
    UINT CustomPresentDuration;
};

struct _D3DKMT_DEVICEPRESENT_STATE_DWM {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_PRESENT_STATS_DWM PresentStatsDWM;
};

struct _D3DKMT_GETDEVICESTATE {
    D3DKMT_HANDLE hDevice;
    D3DKMT_DEVICESTATE_TYPE StateType;
    union {
        D3DKMT_DEVICEEXECUTION_STATE ExecutionState;
        D3DKMT_DEVICEPRESENT_STATE PresentState;
        D3DKMT_DEVICERESET_STATE ResetState;
        D3DKMT_DEVICEPRESENT_STATE_DWM PresentStateDWM;
    };
};

struct _D3DKMT_CREATEDCFROMMEMORY {
    void *pMemory;
    D3DDDIFORMAT Format;
    UINT Width;
    UINT Height;
    UINT Pitch;
    HDC hDeviceDc;
    PALETTEENTRY *pColorTable;
    HDC hDc;
    HANDLE hBitmap;
};

struct _D3DKMT_DESTROYDCFROMMEMORY {
    HDC hDc;
    HANDLE hBitmap;
};

struct _D3DKMT_SETCONTEXTSCHEDULINGPRIORITY {
    D3DKMT_HANDLE hContext;
    INT Priority;
};

struct _D3DKMT_SETCONTEXTINPROCESSSCHEDULINGPRIORITY {
    D3DKMT_HANDLE hContext;
    INT Priority;
};

struct _D3DKMT_CHANGESURFACEPOINTER {
    HDC hDC;
    HANDLE hBitmap;
    LPVOID pSurfacePointer;
    UINT Width;
    UINT Height;
    UINT Pitch;
};

struct _D3DKMT_GETCONTEXTSCHEDULINGPRIORITY {
    D3DKMT_HANDLE hContext;
    INT Priority;
};

struct _D3DKMT_GETCONTEXTINPROCESSSCHEDULINGPRIORITY {
    D3DKMT_HANDLE hContext;
    INT Priority;
};

struct _D3DKMT_GETSCANLINE {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    BOOLEAN InVerticalBlank;
    UINT ScanLine;
};

struct _D3DKMT_SETQUEUEDLIMIT {
    D3DKMT_HANDLE hDevice;
    D3DKMT_QUEUEDLIMIT_TYPE Type;
    union {
        UINT QueuedPresentLimit;
        struct {
            D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
            UINT QueuedPendingFlipLimit;
        };
    };
};

struct DDI_MS_BITS _D3DKMT_POLLDISPLAYCHILDREN {
    D3DKMT_HANDLE hAdapter;
    UINT NonDestructiveOnly : 1;
    UINT SynchronousPolling : 1;
    UINT DisableModeReset : 1;
    UINT PollAllAdapters : 1;
    UINT PollInterruptible : 1;
    UINT Reserved : 27;
};

struct _D3DKMT_INVALIDATEACTIVEVIDPN {
    D3DKMT_HANDLE hAdapter;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
};

struct _D3DKMT_CHECKOCCLUSION {
    HWND hWindow;
};

struct _D3DKMT_WAITFORIDLE {
    D3DKMT_HANDLE hDevice;
};

struct _D3DKMT_CHECKMONITORPOWERSTATE {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMT_SETDISPLAYPRIVATEDRIVERFORMAT {
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT PrivateDriverFormatAttribute;
};

struct _D3DKMT_CREATEKEYEDMUTEX {
    UINT64 InitialValue;
    D3DKMT_HANDLE hSharedHandle;
    D3DKMT_HANDLE hKeyedMutex;
};

struct _D3DKMT_OPENKEYEDMUTEX {
    D3DKMT_HANDLE hSharedHandle;
    D3DKMT_HANDLE hKeyedMutex;
};

struct _D3DKMT_DESTROYKEYEDMUTEX {
    D3DKMT_HANDLE hKeyedMutex;
};

struct _D3DKMT_ACQUIREKEYEDMUTEX {
    D3DKMT_HANDLE hKeyedMutex;
    UINT64 Key;
    PLARGE_INTEGER pTimeout;
    UINT64 FenceValue;
};

struct _D3DKMT_RELEASEKEYEDMUTEX {
    D3DKMT_HANDLE hKeyedMutex;
    UINT64 Key;
    UINT64 FenceValue;
};

struct _D3DKMT_CREATEKEYEDMUTEX2_FLAGS {
    union {
        struct {
            UINT NtSecuritySharing : 1;
            UINT Reserved : 31;
        };
        UINT Value;
    };
};

struct _D3DKMT_CREATEKEYEDMUTEX2 {
    UINT64 InitialValue;
    D3DKMT_HANDLE hSharedHandle;
    D3DKMT_HANDLE hKeyedMutex;
    void *pPrivateRuntimeData;
    UINT PrivateRuntimeDataSize;
    D3DKMT_CREATEKEYEDMUTEX2_FLAGS Flags;
};

struct _D3DKMT_OPENKEYEDMUTEX2 {
    D3DKMT_HANDLE hSharedHandle;
    D3DKMT_HANDLE hKeyedMutex;
    void *pPrivateRuntimeData;
    UINT PrivateRuntimeDataSize;
};

struct _D3DKMT_ACQUIREKEYEDMUTEX2 {
    D3DKMT_HANDLE hKeyedMutex;
    UINT64 Key;
    PLARGE_INTEGER pTimeout;
    UINT64 FenceValue;
    void *pPrivateRuntimeData;
    UINT PrivateRuntimeDataSize;
};

struct _D3DKMT_RELEASEKEYEDMUTEX2 {
    D3DKMT_HANDLE hKeyedMutex;
    UINT64 Key;
    UINT64 FenceValue;
    void *pPrivateRuntimeData;
    UINT PrivateRuntimeDataSize;
};

struct _D3DKMT_CREATESWAPCHAIN {
    BOOL bProducer;
    D3DKMT_HANDLE hDevice;
    POBJECT_ATTRIBUTES pObjectAttributes;
    ACCESS_MASK DesiredAccess;
    UINT SurfaceCount;
    HANDLE *pNtSurfaceHandles;
    BOOL bFailAcquireIfSurfaceBusy;
    HANDLE BufferAvailableEvent;
    HANDLE hNtSwapChain;
};

struct _D3DKMT_OPENSWAPCHAIN {
    HANDLE hNtSwapChain;
    POBJECT_ATTRIBUTES pObjectAttributes;
    BOOL bProducer;
    D3DKMT_HANDLE hDevice;
    BOOL bFailAcquireIfSurfaceBusy;
    ACCESS_MASK DesiredAccess;
    ACCESS_MASK DesiredAccessTextures;
    HANDLE BufferAvailableEvent;
    UINT SurfaceCount;
    HANDLE *pNtSurfaceHandles;
};

#endif
