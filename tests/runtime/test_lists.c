/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_lists.c - command lists of a driver that takes them: which of its entries are called, and in which order
 * (display/supporting-command-lists, using-context-local-ddi-handles).
 */
#include <stdlib.h>

#include "fake.h"
#include "tap.h"

#define LISTS (D3D11DDICAPS_FREETHREADED | D3D11DDICAPS_COMMANDLISTS_BUILD_2)

static ID3D11Device *device;
static ID3D11DeviceContext *context, *deferred;
static ID3D11Texture2D *texture;
static ID3D11RenderTargetView *rtv;
static ID3D11ShaderResourceView *srv;
static ID3D11Buffer *constants;
static ID3D11Query *query;

static void forget(void) { fake.log[0] = 0; }

static bool logged(const char *want)
{
    bool same = !strcmp(fake.log, want);

    if (!same) printf("# %s\n# instead of %s\n", fake.log, want);
    forget();
    return same;
}

static bool begin(UINT threading)
{
    D3D11_QUERY_DESC qd = {D3D11_QUERY_OCCLUSION, 0};

    fake_reset();
    unsetenv("PVGPU_SIM_LISTS");
    fake.threading = threading;
    if (FAILED(fake_device(&device, &context)))
        return false;
    texture = make_texture(device, 16, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, 1, 1);
    constants = make_buffer(device, 64, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, 0, 0);
    return texture && constants && SUCCEEDED(ID3D11Device_CreateRenderTargetView(device, (ID3D11Resource *)texture, NULL, &rtv)) &&
        SUCCEEDED(ID3D11Device_CreateShaderResourceView(device, (ID3D11Resource *)texture, NULL, &srv)) &&
        SUCCEEDED(ID3D11Device_CreateQuery(device, &qd, &query)) && SUCCEEDED(ID3D11Device_CreateDeferredContext(device, 0, &deferred));
}

static void end(void)
{
    if (deferred) ID3D11DeviceContext_Release(deferred);
    deferred = NULL;
    ID3D11RenderTargetView_Release(rtv);
    ID3D11ShaderResourceView_Release(srv);
    ID3D11Texture2D_Release(texture);
    ID3D11Buffer_Release(constants);
    ID3D11Query_Release(query);
    ID3D11DeviceContext_Release(context);
    CHECK_EQ(ID3D11Device_Release(device), 0);
    CHECK_EQ(fake.bad_opens, 0);
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], 2);
}

static ID3D11CommandList *finish(BOOL restore)
{
    ID3D11CommandList *l = NULL;

    CHECK_EQ(ID3D11DeviceContext_FinishCommandList(deferred, restore, &l), S_OK);
    return l;
}

static void record(void)
{
    static const float color[4];

    ID3D11DeviceContext_ClearRenderTargetView(deferred, rtv, color);
}

TEST(handles_open_at_their_first_use_in_a_list)
{
    ID3D11CommandList *l;

    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    CHECK_EQ(fake.size_checks, 2); /* how many, then which */
    CHECK(logged("i:context"));
    record();
    record();
    CHECK(logged("+resource +rtv clear clear"));
    ID3D11DeviceContext_PSSetShaderResources(deferred, 0, 1, &srv);
    ID3D11DeviceContext_IASetPrimitiveTopology(deferred, D3D11_PRIMITIVE_TOPOLOGY_LINELIST);
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    CHECK(logged("+srv hazard topology2 draw"));
    CHECK_EQ(fake.draws, 0);
    l = finish(FALSE);
    /* Closing follows the list, and resources are closed after views. */
    CHECK(!strncmp(fake.log, "i:list -", 8));
    CHECK(strstr(fake.log, "-resource i:recycle-context") != NULL);
    CHECK(strstr(fake.log, "-srv") && strstr(fake.log, "-rtv"));
    forget();
    record();
    CHECK(logged("+resource +rtv clear")); /* the next list opens its own */
    ID3D11CommandList_Release(l);
    end();
}

