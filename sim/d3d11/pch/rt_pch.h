/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rt_pch.h - what every file of the runtime begins with, compiled once: Windows' headers are seven eighths of the time that a
 * file takes. Nothing relies on it; every file includes what it needs.
 */
#include "../com.h"

#include <ddi_umd.h>
#include <ddi_kmt.h>
