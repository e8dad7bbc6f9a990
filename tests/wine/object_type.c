/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * object_type.c - a Windows program that asks NtQueryObject for the type of an NT handle of a texture: by the import that each
 * program has, with buffers of every size, through duplicates, and of handles that are none. TAP on standard output.
 */
#define COBJMACROS
#include <windows.h>

#include <winternl.h>
#include <d3d11_1.h>
#include <dxgi1_2.h>

#include <stdbool.h>
#include <wchar.h>

#include "tap.h"

#define INFO_LENGTH_MISMATCH ((NTSTATUS)0xc0000004)
#define INVALID_HANDLE ((NTSTATUS)0xc0000008)
#define WHOLE (sizeof(PUBLIC_OBJECT_TYPE_INFORMATION) + sizeof(L"DxgkSharedResource"))

NTSTATUS NTAPI ZwQueryObject(HANDLE handle, OBJECT_INFORMATION_CLASS class, void *out, ULONG size, ULONG *wanted);

static ID3D11Device *device;
static HANDLE shared;

/* NULL: CreateSharedHandle or what it wants failed. */
static HANDLE share(UINT flags)
{
    const D3D11_TEXTURE2D_DESC desc = { 4, 4, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT,
                                        D3D11_BIND_SHADER_RESOURCE, 0, D3D11_RESOURCE_MISC_SHARED_NTHANDLE | flags };
    ID3D11Texture2D *texture = NULL;
    IDXGIResource1 *resource = NULL;
    HANDLE handle = NULL;

    if (FAILED(ID3D11Device_CreateTexture2D(device, &desc, NULL, &texture))) return NULL;
    if (SUCCEEDED(ID3D11Texture2D_QueryInterface(texture, &IID_IDXGIResource1, (void **)&resource))) {
        CHECK_EQ(IDXGIResource1_CreateSharedHandle(resource, NULL, DXGI_SHARED_RESOURCE_READ, NULL, &handle), S_OK);
        IDXGIResource1_Release(resource);
    }
    ID3D11Texture2D_Release(texture);
    return handle;
}

static bool is_called(HANDLE handle, const WCHAR *name)
{
    union {
        PUBLIC_OBJECT_TYPE_INFORMATION type;
        char bytes[512];
    } a;
    ULONG size = 0;

    memset(&a, 0xcc, sizeof a);
    if (NtQueryObject(handle, ObjectTypeInformation, &a, sizeof a, &size) != 0) return false;
    return a.type.TypeName.Length == wcslen(name) * sizeof(WCHAR) && a.type.TypeName.MaximumLength == a.type.TypeName.Length + sizeof(WCHAR)
        && a.type.TypeName.Buffer == (WCHAR *)(&a.type + 1) && wcscmp(a.type.TypeName.Buffer, name) == 0
        && size == sizeof a.type + a.type.TypeName.MaximumLength && (unsigned char)a.bytes[size] == 0xcc;
}

TEST(a_shared_resource_has_its_type)
{
    HANDLE keyed = share(D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX);
    PUBLIC_OBJECT_TYPE_INFORMATION type[4];

    CHECK(is_called(shared, L"DxgkSharedResource"));
    CHECK(keyed && is_called(keyed, L"DxgkSharedResource"));
    CHECK_EQ(ZwQueryObject(shared, ObjectTypeInformation, type, sizeof type, NULL), 0);
    CHECK(wcscmp(type->TypeName.Buffer, L"DxgkSharedResource") == 0);
    CHECK(CloseHandle(keyed));
}

TEST(so_has_a_duplicate)
{
    HANDLE copy = NULL, of_none = NULL;

    CHECK(DuplicateHandle(GetCurrentProcess(), shared, GetCurrentProcess(), &copy, 0, TRUE, DUPLICATE_SAME_ACCESS));
    CHECK(DuplicateHandle(GetCurrentProcess(), shared, GetCurrentProcess(), &of_none, SYNCHRONIZE, FALSE, 0));
    CHECK(copy != shared && is_called(copy, L"DxgkSharedResource"));
    CHECK(is_called(of_none, L"DxgkSharedResource"));
    CHECK(CloseHandle(copy));
    CHECK(CloseHandle(of_none));
}

TEST(a_short_buffer_is_told_the_size)
{
    union {
        PUBLIC_OBJECT_TYPE_INFORMATION type;
        char bytes[WHOLE + 1];
    } a;
    ULONG n, size;

    for (n = 0; n < WHOLE; n += n == 0 ? sizeof a.type : 1) {
        memset(&a, 0xcc, sizeof a);
        size = 0;
        CHECK_EQ((ULONG)NtQueryObject(shared, ObjectTypeInformation, n ? &a : NULL, n, &size), (ULONG)INFO_LENGTH_MISMATCH);
        CHECK_EQ(size, WHOLE);
        CHECK_EQ((unsigned char)a.bytes[0], 0xcc);
    }
    CHECK_EQ((ULONG)NtQueryObject(shared, ObjectTypeInformation, NULL, 0, NULL), (ULONG)INFO_LENGTH_MISMATCH);
    CHECK_EQ(NtQueryObject(shared, ObjectTypeInformation, &a, WHOLE, &size), 0);
    CHECK_EQ(size, WHOLE);
}

TEST(others_have_theirs)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL), file, closed = share(D3D11_RESOURCE_MISC_SHARED);
    PUBLIC_OBJECT_BASIC_INFORMATION basic = { 0 };
    char path[MAX_PATH], again[512];
    ULONG size = 0;

    GetModuleFileNameA(NULL, path, sizeof path);
    file = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK(is_called(event, L"Event"));
    CHECK(is_called(file, L"File"));
    CHECK(is_called(GetCurrentProcess(), L"Process"));
    CHECK(closed && CloseHandle(closed));
    CHECK_EQ((ULONG)NtQueryObject(closed, ObjectTypeInformation, again, sizeof again, &size), (ULONG)INVALID_HANDLE);
    CHECK_EQ(NtQueryObject(shared, ObjectBasicInformation, &basic, sizeof basic, &size), 0);
    CHECK_EQ(size, sizeof basic);
    CloseHandle(file);
    CloseHandle(event);
}

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    if (FAILED(D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, NULL, 0, D3D11_SDK_VERSION, &device, NULL, NULL)))
        printf("Bail out! no device\n");
    else if (!(shared = share(D3D11_RESOURCE_MISC_SHARED)))
        printf("Bail out! no NT handle\n");
    else {
        RUN(a_shared_resource_has_its_type);
        RUN(so_has_a_duplicate);
        RUN(a_short_buffer_is_told_the_size);
        RUN(others_have_theirs);
        CloseHandle(shared);
        ID3D11Device_Release(device);
        return tap_finish();
    }
    return 1;
}
