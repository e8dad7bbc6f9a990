// SPDX-License-Identifier: MIT OR Apache-2.0
RWStructuredBuffer<double> values;
[numthreads(4, 1, 1)]
void main(uint3 id : SV_DispatchThreadID)
{
    double d = values[id.x] * 1.25 + (double)id.y;
    if (d > 3.5) d = min(d, 100.0) - values[0];
    values[id.x] = d == 2.0 ? d : (double)(float)d;
}
