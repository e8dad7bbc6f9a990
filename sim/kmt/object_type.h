/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * object_type.h - NtQueryObject's word for the type of an NT handle that the miniature's kernel gave out.
 *
 * On Windows dxgkrnl makes such handles, and the object manager says "DxgkSharedResource" of them (seen in the public test
 * test_shared_resource, wine: dlls/d3d11/tests/d3d11.c; no page names it). Here the object manager is Wine's, which knows the
 * handle for the file that it is to Wine and says "File". So where this DLL is loaded, what the program's modules import as
 * NtQueryObject is our function. It asks the kernel whether the handle is one of its own, whatever its number and however it
 * came to be (made, opened by name, duplicated, inherited), and puts the type's name into the answer to ObjectTypeInformation.
 * Everything else goes to Wine as it came. Nothing else is different: the other fields of the answer are those of a file, an
 * address that a program takes by GetProcAddress is Wine's, and so is what ObjectTypesInformation lists.
 */
#ifndef KMT_OBJECT_TYPE_H
#define KMT_OBJECT_TYPE_H

#include <stdbool.h>

#include <windows.h>

/* Whether the kernel knows the handle for a shared resource's. Any thread. */
typedef bool kmt_is_shared_fn(HANDLE handle);

/* Redirects the imports of what is loaded, and of what will be. Once, in DllMain: the loader's lock keeps the list as it is. */
void kmt_object_type_start(kmt_is_shared_fn *is_shared);

#endif