TEST(list_handles_are_recycled)
{
    ID3D11CommandList *l, *m;

    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    forget();
    l = finish(FALSE);
    CHECK(logged("i:list i:recycle-context"));
    CHECK_EQ(ID3D11CommandList_Release(l), 0);
    CHECK(logged("i:recycle-destroy"));
    l = finish(FALSE);
    CHECK(logged("recycle i:recycle-list i:recycle-context"));
    m = finish(FALSE);
    CHECK(logged("i:list i:recycle-context"));
    ID3D11CommandList_Release(l);
    forget();
    /* With the context goes what it kept, and a list that ends later ends wholly. */
    ID3D11DeviceContext_Release(deferred);
    deferred = NULL;
    CHECK(strstr(fake.log, "abandon") && strstr(fake.log, "destroy i:-list"));
    forget();
    ID3D11CommandList_Release(m);
    CHECK(logged("i:recycle-destroy i:-list"));
    end();
}

TEST(state_is_restored_into_the_next_list)
{
    D3D11_PRIMITIVE_TOPOLOGY t;
    ID3D11CommandList *l;

    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    ID3D11DeviceContext_IASetPrimitiveTopology(deferred, D3D11_PRIMITIVE_TOPOLOGY_LINELIST);
    ID3D11DeviceContext_OMSetRenderTargets(deferred, 1, &rtv, NULL);
    forget();
    l = finish(TRUE);
    CHECK(strstr(fake.log, "i:recycle-context +resource +rtv") && strstr(fake.log, "topology2"));
    ID3D11CommandList_Release(l);
    forget();
    fake_deferred_refresh();
    CHECK(logged("topology2"));
    l = finish(FALSE);
    CHECK(!strstr(fake.log, "topology"));
    ID3D11DeviceContext_IAGetPrimitiveTopology(deferred, &t);
    CHECK_EQ(t, 0);
    forget();
    fake_deferred_refresh();
    CHECK(logged("topology0"));
    ID3D11CommandList_Release(l);
    end();
}

TEST(executions)
{
    D3D11_PRIMITIVE_TOPOLOGY t;
    ID3D11CommandList *l, *outer;
    UINT64 samples;

    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    record();
    ID3D11DeviceContext_Begin(deferred, (ID3D11Asynchronous *)query);
    ID3D11DeviceContext_End(deferred, (ID3D11Asynchronous *)query);
    l = finish(FALSE);
    CHECK_EQ(ID3D11DeviceContext_GetData(context, (ID3D11Asynchronous *)query, &samples, sizeof samples, 0), DXGI_ERROR_INVALID_CALL);
    ID3D11DeviceContext_IASetPrimitiveTopology(context, D3D11_PRIMITIVE_TOPOLOGY_LINELIST);
    fake.topology = 99;
    forget();
    ID3D11DeviceContext_ExecuteCommandList(context, l, TRUE);
    CHECK(logged("i:execute"));
    CHECK_EQ(fake.topology, D3D11_PRIMITIVE_TOPOLOGY_LINELIST); /* told again: the driver's state is cleared */
    CHECK_EQ(ID3D11DeviceContext_GetData(context, (ID3D11Asynchronous *)query, &samples, sizeof samples, 0), S_OK);
    fake.topology = 99;
    ID3D11DeviceContext_ExecuteCommandList(context, l, FALSE);
    CHECK(logged("i:execute"));
    CHECK_EQ(fake.topology, 99);
    ID3D11DeviceContext_IAGetPrimitiveTopology(context, &t);
    CHECK_EQ(t, 0);
    /* In another deferred context a list has a handle as other objects have. */
    ID3D11DeviceContext_ExecuteCommandList(deferred, l, FALSE);
    CHECK(logged("+list execute"));
    outer = finish(FALSE);
    ID3D11CommandList_Release(l);
    CHECK(!strstr(fake.log, "recycle-destroy")); /* the outer one holds it */
    forget();
    ID3D11CommandList_Release(outer);
    CHECK(logged("i:recycle-destroy i:recycle-destroy"));
    end();
}

