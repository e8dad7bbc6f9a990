// SPDX-License-Identifier: MIT OR Apache-2.0
struct Out { float4 position : SV_Position; float4 color : COLOR; };
Out main(float4 position : POSITION, float4 color : COLOR)
{
    Out o;
    o.position = position;
    o.color = color;
    return o;
}
