/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmdt_records.h - records of video present networks, monitors, protected output.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMDT_RECORDS_H
#define DDI_D3DKMDT_RECORDS_H

struct D3DKMDT_HVIDPN__ {
    int unused;
};

struct D3DKMDT_HVIDEOPRESENTSOURCESET__ {
    int unused;
};

struct D3DKMDT_HVIDEOPRESENTTARGETSET__ {
    int unused;
};

struct D3DKMDT_HVIDPNTOPOLOGY__ {
    int unused;
};

struct D3DKMDT_HVIDPNSOURCEMODESET__ {
    int unused;
};

struct D3DKMDT_HVIDPNTARGETMODESET__ {
    int unused;
};

struct D3DKMDT_HMONITORSOURCEMODESET__ {
    int unused;
};

struct D3DKMDT_HMONITORFREQUENCYRANGESET__ {
    int unused;
};

struct D3DKMDT_HMONITORDESCRIPTORSET__ {
    int unused;
};

struct _D3DKMDT_VIDEO_PRESENT_SOURCE {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID Id;
    DWORD dwReserved;
};

struct _D3DKMDT_COLOR_COEFF_DYNAMIC_RANGES {
    UINT FirstChannel;
    UINT SecondChannel;
    UINT ThirdChannel;
    UINT FourthChannel;
};

struct _D3DKMDT_2DREGION {
    UINT cx;
    UINT cy;
};

struct _D3DKMDT_GRAPHICS_RENDERING_FORMAT {
    D3DKMDT_2DREGION PrimSurfSize;
    D3DKMDT_2DREGION VisibleRegionSize;
    DWORD Stride;
    D3DDDIFORMAT PixelFormat;
    D3DKMDT_COLOR_BASIS ColorBasis;
    D3DKMDT_PIXEL_VALUE_ACCESS_MODE PixelValueAccessMode;
};

struct _D3DKMDT_VIDPN_SOURCE_MODE {
    D3DKMDT_VIDEO_PRESENT_SOURCE_MODE_ID Id;
    D3DKMDT_VIDPN_SOURCE_MODE_TYPE Type;
    union {
        D3DKMDT_GRAPHICS_RENDERING_FORMAT Graphics;
        D3DKMDT_TEXT_RENDERING_FORMAT Text;
    } Format;
};

struct _D3DKMDT_VIDEO_PRESENT_TARGET {
    D3DDDI_VIDEO_PRESENT_TARGET_ID Id;
    D3DKMDT_VIDEO_OUTPUT_TECHNOLOGY VideoOutputTechnology;
    DXGK_CHILD_DEVICE_HPD_AWARENESS VideoOutputHpdAwareness;
    D3DKMDT_MONITOR_ORIENTATION_AWARENESS MonitorOrientationAwareness;
    BOOLEAN SupportsSdtvModes;
};

struct _D3DKMDT_VIDEO_SIGNAL_INFO {
    D3DKMDT_VIDEO_SIGNAL_STANDARD VideoStandard;
    D3DKMDT_2DREGION TotalSize;
    D3DKMDT_2DREGION ActiveSize;
    D3DDDI_RATIONAL VSyncFreq;
    D3DDDI_RATIONAL HSyncFreq;
    SIZE_T PixelRate;
    union {
        struct {
            UINT ScanLineOrdering : 3;
            UINT VSyncFreqDivider : 6;
            UINT Reserved : 23;
        } AdditionalSignalInfo;
        D3DDDI_VIDEO_SIGNAL_SCANLINE_ORDERING ScanLineOrdering;
    };
};

union _D3DKMDT_WIRE_FORMAT_AND_PREFERENCE {
    struct {
        D3DKMDT_MODE_PREFERENCE Preference : 2;
        UINT Rgb : 6;
        UINT YCbCr444 : 6;
        UINT YCbCr422 : 6;
        UINT YCbCr420 : 6;
        UINT Intensity : 6;
    };
    UINT Value;
};

struct _D3DKMDT_VIDPN_TARGET_MODE {
    D3DKMDT_VIDEO_PRESENT_TARGET_MODE_ID Id;
    D3DKMDT_VIDEO_SIGNAL_INFO VideoSignalInfo;
    D3DKMDT_MODE_PREFERENCE Preference;
};

#pragma pack(push, 1)
struct _DISPLAYID_DETAILED_TIMING_TYPE_I {
    struct {
        ULONG PixelClock : 24;
        ULONG AspectRatio : 3;
        ULONG Reserved : 1;
        ULONG ScanningType : 1;
        ULONG StereoMode : 2;
        ULONG PreferredTiming : 1;
    };
    USHORT HorizontalActivePixels;
    USHORT HorizontalBlankPixels;
    struct {
        USHORT HorizontalFrontPorch : 15;
        USHORT HorizontalSyncPolarity : 1;
    };
    USHORT HorizontalSyncWidth;
    USHORT VerticalActiveLines;
    USHORT VerticalBlankLines;
    struct {
        USHORT VerticalFrontPorch : 15;
        USHORT VerticalSyncPolarity : 1;
    };
    USHORT VerticalSyncWidth;
};
#pragma pack(pop)

