/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * linkage.h - class linkage: ID3D11ClassLinkage, ID3D11ClassInstance, and what a shader says of its interfaces.
 *
 * Part IFCE of a container (laid out as public readers of it have it, SlimShader's InterfacesChunk among them, and as what
 * Microsoft's compiler writes and its disassembler prints of it say; all offsets from the part's start, little-endian):
 *     u32  instances, types, interfaces, slots; offsets of the instances, of the types, of the interfaces; two words that nobody names
 *     instance   u32 offset of its name; u16 type, elements (more than 1: an array), constant buffer, first constant, texture,
 *                sampler (65535: it has none)
 *     type       u32 offset of its name; u16 nothing, constants, textures, samplers of one element; its id is its place in the list
 *     interface  u32 slots (more than 1: an array), classes that it takes, offset of their type ids (u16 each), offset of the
 *                function table of each (u32)
 */
#ifndef RT_LINKAGE_H
#define RT_LINKAGE_H

#include "objects.h"

#define RT_MAX_SLOTS 253     /* D3D11_SHADER_MAX_INTERFACES */
#define RT_MAX_INSTANCES 256 /* nf-d3d11-id3d11devicecontext-pssetshader */

struct rt_linkage;
struct rt_dxbc;

/* What one shader has of it; names point into text. */
struct rt_interfaces {
    struct rt_linkage *linkage; /* held; NULL: none was given */
    UINT n_slots;
    void *bytes; /* a copy of the part */
    size_t size;
};

/* Instances as one SetShader gave them; never changes. */
struct rt_instance_set {
    struct rt_child child;
    UINT n;
    struct rt_child *instances[]; /* held; NULL where the program gave none */
};

HRESULT rt_linkage_create(struct rt_device *device, ID3D11ClassLinkage **out);
/* Notes the names of a shader's classes and instances in the linkage. S_OK with *out NULL: no interfaces. E_INVALIDARG: the part
 * does not hold together. */
HRESULT rt_interfaces_create(const struct rt_dxbc *dxbc, ID3D11ClassLinkage *linkage, struct rt_interfaces **out);
void rt_interfaces_destroy(struct rt_interfaces *i);

/* NULL: none, or no memory. */
struct rt_instance_set *rt_instances_create(struct rt_device *device, ID3D11ClassInstance *const *instances, UINT n);
/* What the driver is told of a shader's slots; false: the shader is disabled (nf-d3d11-id3d11devicecontext-pssetshader). */
bool rt_instances_link(const struct rt_interfaces *i, const struct rt_instance_set *set, UINT *tables, D3D11DDIARG_POINTERDATA *data);
/* For *GetShader: *n is the room on the way in, the number of instances on the way out. */
void rt_instances_get(const struct rt_instance_set *set, ID3D11ClassInstance **out, UINT *n);

#endif
