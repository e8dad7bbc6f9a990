/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_errors.c - what a driver reports and what becomes of it (display/handling-errors).
 */
#include "device.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

TEST(a_failed_creation_leaves_nothing)
{
    D3D11_BUFFER_DESC d = {64, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, 0, 0, 0};
    D3D11_DEPTH_STENCIL_DESC s = {0};
    ID3D11DepthStencilState *state;
    ID3D11Buffer *b = (void *)1;

    CHECK(begin());
    fake.create_error = E_OUTOFMEMORY;
    CHECK_EQ(ID3D11Device_CreateBuffer(device, &d, NULL, &b), E_OUTOFMEMORY);
    CHECK(b == NULL);
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], 0); /* no destroy after a failed create */
    fake.create_error = E_OUTOFMEMORY;
    CHECK_EQ(ID3D11Device_CreateDepthStencilState(device, &s, &state), E_OUTOFMEMORY);
    CHECK_EQ(ID3D11Device_CreateDepthStencilState(device, &s, &state), S_OK); /* and it is not remembered */
    ID3D11DepthStencilState_Release(state);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), S_OK);
    end();
}

TEST(removal_reaches_everything)
{
    D3D11_BUFFER_DESC d = {64, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, 0, 0};
    D3D11_QUERY_DESC qd = {D3D11_QUERY_EVENT, 0};
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11Buffer *b, *other;
    ID3D11Query *q;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_CreateBuffer(device, &d, NULL, &b), S_OK);
    CHECK_EQ(ID3D11Device_CreateQuery(device, &qd, &q), S_OK);
    ID3D11DeviceContext_End(context, (ID3D11Asynchronous *)q);
    CHECK_EQ(ID3D11DeviceContext_Map(context, (ID3D11Resource *)b, 0, D3D11_MAP_READ, 0, &m), S_OK);
    fake.draw_error = D3DDDIERR_DEVICEREMOVED;
    fake.execution = D3DKMT_DEVICEEXECUTION_HUNG;
    ID3D11DeviceContext_Draw(context, 3, 0);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), DXGI_ERROR_DEVICE_HUNG);
    ID3D11DeviceContext_Draw(context, 3, 0); /* safe, and unseen by the driver */
    CHECK_EQ(fake.draws, 1);
    ID3D11DeviceContext_Unmap(context, (ID3D11Resource *)b, 0);
    CHECK(!fake.last_unmap[0]);
    CHECK_EQ(ID3D11DeviceContext_Map(context, (ID3D11Resource *)b, 0, D3D11_MAP_READ, 0, &m), DXGI_ERROR_DEVICE_REMOVED);
    CHECK_EQ(ID3D11Device_CreateBuffer(device, &d, NULL, &other), DXGI_ERROR_DEVICE_REMOVED);
    CHECK_EQ(ID3D11DeviceContext_GetData(context, (ID3D11Asynchronous *)q, NULL, 0, 0), DXGI_ERROR_DEVICE_REMOVED);
    ID3D11DeviceContext_ClearState(context);
    ID3D11Query_Release(q);
    ID3D11Buffer_Release(b);
    end(); /* cleanup goes on */
}

TEST(a_code_outside_the_category_is_critical)
{
    CHECK(begin());
    fake.draw_error = E_OUTOFMEMORY;
    ID3D11DeviceContext_Draw(context, 3, 0);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), DXGI_ERROR_DRIVER_INTERNAL_ERROR);
    end();
    CHECK(begin());
    fake.draw_error = S_OK + 1; /* successes are critical too */
    ID3D11DeviceContext_Draw(context, 3, 0);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), DXGI_ERROR_DRIVER_INTERNAL_ERROR);
    end();
}

/* A driver tells the kernel's answers apart (nc-d3dumddi-pfnd3dddi_rendercb). */
TEST(a_renders_answers)
{
    static const struct { NTSTATUS status; HRESULT hr; } rows[] = {
        {STATUS_NO_MEMORY, E_OUTOFMEMORY}, {STATUS_GRAPHICS_NO_VIDEO_MEMORY, D3DDDIERR_OUTOFVIDEOMEMORY},
        {STATUS_DEVICE_REMOVED, D3DDDIERR_DEVICEREMOVED}, {STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE, D3DDDIERR_DEVICEREMOVED},
        {STATUS_GRAPHICS_CANT_RENDER_LOCKED_ALLOCATION, D3DDDIERR_CANTRENDERLOCKEDALLOCATION},
        {STATUS_INVALID_HANDLE, D3DDDIERR_INVALIDHANDLE}, {STATUS_INVALID_USER_BUFFER, D3DDDIERR_INVALIDUSERBUFFER},
        {STATUS_ILLEGAL_INSTRUCTION, D3DDDIERR_INVALIDINSTRUCTION}, {STATUS_INVALID_PARAMETER, E_INVALIDARG},
    };
    unsigned i;

    CHECK(begin());
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        fake.render_status = rows[i].status;
        CHECK_EQ(fake_render(), rows[i].hr);
    }
    end();
}

