// SPDX-License-Identifier: MIT OR Apache-2.0
// Every texture dimension and way to read one.
Texture1D<float4> t1; Texture1DArray<float2> t1a; Texture2D t2; Texture2DArray t2a; Texture3D<float3> t3;
TextureCube tc; TextureCubeArray tca; Texture2DMS<float4, 4> tm; Texture2DMSArray<int4> tma; Buffer<uint> tb;
StructuredBuffer<float4> ts; ByteAddressBuffer tr;
SamplerState s; SamplerComparisonState sc;
Texture2D<float> shadow; TextureCube<float> cube_shadow;
float4 main(float4 position : SV_Position, float4 uv : TEXCOORD, nointerpolation uint i : INDEX) : SV_Target
{
    float4 c = t1.Sample(s, uv.x) + float4(t1a.SampleLevel(s, uv.xy, 1), 0, 0) + t2.SampleBias(s, uv.xy, 0.5, int2(1, -2));
    c += t2a.SampleGrad(s, uv.xyz, ddx(uv.xy), ddy_fine(uv.xy)) + float4(t3.Sample(s, uv.xyz), 1);
    c += tc.Sample(s, uv.xyz) + tca.Sample(s, uv) + tm.Load(int2(position.xy), 2) + tma.Load(int3(position.xy, i), 1);
    c += tb[i] + ts[i & 15] + asfloat(tr.Load4(i * 16));
    c += shadow.SampleCmp(sc, uv.xy, uv.z) + shadow.SampleCmpLevelZero(sc, uv.xy, uv.z) + cube_shadow.SampleCmp(sc, uv.xyz, uv.w);
    c += t2.GatherRed(s, uv.xy) + t2.GatherGreen(s, uv.xy, int2(i, -i)) + shadow.GatherCmp(sc, uv.xy, 0.5);
    uint w, h, levels, samples;
    t2.GetDimensions(1, w, h, levels);
    c.x += w + h * levels;
    tm.GetDimensions(w, h, samples);
    c.xy += tm.GetSamplePosition(i & 3) * samples;
    ts.GetDimensions(w, h);
    c.z += w * h;
    tr.GetDimensions(w);
    c.w += w + t2.CalculateLevelOfDetail(s, uv.xy);
    return c;
}
