/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device_methods.h - methods of ID3D11Device5 that have a file of their own.
 */
#ifndef RT_DEVICE_METHODS_H
#define RT_DEVICE_METHODS_H

#include "device.h"

HRESULT rt_device_feature(struct rt_device *device, D3D11_FEATURE feature, void *data, UINT size);
HRESULT rt_device_open_shared(struct rt_device *device, HANDLE handle, REFIID iid, void **out);

#endif
