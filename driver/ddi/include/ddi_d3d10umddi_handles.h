/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3d10umddi_handles.h - handles: records of the Direct3D 10 and 11 driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3D10UMDDI_HANDLES_H
#define DDI_D3D10UMDDI_HANDLES_H

struct D3D10DDI_HKMDEVICE {
    D3DKMT_HANDLE handle;
};

struct D3D10DDI_HKMRESOURCE {
    D3DKMT_HANDLE handle;
};

struct D3D10DDI_HKMALLOCATION {
    D3DKMT_HANDLE handle;
};

struct D3D10DDI_HRTADAPTER {
    void *handle;
};

struct D3D10DDI_HRTDEVICE {
    void *handle;
};

struct D3D10DDI_HRTCORELAYER {
    void *handle;
};

struct D3D10DDI_HRTRESOURCE {
    void *handle;
};

struct D3D10DDI_HRTSHADERRESOURCEVIEW {
    void *handle;
};

struct D3D10DDI_HRTRENDERTARGETVIEW {
    void *handle;
};

struct D3D10DDI_HRTDEPTHSTENCILVIEW {
    void *handle;
};

struct D3D10DDI_HRTSHADER {
    void *handle;
};

struct D3D10DDI_HRTELEMENTLAYOUT {
    void *handle;
};

struct D3D10DDI_HRTBLENDSTATE {
    void *handle;
};

struct D3D10DDI_HRTDEPTHSTENCILSTATE {
    void *handle;
};

struct D3D10DDI_HRTRASTERIZERSTATE {
    void *handle;
};

struct D3D10DDI_HRTSAMPLER {
    void *handle;
};

struct D3D10DDI_HRTQUERY {
    void *handle;
};

struct D3D11DDI_HRTUNORDEREDACCESSVIEW {
    void *handle;
};

struct D3D11_1DDI_HRTDECODE {
    void *handle;
};

struct D3D11_1DDI_HRTVIDEOPROCESSORENUM {
    void *handle;
};

struct D3D11_1DDI_HRTVIDEOPROCESSOR {
    void *handle;
};

struct D3D11_1DDI_HRTVIDEODECODEROUTPUTVIEW {
    void *handle;
};

struct D3D11_1DDI_HRTVIDEOPROCESSORINPUTVIEW {
    void *handle;
};

struct D3D11_1DDI_HRTVIDEOPROCESSOROUTPUTVIEW {
    void *handle;
};

struct D3D11_1DDI_HRTCRYPTOSESSION {
    void *handle;
};

struct D3D11_1DDI_HRTAUTHCHANNEL {
    void *handle;
};

struct D3D11DDI_HRTCOMMANDLIST {
    void *handle;
};

struct D3D10DDI_HADAPTER {
    void *pDrvPrivate;
};

struct D3D10DDI_HDEVICE {
    void *pDrvPrivate;
};

struct D3D10DDI_HRESOURCE {
    void *pDrvPrivate;
};

struct D3D10DDI_HSHADERRESOURCEVIEW {
    void *pDrvPrivate;
};

struct D3D10DDI_HRENDERTARGETVIEW {
    void *pDrvPrivate;
};

struct D3D10DDI_HDEPTHSTENCILVIEW {
    void *pDrvPrivate;
};

struct D3D10DDI_HSHADER {
    void *pDrvPrivate;
};

struct D3D10DDI_HELEMENTLAYOUT {
    void *pDrvPrivate;
};

struct D3D10DDI_HBLENDSTATE {
    void *pDrvPrivate;
};

struct D3D10DDI_HDEPTHSTENCILSTATE {
    void *pDrvPrivate;
};

struct D3D10DDI_HRASTERIZERSTATE {
    void *pDrvPrivate;
};

struct D3D10DDI_HSAMPLER {
    void *pDrvPrivate;
};

struct D3D10DDI_HQUERY {
    void *pDrvPrivate;
};

struct D3D11DDI_HUNORDEREDACCESSVIEW {
    void *pDrvPrivate;
};

struct D3D11_1DDI_HDECODE {
    void *pDrvPrivate;
};

struct D3D11_1DDI_HVIDEOPROCESSORENUM {
    void *pDrvPrivate;
};

struct D3D11_1DDI_HVIDEOPROCESSOR {
    void *pDrvPrivate;
};

struct D3D11_1DDI_HVIDEODECODEROUTPUTVIEW {
    void *pDrvPrivate;
};

struct D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW {
    void *pDrvPrivate;
};

struct D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW {
    void *pDrvPrivate;
};

struct D3D11_1DDI_HCRYPTOSESSION {
    void *pDrvPrivate;
};

struct D3D11_1DDI_HAUTHCHANNEL {
    void *pDrvPrivate;
};

struct D3D11DDI_HCOMMANDLIST {
    void *pDrvPrivate;
};

struct D3D11DDI_HANDLESIZE {
    D3D11DDI_HANDLETYPE HandleType;
    SIZE_T DriverPrivateSize;
};

#endif
