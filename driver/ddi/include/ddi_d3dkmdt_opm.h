/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmdt_opm.h - opm: records of video present networks, monitors, protected output.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMDT_OPM_H
#define DDI_D3DKMDT_OPM_H

#pragma pack(push, 1)
struct _DXGKMDT_OPM_RANDOM_NUMBER {
    BYTE abRandomNumber[16];
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_OMAC {
    BYTE abOMAC[16];
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_ENCRYPTED_PARAMETERS {
    BYTE abEncryptedParameters[256];
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_GET_INFO_PARAMETERS {
    DXGKMDT_OPM_OMAC omac;
    DXGKMDT_OPM_RANDOM_NUMBER rnRandomNumber;
    GUID guidInformation;
    ULONG ulSequenceNumber;
    ULONG cbParametersSize;
    BYTE abParameters[4056];
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_COPP_COMPATIBLE_GET_INFO_PARAMETERS {
    DXGKMDT_OPM_RANDOM_NUMBER rnRandomNumber;
    GUID guidInformation;
    ULONG ulSequenceNumber;
    ULONG cbParametersSize;
    BYTE abParameters[4056];
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_HDCP_KEY_SELECTION_VECTOR {
    BYTE abKeySelectionVector[5];
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_CONNECTED_HDCP_DEVICE_INFORMATION {
    DXGKMDT_OPM_RANDOM_NUMBER rnRandomNumber;
    ULONG ulStatusFlags;
    ULONG ulHDCPFlags;
    DXGKMDT_OPM_HDCP_KEY_SELECTION_VECTOR ksvB;
    BYTE Reserved[11];
    BYTE Reserved2[16];
    BYTE Reserved3[16];
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_REQUESTED_INFORMATION {
    DXGKMDT_OPM_OMAC omac;
    ULONG cbRequestedInformationSize;
    BYTE abRequestedInformation[4076];
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_STANDARD_INFORMATION {
    DXGKMDT_OPM_RANDOM_NUMBER rnRandomNumber;
    ULONG ulStatusFlags;
    ULONG ulInformation;
    ULONG ulReserved;
    ULONG ulReserved2;
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_ACTUAL_OUTPUT_FORMAT {
    DXGKMDT_OPM_RANDOM_NUMBER rnRandomNumber;
    ULONG ulStatusFlags;
    ULONG ulDisplayWidth;
    ULONG ulDisplayHeight;
    DXGKMDT_OPM_INTERLEAVE_FORMAT ifInterleaveFormat;
    ULONG d3dFormat;
    ULONG ulFrequencyNumerator;
    ULONG ulFrequencyDenominator;
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_ACP_AND_CGMSA_SIGNALING {
    DXGKMDT_OPM_RANDOM_NUMBER rnRandomNumber;
    ULONG ulStatusFlags;
    ULONG ulAvailableTVProtectionStandards;
    ULONG ulActiveTVProtectionStandard;
    ULONG ulReserved;
    ULONG ulAspectRatioValidMask1;
    ULONG ulAspectRatioData1;
    ULONG ulAspectRatioValidMask2;
    ULONG ulAspectRatioData2;
    ULONG ulAspectRatioValidMask3;
    ULONG ulAspectRatioData3;
    ULONG ulReserved2[4];
    ULONG ulReserved3[4];
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_OUTPUT_ID {
    DXGKMDT_OPM_RANDOM_NUMBER rnRandomNumber;
    ULONG ulStatusFlags;
    UINT64 OutputId;
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_CONFIGURE_PARAMETERS {
    DXGKMDT_OPM_OMAC omac;
    GUID guidSetting;
    ULONG ulSequenceNumber;
    ULONG cbParametersSize;
    BYTE abParameters[4056];
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_SET_PROTECTION_LEVEL_PARAMETERS {
    ULONG ulProtectionType;
    ULONG ulProtectionLevel;
    ULONG Reserved;
    ULONG Reserved2;
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_SET_ACP_AND_CGMSA_SIGNALING_PARAMETERS {
    ULONG ulNewTVProtectionStandard;
    ULONG ulAspectRatioChangeMask1;
    ULONG ulAspectRatioData1;
    ULONG ulAspectRatioChangeMask2;
    ULONG ulAspectRatioData2;
    ULONG ulAspectRatioChangeMask3;
    ULONG ulAspectRatioData3;
    ULONG ulReserved[4];
    ULONG ulReserved2[4];
    ULONG ulReserved3;
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_SET_HDCP_SRM_PARAMETERS {
    ULONG ulSRMVersion;
};
#pragma pack(pop)

#pragma pack(push, 1)
struct _DXGKMDT_OPM_CREATE_VIDEO_OUTPUT_FOR_TARGET_PARAMETERS {
    LUID AdapterLuid;
    D3DDDI_VIDEO_PRESENT_TARGET_ID TargetId;
    DXGKMDT_OPM_VIDEO_OUTPUT_SEMANTICS Vos;
};
#pragma pack(pop)

#endif
