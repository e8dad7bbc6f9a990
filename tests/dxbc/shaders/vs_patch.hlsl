// SPDX-License-Identifier: MIT OR Apache-2.0
// Control points for the hull shaders.
struct Point { float4 position : POSITION; float3 color : COLOR; };
Point main(float4 position : POSITION, float4 color : COLOR)
{
    Point o;
    o.position = position;
    o.color = color.rgb;
    return o;
}
