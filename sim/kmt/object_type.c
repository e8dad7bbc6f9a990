/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * object_type.c - NtQueryObject for programs whose kernel is the miniature (object_type.h).
 */
#include "object_type.h"

#include <stddef.h>
#include <string.h>

#include <winternl.h>

#define INFO_LENGTH_MISMATCH ((NTSTATUS)0xc0000004)
#define MAX_MODULES 512u

typedef NTSTATUS(NTAPI query_fn)(HANDLE handle, OBJECT_INFORMATION_CLASS class, void *out, ULONG size, ULONG *wanted);

/* LdrRegisterDllNotification and LDR_DLL_NOTIFICATION_DATA, which no header has (sdk-api, DevNotes). */
enum { DLL_LOADED = 1 };
struct loaded {
    ULONG flags;
    const UNICODE_STRING *path, *name;
    void *base;
    ULONG size;
};
typedef void CALLBACK notify_fn(ULONG reason, const struct loaded *data, void *context);
typedef NTSTATUS(NTAPI register_fn)(ULONG flags, notify_fn *fn, void *context, void **cookie);
typedef BOOL(WINAPI modules_fn)(HANDLE process, HMODULE *modules, DWORD size, DWORD *wanted);

static query_fn *ntdlls;
static kmt_is_shared_fn *is_shared;

/* The answer is the structure and behind it its string, with a zero; too small a buffer is told the size of both
 * (nf-winternl-ntqueryobject). Wine looks at handle, buffer and pointer first, so that their errors are Wine's. */
static NTSTATUS NTAPI query(HANDLE handle, OBJECT_INFORMATION_CLASS class, void *out, ULONG size, ULONG *wanted)
{
    static const WCHAR name[] = L"DxgkSharedResource";
    const ULONG whole = sizeof(PUBLIC_OBJECT_TYPE_INFORMATION) + sizeof(name);
    PUBLIC_OBJECT_TYPE_INFORMATION *type = out;
    NTSTATUS status;

    if (class != ObjectTypeInformation || !is_shared(handle))
        return ntdlls(handle, class, out, size, wanted);
    status = ntdlls(handle, class, out, size < whole ? 0 : size, wanted);
    if (status >= 0) {
        type->TypeName.Length = sizeof(name) - sizeof(*name);
        type->TypeName.MaximumLength = sizeof(name);
        type->TypeName.Buffer = (WCHAR *)(type + 1);
        memcpy(type + 1, name, sizeof(name));
    }
    if (wanted && (status >= 0 || status == INFO_LENGTH_MISMATCH))
        *wanted = whole;
    return status;
}

static void redirect(void *base)
{
    const IMAGE_DOS_HEADER *dos = base;
    const IMAGE_NT_HEADERS *nt = (const IMAGE_NT_HEADERS *)((const BYTE *)base + dos->e_lfanew);
    const IMAGE_DATA_DIRECTORY *imports = &nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT];
    const IMAGE_IMPORT_DESCRIPTOR *d = (const IMAGE_IMPORT_DESCRIPTOR *)((const BYTE *)base + imports->VirtualAddress);
    DWORD before;

    if (dos->e_magic != IMAGE_DOS_SIGNATURE || nt->Signature != IMAGE_NT_SIGNATURE || !imports->VirtualAddress)
        return;
    for (; d->Name && d->FirstThunk; d++) {
        IMAGE_THUNK_DATA *at = (IMAGE_THUNK_DATA *)((BYTE *)base + d->FirstThunk);

        for (; at->u1.Function; at++)
            if (at->u1.Function == (ULONG_PTR)ntdlls && VirtualProtect(at, sizeof(*at), PAGE_READWRITE, &before)) {
                at->u1.Function = (ULONG_PTR)query;
                VirtualProtect(at, sizeof(*at), before, &before);
            }
    }
}

/* Wine calls it once the module's imports are there (wine: dlls/ntdll/loader.c, process_attach). */
static void CALLBACK loaded(ULONG reason, const struct loaded *data, void *context)
{
    (void)context;
    if (reason == DLL_LOADED)
        redirect(data->base);
}

void kmt_object_type_start(kmt_is_shared_fn *fn)
{
    static HMODULE modules[MAX_MODULES];
    HMODULE ntdll = GetModuleHandleA("ntdll.dll"), kernel = GetModuleHandleA("kernel32.dll");
    register_fn *notify = (register_fn *)(void *)GetProcAddress(ntdll, "LdrRegisterDllNotification");
    modules_fn *list = (modules_fn *)(void *)GetProcAddress(kernel, "K32EnumProcessModules");
    DWORD size = 0, i;
    void *cookie;

    ntdlls = (query_fn *)(void *)GetProcAddress(ntdll, "NtQueryObject");
    is_shared = fn;
    if (!ntdlls || !notify || !list || !list(GetCurrentProcess(), modules, sizeof(modules), &size))
        return;
    for (i = 0; i < size / sizeof(*modules) && i < MAX_MODULES; i++)
        redirect(modules[i]);
    notify(0, loaded, NULL, &cookie);
}