TEST(a_list_keeps_what_it_uses)
{
    ID3D11CommandList *l;
    ID3D11Buffer *b;
    int before;

    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    b = make_buffer(device, 64, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    ID3D11DeviceContext_PSSetConstantBuffers(deferred, 0, 1, &b);
    l = finish(FALSE);
    before = fake.destroyed[FAKE_RESOURCE];
    CHECK_EQ(ID3D11Buffer_Release(b), 0);
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], before);
    ID3D11CommandList_Release(l);
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], before + 1);
    fake.destroyed[FAKE_RESOURCE] = before;
    end();
}

TEST(no_memory_gives_the_list_up)
{
    ID3D11CommandList *l = NULL;

    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    record();
    forget();
    fake.deferred_error = E_OUTOFMEMORY;
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    ID3D11DeviceContext_Draw(deferred, 3, 0); /* the program goes on; the driver hears nothing of it */
    CHECK(logged("draw"));
    CHECK_EQ(ID3D11DeviceContext_FinishCommandList(deferred, FALSE, &l), E_OUTOFMEMORY);
    CHECK(l == NULL);
    CHECK(logged("abandon -rtv -resource i:recycle-context"));
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), S_OK);
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    CHECK(logged("draw"));
    /* Making the list fails, then making the context anew. */
    fake.list_error = E_OUTOFMEMORY;
    CHECK_EQ(ID3D11DeviceContext_FinishCommandList(deferred, FALSE, &l), E_OUTOFMEMORY);
    CHECK(strstr(fake.log, "i:list abandon") && strstr(fake.log, "i:recycle-context"));
    fake.recycle_error = E_OUTOFMEMORY;
    l = finish(FALSE);
    ID3D11CommandList_Release(l);
    forget();
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    CHECK(logged(""));
    CHECK_EQ(ID3D11DeviceContext_FinishCommandList(deferred, FALSE, &l), E_OUTOFMEMORY);
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    CHECK(strstr(fake.log, "i:recycle-context draw") != NULL);
    end();
}

TEST(what_is_open_ends_with_the_list)
{
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11CommandList *l;

    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    forget();
    CHECK_EQ(ID3D11DeviceContext_Map(deferred, (ID3D11Resource *)constants, 0, D3D11_MAP_WRITE_NO_OVERWRITE, 0, &m),
        D3D11_ERROR_DEFERRED_CONTEXT_MAP_WITHOUT_INITIAL_DISCARD);
    CHECK_EQ(ID3D11DeviceContext_Map(deferred, (ID3D11Resource *)constants, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), S_OK);
    CHECK_EQ(ID3D11DeviceContext_Map(deferred, (ID3D11Resource *)constants, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), E_INVALIDARG);
    ID3D11DeviceContext_Unmap(deferred, (ID3D11Resource *)constants, 0);
    CHECK_EQ(ID3D11DeviceContext_Map(deferred, (ID3D11Resource *)constants, 0, D3D11_MAP_WRITE_NO_OVERWRITE, 0, &m), S_OK);
    ID3D11DeviceContext_Begin(deferred, (ID3D11Asynchronous *)query);
    CHECK(logged("+resource discard unmap append +query begin"));
    l = finish(FALSE);
    CHECK(!strncmp(fake.log, "unmap end i:list ", 17));
    ID3D11CommandList_Release(l);
    forget();
    /* A map of the list before is forgotten. */
    CHECK_EQ(ID3D11DeviceContext_Map(deferred, (ID3D11Resource *)constants, 0, D3D11_MAP_WRITE_NO_OVERWRITE, 0, &m),
        D3D11_ERROR_DEFERRED_CONTEXT_MAP_WITHOUT_INITIAL_DISCARD);
    end();
}

