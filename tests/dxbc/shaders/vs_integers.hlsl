// SPDX-License-Identifier: MIT OR Apache-2.0
// Position and color from integer attributes.
struct Out { float4 position : SV_Position; float4 color : COLOR; };
Out main(int2 position : POSITION, uint4 color : COLOR)
{
    Out o;
    o.position = float4(position / 100.0, 0.5, 1);
    o.color = color / 255.0;
    return o;
}