struct _DXGK_TARGETMODE_DETAIL_TIMING {
    D3DKMDT_VIDEO_SIGNAL_STANDARD VideoStandard;
    UINT TimingId;
    DISPLAYID_DETAILED_TIMING_TYPE_I DetailTiming;
};

struct _D3DKMDT_VIDPN_HW_CAPABILITY {
    UINT DriverRotation : 1;
    UINT DriverScaling : 1;
    UINT DriverCloning : 1;
    UINT DriverColorConvert : 1;
    UINT DriverLinkedAdapaterOutput : 1;
    UINT DriverRemoteDisplay : 1;
    UINT Reserved : 26;
};

struct _D3DKMDT_MONITOR_SOURCE_MODE {
    D3DKMDT_MONITOR_SOURCE_MODE_ID Id;
    D3DKMDT_VIDEO_SIGNAL_INFO VideoSignalInfo;
    D3DKMDT_COLOR_BASIS ColorBasis;
    D3DKMDT_COLOR_COEFF_DYNAMIC_RANGES ColorCoeffDynamicRanges;
    D3DKMDT_MONITOR_CAPABILITIES_ORIGIN Origin;
    D3DKMDT_MODE_PREFERENCE Preference;
};

struct _D3DKMDT_FREQUENCY_RANGE {
    D3DDDI_RATIONAL MinVSyncFreq;
    D3DDDI_RATIONAL MaxVSyncFreq;
    D3DDDI_RATIONAL MinHSyncFreq;
    D3DDDI_RATIONAL MaxHSyncFreq;
};

struct _D3DKMDT_MONITOR_FREQUENCY_RANGE {
    D3DKMDT_MONITOR_CAPABILITIES_ORIGIN Origin;
    D3DKMDT_FREQUENCY_RANGE RangeLimits;
    D3DKMDT_MONITOR_FREQUENCY_RANGE_CONSTRAINT ConstraintType;
    union {
        D3DKMDT_2DREGION ActiveSize;
        SIZE_T MaxPixelRate;
    } Constraint;
};

struct _D3DKMDT_VIDPN_PRESENT_PATH_SCALING_SUPPORT {
    UINT Identity : 1;
    UINT Centered : 1;
    UINT Stretched : 1;
    UINT AspectRatioCenteredMax : 1;
    UINT Custom : 1;
};

struct _D3DKMDT_VIDPN_PRESENT_PATH_ROTATION_SUPPORT {
    UINT Identity : 1;
    UINT Rotate90 : 1;
    UINT Rotate180 : 1;
    UINT Rotate270 : 1;
};

struct _D3DKMDT_VIDPN_PRESENT_PATH_TRANSFORMATION {
    D3DKMDT_VIDPN_PRESENT_PATH_SCALING Scaling;
    D3DKMDT_VIDPN_PRESENT_PATH_SCALING_SUPPORT ScalingSupport;
    D3DKMDT_VIDPN_PRESENT_PATH_ROTATION Rotation;
    D3DKMDT_VIDPN_PRESENT_PATH_ROTATION_SUPPORT RotationSupport;
};

struct _D3DKMDT_VIDPN_PRESENT_PATH_COPYPROTECTION_SUPPORT {
    UINT NoProtection : 1;
    UINT MacroVisionApsTrigger : 1;
    UINT MacroVisionFull : 1;
    UINT Reserved : 29;
};

struct _D3DKMDT_VIDPN_PRESENT_PATH_COPYPROTECTION {
    D3DKMDT_VIDPN_PRESENT_PATH_COPYPROTECTION_TYPE CopyProtectionType;
    UINT APSTriggerBits;
    BYTE OEMCopyProtection[256];
    D3DKMDT_VIDPN_PRESENT_PATH_COPYPROTECTION_SUPPORT CopyProtectionSupport;
};

struct _D3DKMDT_GAMMA_RAMP {
    D3DDDI_GAMMARAMP_TYPE Type;
    SIZE_T DataSize;
    union {
        D3DDDI_GAMMA_RAMP_RGB256x3x16 *pRgb256x3x16;
        D3DDDI_GAMMA_RAMP_DXGI_1 *pDxgi1;
        void *pRaw;
    } Data;
};