/* The same of lists that the runtime makes (display/supporting-command-lists): it ends queries and unmaps. */
TEST(what_is_open_ends_with_an_emulated_list)
{
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11CommandList *l;

    CHECK(begin(D3D11DDICAPS_FREETHREADED));
    RETURN_IF_FAILED();
    ID3D11DeviceContext_Begin(deferred, (ID3D11Asynchronous *)query);
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    ID3D11DeviceContext_Begin(deferred, (ID3D11Asynchronous *)query); /* ends the first range */
    CHECK_EQ(ID3D11DeviceContext_Map(deferred, (ID3D11Resource *)constants, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), S_OK);
    memset(m.pData, 0x77, 16);
    l = finish(FALSE);
    *fake.last_map = *fake.last_unmap = 0;
    fake.begins = fake.ends = 0;
    ID3D11DeviceContext_ExecuteCommandList(context, l, FALSE);
    CHECK_EQ(fake.begins, 2);
    CHECK_EQ(fake.ends, 2);
    CHECK(*fake.last_map && *fake.last_unmap);
    ID3D11CommandList_Release(l);
    /* What was begun in the list before is not open in the next. */
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    l = finish(FALSE);
    fake.begins = fake.ends = 0;
    ID3D11DeviceContext_ExecuteCommandList(context, l, FALSE);
    CHECK_EQ(fake.begins + fake.ends, 0);
    ID3D11CommandList_Release(l);
    end();
}

/* Of either kind of list: sums of draws and executions tell whether it ran. */
static void not_executed(UINT threading)
{
    D3D11_PRIMITIVE_TOPOLOGY t;
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11CommandList *l;
    int ran;

    CHECK(begin(threading));
    RETURN_IF_FAILED();
    ID3D11DeviceContext_Begin(deferred, (ID3D11Asynchronous *)query);
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    ID3D11DeviceContext_End(deferred, (ID3D11Asynchronous *)query);
    l = finish(FALSE);
    forget();
    ID3D11DeviceContext_Begin(context, (ID3D11Asynchronous *)query);
    ID3D11DeviceContext_IASetPrimitiveTopology(context, D3D11_PRIMITIVE_TOPOLOGY_LINELIST);
    ID3D11DeviceContext_ExecuteCommandList(context, l, TRUE);
    CHECK(!strstr(fake.log, "i:execute") && !fake.draws);
    CHECK_EQ(fake.topology, D3D11_PRIMITIVE_TOPOLOGY_LINELIST);
    ID3D11DeviceContext_ExecuteCommandList(context, l, FALSE); /* not executed, and the state is cleared all the same */
    CHECK(!strstr(fake.log, "i:execute") && !fake.draws);
    CHECK_EQ(fake.topology, 0);
    ID3D11DeviceContext_IAGetPrimitiveTopology(context, &t);
    CHECK_EQ(t, 0);
    ID3D11DeviceContext_End(context, (ID3D11Asynchronous *)query);
    ID3D11DeviceContext_ExecuteCommandList(context, l, FALSE);
    ran = fake.draws + (strstr(fake.log, "i:execute") != NULL);
    CHECK_EQ(ran, 1);
    ID3D11CommandList_Release(l);

    CHECK_EQ(ID3D11DeviceContext_Map(deferred, (ID3D11Resource *)constants, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), S_OK);
    ID3D11DeviceContext_Unmap(deferred, (ID3D11Resource *)constants, 0);
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    l = finish(FALSE);
    CHECK_EQ(ID3D11DeviceContext_Map(context, (ID3D11Resource *)constants, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), S_OK);
    forget();
    fake.draws = 0;
    ID3D11DeviceContext_ExecuteCommandList(context, l, FALSE);
    CHECK(!strstr(fake.log, "i:execute") && !fake.draws);
    ID3D11DeviceContext_Unmap(context, (ID3D11Resource *)constants, 0);
    ID3D11DeviceContext_ExecuteCommandList(context, l, FALSE);
    ran = fake.draws + (strstr(fake.log, "i:execute") != NULL);
    CHECK_EQ(ran, 1);
    ID3D11CommandList_Release(l);
    end();
}

