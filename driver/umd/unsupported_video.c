/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * unsupported_video.c - entries of the video table for what is not offered: content protection, capture and extensions.
 * A program learns that there are none, so a runtime that looks at that calls nothing else here. Calls are counted and named (NONE of video.def);
 * each answers with what its page (nc-d3d10umddi-pfnd3d11_1ddi_NAME.md) has for a driver that cannot.
 */
#include "entry.h"

#define COUNT(h, member) pvu_none(pvu_device(h), PVU_NONE_##member)

/* ---- content protection ---- */

static bool no_encryption(const GUID *type)
{
    static const GUID null_guid;
    return !type || !memcmp(type, &null_guid, sizeof null_guid);
}

/* NULL_GUID: the page's way of asking for no encryption, of which all zeros is the truth. */
HRESULT APIENTRY pvu_video_get_content_protection_caps(D3D10DDI_HDEVICE h, const GUID *type, const GUID *profile,
                                                       D3D11_1DDI_VIDEO_CONTENT_PROTECTION_CAPS *out)
{
    (void)h, (void)profile;
    memset(out, 0, sizeof *out);
    return no_encryption(type) ? pvu_result(PVU_OK) : pvu_result_none(PVU_NONE_CRYPTO);
}

HRESULT APIENTRY pvu_video_get_crypto_key_exchange_type(D3D10DDI_HDEVICE h, const GUID *type, const GUID *profile, UINT index,
                                                        GUID *out)
{
    (void)type, (void)profile, (void)index;
    COUNT(h, GetCryptoKeyExchangeType);
    memset(out, 0, sizeof *out);
    return pvu_result_none(PVU_NONE_CRYPTO);
}

SIZE_T APIENTRY pvu_video_calc_crypto_session_size(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATECRYPTOSESSION *a)
{
    (void)h, (void)a;
    return sizeof(void *);
}

HRESULT APIENTRY pvu_video_create_crypto_session(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATECRYPTOSESSION *a,
                                                 D3D11_1DDI_HCRYPTOSESSION hs, D3D11_1DDI_HRTCRYPTOSESSION rt)
{
    (void)a, (void)hs, (void)rt;
    COUNT(h, CreateCryptoSession);
    return pvu_result_none(PVU_NONE_CRYPTO);
}

void APIENTRY pvu_video_destroy_crypto_session(D3D10DDI_HDEVICE h, D3D11_1DDI_HCRYPTOSESSION hs)
{
    (void)hs;
    COUNT(h, DestroyCryptoSession);
}

void APIENTRY pvu_video_get_certificate_size(D3D10DDI_HDEVICE h, const D3D11_1DDI_CERTIFICATE_INFO *info, UINT *out)
{
    (void)info;
    COUNT(h, GetCertificateSize);
    *out = 0;
}

void APIENTRY pvu_video_get_certificate(D3D10DDI_HDEVICE h, const D3D11_1DDI_CERTIFICATE_INFO *info, UINT size, BYTE *out)
{
    (void)info;
    COUNT(h, GetCertificate);
    if (out) memset(out, 0, size);
}

HRESULT APIENTRY pvu_video_negotiate_crypto_session_key_exchange(D3D10DDI_HDEVICE h, D3D11_1DDI_HCRYPTOSESSION hs, UINT size, BYTE *data)
{
    (void)hs, (void)size, (void)data;
    COUNT(h, NegotiateCryptoSessionKeyExchange);
    return pvu_result(PVU_REFUSED);
}

void APIENTRY pvu_video_encryption_blt(D3D10DDI_HDEVICE h, D3D11_1DDI_HCRYPTOSESSION hs, D3D10DDI_HRESOURCE from, D3D10DDI_HRESOURCE to,
                                       UINT iv_size, const void *iv)
{
    (void)hs, (void)from, (void)to, (void)iv_size, (void)iv;
    COUNT(h, EncryptionBlt);
}

void APIENTRY pvu_video_decryption_blt(D3D10DDI_HDEVICE h, D3D11_1DDI_HCRYPTOSESSION hs, D3D10DDI_HRESOURCE from, D3D10DDI_HRESOURCE to,
                                       const D3D11_1DDI_ENCRYPTED_BLOCK_INFO *blocks, UINT key_size, const void *key, UINT iv_size,
                                       const void *iv)
{
    (void)hs, (void)from, (void)to, (void)blocks, (void)key_size, (void)key, (void)iv_size, (void)iv;
    COUNT(h, DecryptionBlt);
}

void APIENTRY pvu_video_start_session_key_refresh(D3D10DDI_HDEVICE h, D3D11_1DDI_HCRYPTOSESSION hs, UINT size, void *random)
{
    (void)hs;
    COUNT(h, StartSessionKeyRefresh);
    if (random) memset(random, 0, size);
}

