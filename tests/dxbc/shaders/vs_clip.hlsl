// SPDX-License-Identifier: MIT OR Apache-2.0
// Clip and cull distances in more than one register.
struct Out { float4 position : SV_Position; float4 clip0 : SV_ClipDistance0; float2 clip1 : SV_ClipDistance1;
             float cull : SV_CullDistance; float3 n : NORMAL; };
Out main(float4 position : POSITION, float3 n : NORMAL)
{
    Out o;
    o.position = position;
    o.clip0 = position + float4(0.25, 2, 2, 2);
    o.clip1 = n.xy - position.yx + 0.5;
    o.cull = position.z + 1;
    o.n = n;
    return o;
}
