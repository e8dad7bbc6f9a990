// SPDX-License-Identifier: MIT OR Apache-2.0
// Inputs that only pass through: their types follow from nothing, or from a use behind a move.
struct Out { float4 position : SV_Position; float4 plain : PLAIN; nointerpolation int picked : PICKED; };
Out main(float4 position : POSITION, float4 plain : PLAIN, int which : WHICH, int other : OTHER)
{
    Out o;
    o.position = position;
    o.plain = plain;
    int v = position.x > 0 ? which : other;
    o.picked = max(v, -4);
    return o;
}