TEST(still_drawing)
{
    D3D11_BUFFER_DESC d = {64, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, 0, 0};
    D3D11_QUERY_DESC qd = {D3D11_QUERY_OCCLUSION, 0};
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11Buffer *b;
    ID3D11Query *q;
    UINT64 value = 0;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_CreateBuffer(device, &d, NULL, &b), S_OK);
    fake.map_error = DXGI_DDI_ERR_WASSTILLDRAWING;
    CHECK_EQ(ID3D11DeviceContext_Map(context, (ID3D11Resource *)b, 0, D3D11_MAP_READ, D3D11_MAP_FLAG_DO_NOT_WAIT, &m),
        DXGI_ERROR_WAS_STILL_DRAWING);
    CHECK_EQ(ID3D11DeviceContext_Map(context, (ID3D11Resource *)b, 0, D3D11_MAP_READ, D3D11_MAP_FLAG_DO_NOT_WAIT, &m), S_OK);
    ID3D11DeviceContext_Unmap(context, (ID3D11Resource *)b, 0);
    ID3D11Buffer_Release(b);
    CHECK_EQ(ID3D11Device_CreateQuery(device, &qd, &q), S_OK);
    CHECK_EQ(ID3D11Query_GetDataSize(q), 8);
    CHECK_EQ(ID3D11DeviceContext_GetData(context, (ID3D11Asynchronous *)q, &value, 8, 0), DXGI_ERROR_INVALID_CALL); /* never ended */
    ID3D11DeviceContext_Begin(context, (ID3D11Asynchronous *)q);
    CHECK_EQ(ID3D11DeviceContext_GetData(context, (ID3D11Asynchronous *)q, &value, 8, 0), DXGI_ERROR_INVALID_CALL);
    ID3D11DeviceContext_End(context, (ID3D11Asynchronous *)q);
    fake.data_error = DXGI_DDI_ERR_WASSTILLDRAWING;
    CHECK_EQ(ID3D11DeviceContext_GetData(context, (ID3D11Asynchronous *)q, &value, 8, 0), S_FALSE);
    CHECK_EQ(value, 0);
    CHECK_EQ(ID3D11DeviceContext_GetData(context, (ID3D11Asynchronous *)q, &value, 4, 0), E_INVALIDARG);
    CHECK_EQ(ID3D11DeviceContext_GetData(context, (ID3D11Asynchronous *)q, &value, 8, 0), S_OK);
    CHECK_EQ(value, 0x0101010101010101ull);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), S_OK);
    ID3D11Query_Release(q);
    end();
}

TEST(waiting_maps_may_not_poll)
{
    D3D11_BUFFER_DESC d = {64, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, 0, 0};
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11Buffer *b;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_CreateBuffer(device, &d, NULL, &b), S_OK);
    fake.map_error = DXGI_DDI_ERR_WASSTILLDRAWING;
    CHECK_EQ(ID3D11DeviceContext_Map(context, (ID3D11Resource *)b, 0, D3D11_MAP_READ, 0, &m), DXGI_ERROR_DEVICE_REMOVED);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), DXGI_ERROR_DRIVER_INTERNAL_ERROR);
    ID3D11Buffer_Release(b);
    end();
}

/* One byte behind the private memory stops the program when checks are on. */
TEST(private_memory_is_guarded)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        D3D11_BLEND_DESC d = {0};
        ID3D11BlendState *b;

        fake_reset();
        setenv("PVGPU_SIM_CHECK", "1", 1);
        freopen("/dev/null", "w", stderr);
        if (FAILED(fake_device(&device, &context))) _exit(2);
        fake.overrun = true;
        if (FAILED(ID3D11Device_CreateBlendState(device, &d, &b))) _exit(3);
        ID3D11BlendState_Release(b);
        _exit(0);
    }
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

TAP_MAIN(RUN(private_memory_is_guarded); RUN(a_failed_creation_leaves_nothing); RUN(removal_reaches_everything);
    RUN(a_code_outside_the_category_is_critical); RUN(a_renders_answers); RUN(still_drawing); RUN(waiting_maps_may_not_poll))
