// SPDX-License-Identifier: MIT OR Apache-2.0
//
// flow.hlsl - control flow, indexing and calls.

cbuffer constants : register(b0) { float4 many[32]; int count, kind; }
Texture2D<float4> picture : register(t0);
SamplerState filtering : register(s0);

struct attributes { float4 position : SV_Position; float4 a[4] : A; };

float4 loops(attributes v) : SV_Target
{
    float4 r = 0;
    [loop] for (int i = 0; i < count; i++) {
        if (many[i].x > v.a[0].x) continue;
        if (many[i].y > v.a[0].y) break;
        r += many[i];
    }
    int k = 0;
    [loop] do { r = r.yzwx + v.a[1]; } while (++k < kind);
    return r;
}

float4 switches(attributes v) : SV_Target
{
    float4 r = v.a[0];
    [forcecase] switch (kind) {
    case 0: r *= v.a[1]; break;
    case 3: r += v.a[2]; break;
    case 4:
    case 7: r -= v.a[3]; break;
    default: r = r.wzyx; break;
    }
    return r;
}

float4 subroutines(attributes v) : SV_Target
{
    float4 r = v.a[0];
    [call] switch (kind) {
    case 0: r = sqrt(r) * v.a[1]; break;
    case 1: r = rsqrt(r) + v.a[2]; break;
    case 2: r = sin(r) - v.a[3]; break;
    default: r = r.wzyx; break;
    }
    return r;
}

float4 returns(attributes v) : SV_Target
{
    [branch] if (v.a[0].x > 0) return v.a[1];
    [branch] if (kind == 3) { [loop] for (int i = 0; i < count; i++) if (many[i].z == v.a[2].z) return many[i]; }
    if (v.a[3].w < 0) discard;
    clip(v.a[3].z - many[0].x);
    return v.a[2];
}

float4 indexed_temps(attributes v) : SV_Target
{
    float4 table[8];
    [unroll] for (int i = 0; i < 8; i++) table[i] = many[i] * v.a[i & 3];
    table[kind & 7] = v.a[0];
    return table[count & 7] + table[(count + 1) & 7];
}

float4 indexed_inputs(attributes v) : SV_Target { return v.a[kind & 3] * many[count]; }

static const float4 fixed_table[6] = { float4(1, 2, 3, 4), float4(5, 6, 7, 8), float4(2, 4, 8, 1), float4(3, 1, 4, 1),
                                       float4(5, 9, 2, 6), float4(5, 3, 5, 8) };
float4 fixed_tables(attributes v) : SV_Target { return fixed_table[kind] * fixed_table[count]; }

float4 nested(attributes v) : SV_Target
{
    float4 r = 0;
    [loop] for (int i = 0; i < count; i++) {
        [branch] if (i & 1) {
            [loop] for (int k = 0; k < kind; k++) {
                [branch] switch (k) {
                case 1: r += picture.SampleLevel(filtering, v.a[0].xy, k); break;
                case 2: r *= 2; break;
                default: r -= v.a[1]; break;
                }
            }
        } else {
            r = max(r, v.a[2]);
        }
    }
    return r;
}
