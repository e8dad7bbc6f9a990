/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * guids_win32.c - the interface ids, which Windows' headers only declare elsewhere.
 */
#include <windows.h>
#define INITGUID
#include "renderer.h"