void APIENTRY pvu_video_finish_session_key_refresh(D3D10DDI_HDEVICE h, D3D11_1DDI_HCRYPTOSESSION hs)
{
    (void)hs;
    COUNT(h, FinishSessionKeyRefresh);
}

void APIENTRY pvu_video_get_encryption_blt_key(D3D10DDI_HDEVICE h, D3D11_1DDI_HCRYPTOSESSION hs, UINT size, void *key)
{
    (void)hs;
    COUNT(h, GetEncryptionBltKey);
    if (key) memset(key, 0, size);
}

HRESULT APIENTRY pvu_video_crypto_session_get_handle(D3D10DDI_HDEVICE h, D3D11_1DDI_HCRYPTOSESSION hs, HANDLE *out)
{
    (void)hs;
    COUNT(h, CryptoSessionGetHandle);
    *out = NULL;
    return pvu_result(PVU_NO_MEMORY);
}

/* ---- authenticated channels ---- */

SIZE_T APIENTRY pvu_video_calc_authenticated_channel_size(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEAUTHENTICATEDCHANNEL *a)
{
    (void)h, (void)a;
    return sizeof(void *);
}

HRESULT APIENTRY pvu_video_create_authenticated_channel(D3D10DDI_HDEVICE h, D3D11_1DDIARG_CREATEAUTHENTICATEDCHANNEL *a,
                                                        D3D11_1DDI_HAUTHCHANNEL hc, D3D11_1DDI_HRTAUTHCHANNEL rt)
{
    (void)a, (void)hc, (void)rt;
    COUNT(h, CreateAuthenticatedChannel);
    return pvu_result(PVU_NO_MEMORY);
}

void APIENTRY pvu_video_destroy_authenticated_channel(D3D10DDI_HDEVICE h, D3D11_1DDI_HAUTHCHANNEL hc)
{
    (void)hc;
    COUNT(h, DestroyAuthenticatedChannel);
}

HRESULT APIENTRY pvu_video_negotiate_authenticated_channel_key_exchange(D3D10DDI_HDEVICE h, D3D11_1DDI_HAUTHCHANNEL hc, UINT size,
                                                                        void *data)
{
    (void)hc, (void)size, (void)data;
    COUNT(h, NegotiateAuthenticatedChannelKeyExchange);
    return pvu_result(PVU_REFUSED);
}

HRESULT APIENTRY pvu_video_query_authenticated_channel(D3D10DDI_HDEVICE h, D3D11_1DDI_HAUTHCHANNEL hc, UINT in_size, const void *in,
                                                       UINT out_size, void *out)
{
    (void)hc, (void)in_size, (void)in, (void)out_size, (void)out;
    COUNT(h, QueryAuthenticatedChannel);
    return pvu_result_none(PVU_NONE_FAIL);
}

HRESULT APIENTRY pvu_video_configure_authenticated_channel(D3D10DDI_HDEVICE h, D3D11_1DDI_HAUTHCHANNEL hc, UINT in_size, const void *in,
                                                           D3D11_1DDI_AUTHENTICATED_CONFIGURE_OUTPUT *out)
{
    (void)hc, (void)in_size, (void)in, (void)out;
    COUNT(h, ConfigureAuthenticatedChannel);
    return pvu_result_none(PVU_NONE_FAIL);
}

/* ---- capture, and the processor's rarities ---- */

void APIENTRY pvu_video_get_capture_handle(D3D10DDI_HDEVICE h, D3D11_1DDI_GETCAPTUREHANDLEDATA *a)
{
    COUNT(h, GetCaptureHandle);
    a->hAllocation = 0;
    a->DataOffset = a->DataSize = 0;
}

HRESULT APIENTRY pvu_video_set_output_extension(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR p, const GUID *id, UINT size, void *data)
{
    (void)p, (void)id, (void)size, (void)data;
    COUNT(h, VideoProcessorSetOutputExtension);
    return pvu_result_none(PVU_NONE_FAIL);
}

HRESULT APIENTRY pvu_video_get_output_extension(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR p, const GUID *id, UINT size, void *data)
{
    (void)p, (void)id, (void)size, (void)data;
    COUNT(h, VideoProcessorGetOutputExtension);
    return pvu_result_none(PVU_NONE_FAIL);
}

HRESULT APIENTRY pvu_video_set_stream_extension(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR p, UINT index, const GUID *id, UINT size,
                                                void *data)
{
    (void)p, (void)index, (void)id, (void)size, (void)data;
    COUNT(h, VideoProcessorSetStreamExtension);
    return pvu_result_none(PVU_NONE_FAIL);
}

HRESULT APIENTRY pvu_video_get_stream_extension(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR p, UINT index, const GUID *id, UINT size,
                                                void *data)
{
    (void)p, (void)index, (void)id, (void)size, (void)data;
    COUNT(h, VideoProcessorGetStreamExtension);
    return pvu_result_none(PVU_NONE_FAIL);
}