struct _D3DKMDT_VIDPN_PRESENT_PATH {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DDDI_VIDEO_PRESENT_TARGET_ID VidPnTargetId;
    D3DKMDT_VIDPN_PRESENT_PATH_IMPORTANCE ImportanceOrdinal;
    D3DKMDT_VIDPN_PRESENT_PATH_TRANSFORMATION ContentTransformation;
    D3DKMDT_2DOFFSET VisibleFromActiveTLOffset;
    D3DKMDT_2DOFFSET VisibleFromActiveBROffset;
    D3DKMDT_COLOR_BASIS VidPnTargetColorBasis;
    D3DKMDT_COLOR_COEFF_DYNAMIC_RANGES VidPnTargetColorCoeffDynamicRanges;
    D3DKMDT_VIDPN_PRESENT_PATH_CONTENT Content;
    D3DKMDT_VIDPN_PRESENT_PATH_COPYPROTECTION CopyProtection;
    D3DKMDT_GAMMA_RAMP GammaRamp;
};

struct _D3DKMDT_MONITOR_DESCRIPTOR {
    D3DKMDT_MONITOR_DESCRIPTOR_ID Id;
    D3DKMDT_MONITOR_DESCRIPTOR_TYPE Type;
    SIZE_T DataSize;
    void *pData;
    D3DKMDT_MONITOR_CAPABILITIES_ORIGIN Origin;
};

struct _D3DKMDT_PREEMPTION_CAPS {
    D3DKMDT_GRAPHICS_PREEMPTION_GRANULARITY GraphicsPreemptionGranularity;
    D3DKMDT_COMPUTE_PREEMPTION_GRANULARITY ComputePreemptionGranularity;
};

struct _D3DKMT_WDDM_1_2_CAPS {
    D3DKMDT_PREEMPTION_CAPS PreemptionCaps;
    union {
        struct {
            UINT SupportNonVGA : 1;
            UINT SupportSmoothRotation : 1;
            UINT SupportPerEngineTDR : 1;
            UINT SupportKernelModeCommandBuffer : 1;
            UINT SupportCCD : 1;
            UINT SupportSoftwareDeviceBitmaps : 1;
            UINT SupportGammaRamp : 1;
            UINT SupportHWCursor : 1;
            UINT SupportHWVSync : 1;
            UINT SupportSurpriseRemovalInHibernation : 1;
            UINT Reserved : 22;
        };
        UINT Value;
    };
};

struct _D3DKMDT_SHAREDPRIMARYSURFACEDATA {
    UINT Width;
    UINT Height;
    D3DDDIFORMAT Format;
    D3DDDI_RATIONAL RefreshRate;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMDT_SHADOWSURFACEDATA {
    UINT Width;
    UINT Height;
    D3DDDIFORMAT Format;
    UINT Pitch;
};

struct _D3DKMDT_STAGINGSURFACEDATA {
    UINT Width;
    UINT Height;
    UINT Pitch;
};

struct _D3DKMDT_GDISURFACEFLAGS {
    union {
        struct {
            UINT Reserved : 32;
        };
        UINT Value;
    };
};

struct _D3DKMDT_GDISURFACEDATA {
    UINT Width;
    UINT Height;
    D3DDDIFORMAT Format;
    D3DKMDT_GDISURFACETYPE Type;
    D3DKMDT_GDISURFACEFLAGS Flags;
    UINT Pitch;
};

struct _D3DKMDT_PALETTEDATA {
    BYTE Red;
    BYTE Green;
    BYTE Blue;
    BYTE Unused;
};

struct _DXGKARG_SETPALETTE {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT FirstEntry;
    UINT NumEntries;
    D3DKMDT_PALETTEDATA *pLookupTable;
};

struct _D3DKMT_MOVE_RECT {
    POINT SourcePoint;
    RECT DestRect;
};

struct _DXGK_DISPLAY_INFORMATION {
    UINT Width;
    UINT Height;
    UINT Pitch;
    D3DDDIFORMAT ColorFormat;
    PHYSICAL_ADDRESS PhysicAddress;
    D3DDDI_VIDEO_PRESENT_TARGET_ID TargetId;
    ULONG AcpiId;
};

#pragma pack(push, 1)
struct _DXGK_BRIGHTNESS_CAPS {
    union {
        struct {
            UINT SmoothBrightness : 1;
            UINT AdaptiveBrightness : 1;
            UINT Reserved : 30;
        };
        UINT Value;
    };
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGK_BRIGHTNESS_STATE {
    union {
        struct {
            UINT SmoothBrightness : 1;
            UINT Reserved : 31;
        };
        UINT Value;
    };
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGK_BACKLIGHT_INFO {
    USHORT BacklightUsersetting;
    USHORT BacklightEffective;
    D3DDDI_GAMMA_RAMP_RGB256x3x16 GammaRamp;
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _D3DKMT_WDDM_1_3_CAPS {
    union {
        struct {
            UINT SupportMiracast : 1;
            UINT IsHybridIntegratedGPU : 1;
            UINT IsHybridDiscreteGPU : 1;
            UINT SupportPowerManagementPStates : 1;
            UINT SupportVirtualModes : 1;
            UINT Reserved : 27;
        };
        UINT Value;
    };
};
#pragma pack(pop)

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
