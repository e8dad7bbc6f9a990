/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Rasterizer.
 */
#include "conf.h"
#include "shaders/plain_ps.h"

static void one_quad(struct conf *c)
{
    static const float clear[4] = { 0.25f, 0.5f, 0.75f, 1 };
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, clear);
    float color[4] = { 1, 0.5f, 0.25f, 0.125f };
    CONF_SHADER(c, CONF_PS, plain_ps);
    conf_constants(c, CONF_PS, 0, color, sizeof color);
    conf_viewport(c, 2, 1, 4, 5, 0, 1);
    conf_quad(c, 0.5f);
    conf_resource(c, t.texture, "target");
}

static const struct conf_case cases[] = {
    { "quad", one_quad, 0 },
};
const struct conf_area area_states = { "states", cases, N_OF(cases), 0, NULL, NULL };
