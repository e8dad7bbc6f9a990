/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the suite has to know about formats to walk over memory: from the table that the ABI uses, whose test
 * compares it with dxgiformat.h.
 */
#include "conf.h"
#include "pvgpu_formats.h"

const char *conf_format_name(DXGI_FORMAT format)
{
    return pvgpu_format_known((uint32_t)format) ? pvgpu_format_name((uint32_t)format) : NULL;
}

UINT conf_format_block(DXGI_FORMAT format)
{
    const struct pvgpu_format_row *r = &pvgpu_format_rows[format];
    return pvgpu_format_known((uint32_t)format) && r->planes == 1 ? r->block_bytes : 0;
}

bool conf_format_compressed(DXGI_FORMAT format)
{
    return pvgpu_format_known((uint32_t)format) && pvgpu_format_rows[format].block_height > 1;
}

UINT conf_row_size(DXGI_FORMAT format, UINT width)
{
    return conf_format_block(format) ? (UINT)pvgpu_format_row_bytes((uint32_t)format, width) : 0;
}

UINT conf_rows(DXGI_FORMAT format, UINT height)
{
    return conf_format_block(format) ? pvgpu_format_rows_of((uint32_t)format, height) : 0;
}
