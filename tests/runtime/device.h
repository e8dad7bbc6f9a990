/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device.h - a device of the fake driver around each case, which leaves nothing behind. Header-only.
 */
#ifndef DEVICE_H
#define DEVICE_H

#include "fake.h"
#include "tap.h"

static ID3D11Device *device;
static ID3D11DeviceContext *context;

static inline bool begin(void)
{
    fake_reset();
    return SUCCEEDED(fake_device(&device, &context));
}

static inline void end(void)
{
    int i;

    ID3D11DeviceContext_Release(context);
    CHECK_EQ(ID3D11Device_Release(device), 0);
    for (i = 0; i < FAKE_KINDS; i++) CHECK_EQ(fake.created[i], fake.destroyed[i]);
    CHECK_EQ(fake.devices, 0);
    CHECK_EQ(fake.adapters, 0);
    CHECK_EQ(fake.kmt_devices, 0);
    CHECK_EQ(fake.mutexes, 0);
}

#endif
