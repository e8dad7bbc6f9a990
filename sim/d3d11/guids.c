/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * guids.c - interface identifiers, which Windows headers only declare (on Linux each file has its own).
 */
#include <windows.h>

#include <initguid.h>

#include "d3d10_faces.h"
