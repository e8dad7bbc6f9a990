// SPDX-License-Identifier: MIT OR Apache-2.0
// Unordered access from a vertex shader: feature level 11_1.
RWByteAddressBuffer log_ : register(u9);
float4 main(float4 position : POSITION, uint id : SV_VertexID) : SV_Position
{
    log_.Store(id * 4, asuint(position.x));
    return position;
}
