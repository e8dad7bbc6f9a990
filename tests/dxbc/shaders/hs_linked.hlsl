// SPDX-License-Identifier: MIT OR Apache-2.0
// Interfaces that are called in the control point phase and in fork phases; bodies with loops and returns in them.
interface Grow { float grow(float x); };
class Twice : Grow { float by; float grow(float x) { return x * 2 * by; } };
class Steps : Grow
{
    float by;
    uint count;
    float grow(float x)
    {
        [loop] for (uint i = 0; i < count; i++) {
            if (x > 64) return x;
            [loop] while (x < 32) {
                x += by;
                if (x == 7) return -1;
            }
            x *= 1.5;
        }
        return x + by;
    }
};
Grow grow, grows[3];
cbuffer Data : register(b0) { Twice twice; Steps steps[2]; uint which; }

struct Point { float4 position : POSITION; float3 color : COLOR; };
struct Factors { float edges[3] : SV_TessFactor; float inside : SV_InsideTessFactor; float3 tint : TINT; };
Factors constants(InputPatch<Point, 3> p, uint id : SV_PrimitiveID)
{
    Factors f;
    [unroll] for (int i = 0; i < 3; i++) f.edges[i] = grow.grow(p[i].color.x + id);
    f.inside = grows[which].grow(f.edges[0]);
    f.tint = p[0].color * 0.25;
    return f;
}
[domain("tri")] [partitioning("fractional_odd")] [outputtopology("triangle_cw")] [outputcontrolpoints(3)]
[patchconstantfunc("constants")]
Point main(InputPatch<Point, 3> p, uint i : SV_OutputControlPointID)
{
    Point o;
    o.position = p[i].position;
    o.color = p[i].color * grows[1].grow(p[i].color.y);
    return o;
}
