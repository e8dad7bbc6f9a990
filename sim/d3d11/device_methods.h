/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device_methods.h - methods of ID3D11Device5 that have a file of their own.
 */
#ifndef RT_DEVICE_METHODS_H
#define RT_DEVICE_METHODS_H

#include "device.h"

HRESULT rt_device_feature(struct rt_device *device, D3D11_FEATURE feature, void *data, UINT size);
/* nt: the handle is an NT handle (OpenSharedResource1). */
HRESULT rt_device_open_shared(struct rt_device *device, HANDLE handle, bool nt, REFIID iid, void **out);
HRESULT rt_device_open_shared_by_name(struct rt_device *device, const WCHAR *name, DWORD access, REFIID iid, void **out);

#endif
