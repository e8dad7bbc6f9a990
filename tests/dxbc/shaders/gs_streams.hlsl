// SPDX-License-Identifier: MIT OR Apache-2.0
// Three streams of points, for stream output.
struct In { float4 position : SV_Position; float4 color : COLOR; };
struct A { float4 position : SV_Position; float2 uv : UV; float2 st : ST; };
struct B { uint4 bits : BITS; };
struct C { float3 n : NORMAL; float w : WEIGHT; int k : KIND; };
[maxvertexcount(3)]
void main(point In p[1], inout PointStream<A> a, inout PointStream<B> b, inout PointStream<C> c)
{
    A x;
    x.position = p[0].position;
    x.uv = p[0].color.xy;
    x.st = p[0].color.zw;
    a.Append(x);
    B y;
    y.bits = asuint(p[0].color);
    b.Append(y);
    C z;
    z.n = p[0].position.xyz;
    z.w = p[0].position.w;
    z.k = -3;
    c.Append(z);
}
