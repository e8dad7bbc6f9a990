// SPDX-License-Identifier: MIT OR Apache-2.0
// Targets of three component types, depth and coverage.
struct Out { float4 a : SV_Target0; uint2 b : SV_Target1; int4 c : SV_Target3; float depth : SV_Depth; uint mask : SV_Coverage; };
Texture2D<uint4> bits;
Out main(float4 position : SV_Position, uint covered : SV_Coverage)
{
    Out o;
    uint4 t = bits.Load(int3(position.xy, 0));
    o.a = position;
    o.b = t.xy + covered;
    o.c = (int4)position * -3;
    o.depth = position.z * 0.5;
    o.mask = covered & 5;
    return o;
}
