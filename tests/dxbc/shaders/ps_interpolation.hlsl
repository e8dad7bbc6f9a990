// SPDX-License-Identifier: MIT OR Apache-2.0
// Every interpolation modifier.
struct In {
    float4 position : SV_Position;
    float2 linear_ : A;
    centroid float2 centroid_ : B;
    noperspective float3 flat_ : C;
    nointerpolation uint4 constant_ : D;
    sample float sample_ : E;
    noperspective centroid float2 both : F;
};
float4 main(In i, bool front : SV_IsFrontFace, uint index : SV_SampleIndex) : SV_Target
{
    float4 c = float4(i.linear_, i.centroid_) + float4(i.flat_, i.sample_) + float4(i.both, i.constant_.xy);
    return front ? c : c * (float)index;
}
