// SPDX-License-Identifier: MIT OR Apache-2.0
//
// stream.hlsl - a draw that writes nothing into a stream output target (stream.c).

struct nothing
{
    float4 position : SV_Position;
};

nothing vs_main(uint id : SV_VertexID)
{
    nothing v;
    v.position = float4(id, 0.0, 0.0, 1.0);
    return v;
}

[maxvertexcount(1)]
void gs_main(point nothing from[1], inout PointStream<nothing> stream)
{
    if (from[0].position.x > 0.0) stream.Append(from[0]);
}

// Two streams, to ask a host whether it takes them.
struct second
{
    float4 position : SECOND;
};

[maxvertexcount(2)]
void two_main(point nothing from[1], inout PointStream<nothing> first, inout PointStream<second> other)
{
    second s;
    s.position = from[0].position;
    first.Append(from[0]);
    other.Append(s);
}
