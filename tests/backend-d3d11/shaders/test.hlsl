// SPDX-License-Identifier: MIT OR Apache-2.0
//
// test.hlsl - the guest's shaders in the tests of the renderer; scripts/compile-shaders makes the headers.

cbuffer constants : register(b0)
{
    float4 tint;
};

Texture2D<float4> picture : register(t0);
SamplerState filtering : register(s0);
RWBuffer<uint> output : register(u0);

struct textured
{
    float4 position : SV_Position;
    float2 at : TEXCOORD;
};

textured quad_vs(float2 position : POSITION, float2 at : TEXCOORD)
{
    textured v;
    v.position = float4(position, 0.5, 1.0);
    v.at = at;
    return v;
}

float4 textured_ps(textured v) : SV_Target
{
    return picture.Sample(filtering, v.at) * tint;
}

struct colored
{
    float4 position : SV_Position;
    float4 color : COLOR;
};

colored colored_vs(float2 position : POSITION, float4 color : COLOR)
{
    colored v;
    v.position = float4(position, 0.5, 1.0);
    v.color = color;
    return v;
}

float4 colored_ps(colored v) : SV_Target
{
    return v.color;
}

[numthreads(8, 1, 1)]
void counting_cs(uint3 id : SV_DispatchThreadID)
{
    output[id.x] = id.x * 3 + 1;
}

AppendStructuredBuffer<uint2> appended : register(u1);

[numthreads(8, 1, 1)]
void appending_cs(uint3 id : SV_DispatchThreadID)
{
    if (id.x & 1) appended.Append(uint2(id.x, id.x * id.x));
}

// A triangle over the whole target from one point.
[maxvertexcount(3)]
void growing_gs(point colored from[1], inout TriangleStream<colored> stream)
{
    static const float2 corners[3] = { float2(-1, 3), float2(3, -1), float2(-1, -1) };
    colored v;
    v.color = from[0].color;
    for (int i = 0; i < 3; i++) {
        v.position = float4(corners[i], 0.5, 1.0);
        stream.Append(v);
    }
}

struct factors
{
    float edge[3] : SV_TessFactor;
    float inside : SV_InsideTessFactor;
    float4 color : COLOR;
};

factors patch_constants(InputPatch<colored, 3> p)
{
    factors f;
    f.edge[0] = f.edge[1] = f.edge[2] = f.inside = 3.0;
    f.color = p[0].color;
    return f;
}

[domain("tri")]
[partitioning("integer")]
[outputtopology("triangle_cw")]
[outputcontrolpoints(3)]
[patchconstantfunc("patch_constants")]
colored patch_hs(InputPatch<colored, 3> p, uint i : SV_OutputControlPointID)
{
    return p[i];
}

[domain("tri")]
colored patch_ds(factors f, float3 at : SV_DomainLocation, const OutputPatch<colored, 3> p)
{
    colored v;
    v.position = p[0].position * at.x + p[1].position * at.y + p[2].position * at.z;
    v.color = f.color;
    return v;
}
