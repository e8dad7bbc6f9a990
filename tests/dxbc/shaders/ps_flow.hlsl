// SPDX-License-Identifier: MIT OR Apache-2.0
// Loops, switches, early returns, discard, indexed temporaries.
cbuffer C : register(b2) { uint4 control; float4 table[16]; };
float4 main(float4 position : SV_Position) : SV_Target
{
    float4 history[8];
    uint x = (uint)position.x;
    [loop] for (uint i = 0; i < 8; i++) history[(i + x) & 7] = table[i] * i + i * 0.13;
    float4 c = history[x * 3 & 7];
    [loop] while (c.x < 10) {
        c += 1;
        if (c.y > 5) continue;
        if (c.z > 20) break;
        [call] switch (control.x) {
        case 0: c.x += 1; break;
        case 1: case 2: c.y += 2; break;
        default: c.z *= 2; break;
        }
    }
    if (control.y == 7) return c;
    c = frac(c * 0.37);
    clip(c.w - 0.2);
    [branch] switch (control.z) {
    case 5: c.xy = c.yx; break;
    case 9: return c.wzyx;
    }
    sincos(c.x, c.z, c.w);
    return c;
}
