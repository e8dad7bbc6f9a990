// SPDX-License-Identifier: MIT OR Apache-2.0
struct In { float4 position : SV_Position; float2 a : A; float2 b : B; };
struct Out { float4 position : SV_Position; float2 ab : AB; };
[maxvertexcount(6)]
void main(triangleadj In p[6], inout LineStream<Out> lines)
{
    [unroll] for (int i = 0; i < 6; i += 2) {
        Out o;
        o.position = p[i].position;
        o.ab = p[i].a + p[(i + 1) % 6].b;
        lines.Append(o);
        o.position = p[i + 1].position;
        lines.Append(o);
        lines.RestartStrip();
    }
}
