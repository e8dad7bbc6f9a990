// SPDX-License-Identifier: MIT OR Apache-2.0
// Minimum precision: signature entries with one field more.
min16float4 main(float4 position : SV_Position, min16float4 color : COLOR, nointerpolation min16uint k : K) : SV_Target
{
    return color * (min16float)k + (min16float)0.5;
}
