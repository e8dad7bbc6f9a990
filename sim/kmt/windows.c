/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * windows.c - pvgpu_kmt.dll: the kernel's entry points for Windows programs under Wine. Each calls the Linux half
 * through Wine's unix-call dispatcher, which Wine offers to libraries that it takes for its own: the file carries Wine's
 * signature (scripts/wine-prefix) and pvgpu_kmt.so lies where WINEDLLPATH says (wine: dlls/winecrt0/unix_lib.c).
 */
#include <windows.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ddi_kmt.h>

#include "object_type.h"
#include "pipe.h"

/* NtQueryVirtualMemory's class for the entry points of a module's Linux half. */
enum { MEMORY_WINE_UNIX_FUNCS = 1000 };

typedef NTSTATUS(WINAPI query_fn)(HANDLE process, const void *address, int class, void *out, SIZE_T n, SIZE_T *written);
typedef NTSTATUS(WINAPI dispatch_fn)(UINT64 functions, unsigned number, void *args);

static HMODULE self;
static UINT64 functions;
static dispatch_fn *dispatch;

static bool piped;

static NTSTATUS call_linux(unsigned number, void *args) { return dispatch(functions, number, args); }

static bool set_next_event(uint32_t wait)
{
    struct kmt_event event = {.wait = wait};

    if (call_linux(KMT_NEXT_EVENT, &event) != STATUS_SUCCESS)
        return false;
    SetEvent((HANDLE)(uintptr_t)event.handle);
    return true;
}

static DWORD WINAPI set_events(void *arg)
{
    (void)arg;
    while (set_next_event(1)) {
    }
    return 0;
}

static BOOL CALLBACK connect(INIT_ONCE *once, void *arg, void **context)
{
    HMODULE ntdll = GetModuleHandleA("ntdll.dll");
    query_fn *query = (query_fn *)(void *)GetProcAddress(ntdll, "NtQueryVirtualMemory");
    dispatch_fn **dispatcher = (dispatch_fn **)(void *)GetProcAddress(ntdll, "__wine_unix_call_dispatcher");
    const char *transport = getenv("PVGPU_TRANSPORT");
    HANDLE thread;

    if (!query || !dispatcher || query(GetCurrentProcess(), self, MEMORY_WINE_UNIX_FUNCS, &functions, sizeof(functions), NULL) < 0) {
        fprintf(stderr, "pvgpu_kmt: no pvgpu_kmt.so: is WINEDLLPATH set, and this file marked as Wine's?\n");
        return TRUE;
    }
    dispatch = *dispatcher;
    thread = CreateThread(NULL, 0, set_events, NULL, 0, NULL);
    if (thread)
        CloseHandle(thread);
    piped = transport && strncmp(transport, "pipe:", 5) == 0 && kmt_pipe_start(call_linux);
    return TRUE;
}

/* A program that has called no kernel yet has no handle of its. */
static bool is_shared(HANDLE handle)
{
    struct kmt_handle h = {.handle = (uintptr_t)handle};

    return dispatch && call_linux(KMT_IS_SHARED, &h) == STATUS_SUCCESS && h.shared;
}

static NTSTATUS call(enum kmt_number number, const void *args)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

    InitOnceExecuteOnce(&once, connect, NULL, NULL);
    return dispatch ? dispatch(functions, number, (void *)args) : STATUS_NOT_SUPPORTED;
}

#define KMT_CALL(name, qualifier, record) \
    __declspec(dllexport) NTSTATUS DDI_CALL name(qualifier record *args) \
    { \
        return call(KMT_##name, args); \
    }
#include "kmt.def"
#undef KMT_CALL

__declspec(dllexport) NTSTATUS DDI_CALL D3DKMTShareObjects(UINT n, const D3DKMT_HANDLE *objects, POBJECT_ATTRIBUTES attributes,
    DWORD access, HANDLE *handle)
{
    struct kmt_share share = {(uintptr_t)objects, (uintptr_t)attributes, 0, n, access};
    NTSTATUS status = handle ? call(KMT_SHARE_OBJECTS, &share) : STATUS_INVALID_PARAMETER;

    if (status >= 0)
        *handle = (HANDLE)(uintptr_t)share.handle;
    return status;
}

__declspec(dllexport) NTSTATUS DDI_CALL D3DKMTOpenNtHandleFromName(D3DKMT_OPENNTHANDLEFROMNAME *args)
{
    return call(KMT_OPEN_HANDLE_OF_NAME, args);
}

/* The program's other threads are gone; what they did for the kernel has to be done here until it has stopped. Afterwards
 * Wine's server gives the process one second to be gone. */
static void stop(void)
{
    call_linux(KMT_STOP, NULL);
    while (call_linux(KMT_STOPPED, NULL) == STATUS_PENDING) {
        while (set_next_event(0)) {
        }
        if (piped)
            kmt_pipe_serve(0);
    }
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved);
BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved)
{
    if (reason == DLL_PROCESS_DETACH && reserved && dispatch)
        stop();
    if (reason == DLL_PROCESS_ATTACH) {
        self = module;
        DisableThreadLibraryCalls(module);
        /* Threads of ours and imports of others lead here from now on. */
        if (GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const char *)module, &module))
            kmt_object_type_start(is_shared);
    }
    return TRUE;
}
