// SPDX-License-Identifier: MIT OR Apache-2.0
// A class whose textures are an array that its method walks, with conditions and indices that come out of the instance's data.
interface Shade { float4 shade(float2 at); };
class Layers : Shade
{
    Texture2D<float4> layers[3];
    SamplerState smp;
    float4 weight[3];
    uint count;
    float4 shade(float2 at)
    {
        float4 sum = 0;
        [unroll] for (uint i = 0; i < 3; i++) sum += layers[i].SampleLevel(smp, at, 0) * weight[i];
        [loop] for (uint k = 0; k < count; k++) sum += weight[k].wzyx;
        [branch] switch (count) {
        case 1: return sum;
        case 4: sum *= 2; break;
        default: sum += 1; break;
        }
        return sum.wxyz;
    }
};
class Plain : Shade { float4 shade(float2 at) { return at.xyxy; } };
Shade shades[2];
cbuffer Data : register(b3) { Layers layers[2]; Plain plain; }
struct Point { float4 position : SV_Position; float4 color : COLOR; };
[maxvertexcount(3)]
void main(point Point p[1], inout PointStream<Point> points)
{
    [unroll] for (uint i = 0; i < 2; i++) {
        Point o = p[0];
        o.color = shades[i].shade(p[0].position.xy);
        points.Append(o);
    }
}