TEST(lists_that_may_not_run)
{
    not_executed(LISTS);
}

TEST(emulated_lists_that_may_not_run)
{
    not_executed(D3D11DDICAPS_FREETHREADED);
}

TEST(an_abandoned_list)
{
    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    record();
    ID3D11DeviceContext_IASetPrimitiveTopology(deferred, D3D11_PRIMITIVE_TOPOLOGY_LINELIST);
    forget();
    ID3D11DeviceContext_Release(deferred);
    deferred = NULL;
    CHECK(logged("abandon topology0 -rtv -resource destroy")); /* unbinds, closes, ends */
    end();
}

TEST(errors_of_a_deferred_context)
{
    ID3D11CommandList *l = NULL;

    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    record();
    fake.deferred_error = D3DDDIERR_DEVICEREMOVED;
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), DXGI_ERROR_DEVICE_REMOVED);
    forget();
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    CHECK(logged(""));
    CHECK_EQ(ID3D11DeviceContext_FinishCommandList(deferred, FALSE, &l), DXGI_ERROR_DEVICE_REMOVED);
    ID3D11DeviceContext_Release(deferred);
    deferred = NULL;
    CHECK(logged("abandon -rtv -resource destroy")); /* only what cleans up */
    end();
    CHECK(begin(LISTS));
    fake.deferred_error = E_INVALIDARG;
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), DXGI_ERROR_DRIVER_INTERNAL_ERROR);
    end();
}

TEST(drivers_that_break_the_rules)
{
    ID3D11DeviceContext *c = NULL;
    ID3D11Buffer *b;

    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    fake.leave_deferred_slot = true;
    CHECK(FAILED(ID3D11Device_CreateDeferredContext(device, 0, &c)) && !c);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), DXGI_ERROR_DRIVER_INTERNAL_ERROR);
    end();
    CHECK(begin(LISTS));
    fake.local_size = 20; /* none of those told */
    b = make_buffer(device, 64, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    CHECK(b != NULL);
    if (b) ID3D11Buffer_Release(b);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), DXGI_ERROR_DRIVER_INTERNAL_ERROR);
    fake.destroyed[FAKE_RESOURCE]--;
    end();
}

static BOOL driver_lists(void)
{
    D3D11_FEATURE_DATA_THREADING t = {7, 7};

    CHECK_EQ(ID3D11Device_CheckFeatureSupport(device, D3D11_FEATURE_THREADING, &t, sizeof t), S_OK);
    CHECK_EQ(t.DriverConcurrentCreates, TRUE);
    return t.DriverCommandLists;
}

TEST(who_makes_the_lists)
{
    CHECK(begin(LISTS));
    RETURN_IF_FAILED();
    CHECK_EQ(driver_lists(), TRUE);
    end();
    CHECK(begin(D3D11DDICAPS_FREETHREADED));
    CHECK_EQ(driver_lists(), FALSE);
    CHECK(!fake.log[0] && !fake.size_checks);
    end();
    fake_reset();
    fake.threading = LISTS;
    setenv("PVGPU_SIM_LISTS", "emulate", 1);
    CHECK_EQ(fake_device(&device, &context), S_OK);
    CHECK_EQ(driver_lists(), FALSE);
    ID3D11DeviceContext_Release(context);
    ID3D11Device_Release(device);
    unsetenv("PVGPU_SIM_LISTS");
}

TAP_MAIN(RUN(handles_open_at_their_first_use_in_a_list); RUN(list_handles_are_recycled);
    RUN(state_is_restored_into_the_next_list); RUN(executions); RUN(a_list_keeps_what_it_uses);
    RUN(no_memory_gives_the_list_up); RUN(what_is_open_ends_with_the_list);
    RUN(what_is_open_ends_with_an_emulated_list); RUN(lists_that_may_not_run);
    RUN(emulated_lists_that_may_not_run); RUN(an_abandoned_list); RUN(errors_of_a_deferred_context);
    RUN(drivers_that_break_the_rules); RUN(who_makes_the_lists))
