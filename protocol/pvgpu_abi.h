/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_abi.h - the contract between the guest's kernel driver, the PCI device and the host
 * process: shared-memory layout, rings, packets, commands. Freestanding C11: no libc, no OS
 * header. Little-endian, naturally aligned, no bit-fields, no enums and no pointers on the wire.
 *
 * PROTOCOL.md is the prose; abi.txt is the golden print of everything declared here.
 */
#ifndef PVGPU_ABI_H
#define PVGPU_ABI_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus) || (defined(_MSC_VER) && !defined(__clang__))
#define PVGPU_STATIC_ASSERT(c, m) static_assert(c, m)
#else
#define PVGPU_STATIC_ASSERT(c, m) _Static_assert(c, m)
#endif

#if defined(__GNUC__) || defined(__clang__)
#define PVGPU_MUST_USE __attribute__((warn_unused_result))
#else
#define PVGPU_MUST_USE
#endif

/* Major: must be equal on all three sides. Minor: additions only, gated by feature bits. */
#define PVGPU_ABI_MAJOR 1u
#define PVGPU_ABI_MINOR 0u
#define PVGPU_ABI_VERSION ((PVGPU_ABI_MAJOR << 16) | PVGPU_ABI_MINOR)

/* ---- shared memory (BAR2) ------------------------------------------------------------- */

#define PVGPU_SHMEM_MIN (64ull << 20)
#define PVGPU_SHMEM_MAX (16ull << 30)
#define PVGPU_PAGE 4096u
#define PVGPU_CONTROL_MAGIC 0x55504756504750ull /* "PGPVGPU" read as little-endian bytes */

/* Regions that the control page publishes. A region's offset is from the start of BAR2. */
enum pvgpu_region_kind {
    PVGPU_REGION_SUBMIT = 0, /* submission ring: guest to host */
    PVGPU_REGION_EVENT  = 1, /* event ring: host to guest */
    PVGPU_REGION_FENCE  = 2, /* struct pvgpu_fence_page */
    PVGPU_REGION_CAPS   = 3, /* struct pvgpu_caps, written by the host */
    PVGPU_REGION_STATS  = 4, /* struct pvgpu_stats, written by the host */
    PVGPU_REGION_HEAP   = 5, /* memory segment that the guest's memory manager owns */
    PVGPU_REGION_COUNT  = 6,
};

struct pvgpu_region {
    uint64_t offset; /* bytes from the start of BAR2, a multiple of PVGPU_PAGE */
    uint64_t size;   /* bytes, a multiple of PVGPU_PAGE */
};

/* The first page of BAR2. The device writes it at reset. The guest reads it; the host process
 * never does: it is told the same table over its channel, which the guest cannot reach. */
struct pvgpu_control_page {
    uint64_t magic;
    uint32_t abi_version;
    uint32_t n_regions;
    uint64_t shmem_size; /* bytes */
    uint64_t reserved;
    struct pvgpu_region regions[PVGPU_REGION_COUNT];
    char     adapter_name[64]; /* what the guest should call its adapter, UTF-8; empty: its own choice */
};

/* Fills regions[] for a shared memory of shmem_size bytes. Returns 0, or -1 when the size is not
 * a power of two within PVGPU_SHMEM_MIN..PVGPU_SHMEM_MAX. Pure. */
int pvgpu_layout(uint64_t shmem_size, struct pvgpu_region regions[PVGPU_REGION_COUNT]);

/* ---- rings ---------------------------------------------------------------------------- */

/* Indices are free-running byte counts modulo 2^32; the ring's size is a power of two, at most
 * 2^30. Each side writes only its own line. Event index in both directions: a side asks to be
 * woken when the peer's index passes a value, and the peer signals only then. See pvgpu_ring.h. */
struct pvgpu_ring_line {
    uint32_t index;   /* bytes produced (producer's line) or consumed (consumer's line) */
    uint32_t wake_at; /* "signal me when your index passes this" */
    uint32_t reserved[14];
};

/* A ring region: this header in its first page, the data in the rest, whose size is rounded down
 * to a power of two by both sides (pvgpu_ring_data_size). */
struct pvgpu_ring_header {
    struct pvgpu_ring_line producer;
    struct pvgpu_ring_line consumer;
};

#define PVGPU_RING_ALIGN 8u
#define PVGPU_PACKET_MAX (1u << 20) /* bytes, header included */

enum pvgpu_packet_type {
    PVGPU_PACKET_CONTEXT = 1, /* commands of one guest context (class CONTEXT) */
    PVGPU_PACKET_KERNEL  = 2, /* commands of the kernel driver (class KERNEL), context 0 */
};

/* A packet: this header, then commands up to size. The kernel driver stamps every field; the
 * user-mode driver's bytes are the commands only. */
struct pvgpu_packet {
    uint32_t size; /* bytes, this header included, multiple of 8, at most PVGPU_PACKET_MAX */
    uint16_t type; /* enum pvgpu_packet_type */
    uint16_t flags; /* 0 */
    uint32_t context; /* guest context, 0 for PVGPU_PACKET_KERNEL */
    uint32_t reserved; /* 0 */
    uint64_t fence; /* value that fence_page.consumed takes when the packet was consumed;
                     * 0 leaves it alone; otherwise greater than every earlier one */
};

/* ---- fences --------------------------------------------------------------------------- */

/* "Consumed" means that the host has read the packet's commands and all memory they name: the
 * guest may reuse that memory. It does not mean that a GPU has finished. */
struct pvgpu_fence_page {
    uint64_t consumed; /* host writes, release order */
    uint64_t reserved0[7];
    uint64_t wake_at;  /* guest writes: raise the interrupt when consumed reaches this */
    uint64_t reserved1[7];
};

/* ---- events, host to guest ------------------------------------------------------------ */

enum pvgpu_event_type {
    PVGPU_EVENT_VBLANK        = 1, /* subject: scanout; a: count; b: host time, ns */
    PVGPU_EVENT_FLIP          = 2, /* subject: scanout; a: cookie of the scanout_set now shown */
    PVGPU_EVENT_MODE          = 3, /* the user's wish. subject: scanout; a: width << 32 | height; b: refresh, mHz */
    PVGPU_EVENT_CONTEXT_ERROR = 4, /* subject: context; a: code << 32 | opcode; b: offset of the
                                    * command in its packet, header included */
    PVGPU_EVENT_DEVICE        = 5, /* subject: enum pvgpu_device_state */
    PVGPU_EVENT_PROGRESS      = 6, /* subject: context whose progress slot reached its wake_at */
    PVGPU_EVENT_PRESENTED     = 7, /* subject: scanout; a: cookie; b: guest_time of the present */
};

enum pvgpu_device_state {
    PVGPU_DEVICE_RUNNING = 1,
    PVGPU_DEVICE_LOST    = 2, /* the host's Direct3D device was removed; reset the adapter */
};

struct pvgpu_event {
    uint32_t type;
    uint32_t subject;
    uint64_t a;
    uint64_t b;
    uint64_t reserved;
};

/* ---- slots that the host fills for the user-mode driver --------------------------------- */

/* A progress slot lives in a heap object and is written by the command `signal`. */
struct pvgpu_progress_slot {
    uint64_t value;   /* host writes, release order */
    uint64_t wake_at; /* guest writes: send PVGPU_EVENT_PROGRESS when value reaches this; 0 never */
};

/* A query slot is written by `query_end`. data is what ID3D11DeviceContext::GetData fills. */
#define PVGPU_QUERY_DATA 88u
struct pvgpu_query_slot {
    uint64_t seq;     /* the query_end's seq, written last, release order */
    uint8_t  data[PVGPU_QUERY_DATA];
};

/* What `query_tiling` writes: how the host lays a tiled resource out (ID3D11Device2::GetResourceTiling). mips: of the
 * first array slice; a slice has tiles / array tiles, and its packed mips, if any, come last. */
#define PVGPU_TILE_BYTES 65536u
#define PVGPU_TILED_MIPS 16u
struct pvgpu_tiling_mip { uint32_t width, height, depth, first; }; /* in tiles; all 0 when it is packed */
struct pvgpu_tiling_slot {
    uint64_t seq;                                        /* the query_tiling's seq, written last, release order */
    uint32_t tiles;                                      /* of the whole resource; 0: the host has none such */
    uint32_t standard_mips, packed_mips, packed_tiles, packed_first;
    uint32_t tile_width, tile_height, tile_depth;        /* in texels */
    struct pvgpu_tiling_mip mips[PVGPU_TILED_MIPS];
};

/* What `query_resource` and `query_object` write: whether the host could make it. */
struct pvgpu_object_slot {
    uint64_t seq;      /* the command's seq, written last, release order */
    uint64_t room;     /* bytes that resources may still take on the host, as far as is known; query_object: 0 */
    uint32_t error;    /* 1: an error object */
    uint32_t reserved; /* 0 */
};

/* ---- capabilities, host to guest ------------------------------------------------------- */

#define PVGPU_FORMAT_LIMIT 192u /* DXGI_FORMAT numbers below this have a row */

struct pvgpu_format_caps {
    uint32_t support;   /* D3D11_FORMAT_SUPPORT bits */
    uint32_t support2;  /* D3D11_FORMAT_SUPPORT2 bits */
    uint32_t samples;   /* bit log2(n) set when n samples a pixel are supported */
    uint32_t flags;     /* enum pvgpu_format_flag */
};

enum pvgpu_format_flag {
    PVGPU_FORMAT_SINGLE = 1u << 0, /* textures have two dimensions, one slice and one mip */
};

enum pvgpu_option {
    PVGPU_OPT_DOUBLES        = 1u << 0,
    PVGPU_OPT_DOUBLES_EXT    = 1u << 1, /* 11.1 double instructions */
    PVGPU_OPT_MIN16_PS       = 1u << 2,
    PVGPU_OPT_MIN16_OTHER    = 1u << 3,
    PVGPU_OPT_LOGIC_OP       = 1u << 4,
    PVGPU_OPT_UAV_ALL_STAGES = 1u << 5,
    PVGPU_OPT_TILED_1        = 1u << 6,
    PVGPU_OPT_TILED_2        = 1u << 7,
    PVGPU_OPT_CB_OFFSET      = 1u << 8,
    PVGPU_OPT_CB_PARTIAL     = 1u << 9,
    PVGPU_OPT_CB_NOOVERWRITE = 1u << 10,
    PVGPU_OPT_SRV_NOOVERWRITE = 1u << 11,
    PVGPU_OPT_CLEAR_VIEW     = 1u << 12,
    PVGPU_OPT_COPY_OVERLAP   = 1u << 13,
    PVGPU_OPT_FORCED_SAMPLES = 1u << 14,
    PVGPU_OPT_SAD4           = 1u << 15,
    PVGPU_OPT_FORCED_ONE     = 1u << 16, /* multisampled targets with a forced sample count of one */
    PVGPU_OPT_MIN_MAX_FILTER = 1u << 17,
    PVGPU_OPT_CLEAR_VIEW_DEPTH = 1u << 18, /* clear_view on depth-only views */
    PVGPU_OPT_SO_STREAMS     = 1u << 19, /* stream output declarations with streams beyond the first */
    PVGPU_OPT_VIDEO          = 1u << 20, /* a video processor, and caps.video says what it can */
    PVGPU_OPT_FLOORED_VIEWPORTS = 1u << 21, /* what is drawn ends at the floors of a viewport's edges */
    PVGPU_OPT_ALL            = (1u << 22) - 1,
};

#define PVGPU_VIDEO_STREAMS 64u /* at most, of one blit */
#define PVGPU_VIDEO_FILTERS 8u  /* D3D11_VIDEO_PROCESSOR_FILTER numbers below this */

/* D3D11_VIDEO_PROCESSOR_FILTER_RANGE; all 0 without the filter's bit. */
struct pvgpu_video_filter { int32_t minimum, maximum, standard; float multiplier; };

#define PVGPU_VIDEO_FRAMES 3u   /* past or future frames of a stream at most */
#define PVGPU_VIDEO_RATES 8u    /* custom rates that are told at most */

/* D3D11_VIDEO_PROCESSOR_CUSTOM_RATE; num and den are CustomRate. */
struct pvgpu_video_rate { uint32_t num, den, output_frames, interlaced, input_frames, reserved; };

/* The first rate conversion, D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS; no other can be chosen. */
struct pvgpu_video_conversion {
    uint32_t past, future;         /* at most PVGPU_VIDEO_FRAMES */
    uint32_t conversion, telecine; /* ProcessorCaps, ITelecineCaps */
    uint32_t n_rates, reserved;    /* at most PVGPU_VIDEO_RATES */
    struct pvgpu_video_rate rates[PVGPU_VIDEO_RATES];
};

/* What the host's video processor answers for 1920 x 1080 progressive at 30 Hz on both sides; it has no extensions. */
struct pvgpu_video_caps {
    uint32_t device, feature, filter, input_format, auto_stream, stereo; /* D3D11_VIDEO_PROCESSOR_CAPS */
    uint32_t max_streams, max_states; /* at most PVGPU_VIDEO_STREAMS */
    struct pvgpu_video_conversion conversions[2]; /* of progressive contents, of interlaced ones */
    struct pvgpu_video_filter filters[PVGPU_VIDEO_FILTERS];
};

#define PVGPU_DECODER_PROFILES 32u /* that are told at most */
#define PVGPU_DECODER_FORMATS 4u   /* of a profile at most */
#define PVGPU_DECODER_CONFIGS 16u  /* of all profiles together at most */

/* D3D11_VIDEO_DECODER_CONFIG without encryption; values: ConfigBitstreamRaw to Config4GroupedCoefs, as they follow there. */
#define PVGPU_DECODER_VALUES 12u
struct pvgpu_decoder_config { uint32_t values[PVGPU_DECODER_VALUES], min_targets, specific; };

/* A decoding profile. configs: of each format a bit for each row of the configurations' table. */
struct pvgpu_decoder_profile {
    uint8_t guid[16];
    uint32_t n_formats, reserved; /* at most PVGPU_DECODER_FORMATS */
    uint32_t formats[PVGPU_DECODER_FORMATS], configs[PVGPU_DECODER_FORMATS];
};

/* What the host's decoders take of raw bitstreams (ConfigBitstreamRaw is not 0), asked for at 1920 x 1080. */
struct pvgpu_decoder_caps {
    uint32_t n_profiles, n_configs;
    struct pvgpu_decoder_config configs[PVGPU_DECODER_CONFIGS];
    struct pvgpu_decoder_profile profiles[PVGPU_DECODER_PROFILES];
};

struct pvgpu_caps {
    uint32_t size;          /* bytes of this record that the host filled */
    uint32_t abi_version;   /* the host's */
    uint64_t features;      /* the host's PVGPU_FEATURE_ bits */
    char     name[128];     /* host adapter name, UTF-8, zero terminated */
    uint32_t vendor, device, subsys, revision; /* of the host's adapter */
    uint32_t feature_level; /* D3D_FEATURE_LEVEL value, e.g. 0xb100 */
    uint32_t options;       /* enum pvgpu_option */
    uint64_t video_memory;  /* bytes that the guest may count as dedicated */
    uint64_t shared_memory; /* bytes that the guest may count as shared */
    uint32_t max_objects;   /* per context */
    uint32_t max_contexts;
    uint32_t n_formats;     /* rows filled below */
    uint32_t reserved;
    struct pvgpu_format_caps formats[PVGPU_FORMAT_LIMIT];
    struct pvgpu_video_caps video; /* all 0 without PVGPU_OPT_VIDEO */
    struct pvgpu_decoder_caps decoders; /* all 0 where the host has none, or is not to decode */
};

/* Feature bits; a feature is on when device, host and guest all say so. */
#define PVGPU_FEATURE_CURSOR   (1ull << 0)
#define PVGPU_FEATURE_VBLANK   (1ull << 1)
#define PVGPU_FEATURES_KNOWN   (PVGPU_FEATURE_CURSOR | PVGPU_FEATURE_VBLANK)

/* ---- statistics, host to guest (for tools; nothing depends on them) ---------------------- */

struct pvgpu_stats {
    uint64_t packets, commands, bytes;   /* consumed */
    uint64_t doorbells, interrupts;      /* received, raised */
    uint64_t presents, frames;           /* asked for, handed to the presenter */
    uint64_t context_errors, skipped;    /* contexts lost; commands on error objects */
    uint64_t last_opcode, last_packet;   /* for a post-mortem */
    uint64_t present_p50_ns, present_p99_ns; /* packet consumed to frame handed over */
};

/* ---- objects and commands ---------------------------------------------------------------- */

/* Kinds of object a handle may name. A handle is an index that the guest chooses, 1..limit. VM-wide
 * resource ids (RESOURCE, HEAP) come from the kernel driver; all others are per context. */
enum pvgpu_object_kind {
    PVGPU_OBJ_ANY = 0,
    PVGPU_OBJ_RESOURCE,    /* buffer or texture in host memory */
    PVGPU_OBJ_HEAP,        /* span of the heap region */
    PVGPU_OBJ_CONTEXT,
    PVGPU_OBJ_SRV,
    PVGPU_OBJ_RTV,
    PVGPU_OBJ_DSV,
    PVGPU_OBJ_UAV,
    PVGPU_OBJ_BLEND,
    PVGPU_OBJ_DEPTH_STENCIL,
    PVGPU_OBJ_RASTERIZER,
    PVGPU_OBJ_SAMPLER,
    PVGPU_OBJ_INPUT_LAYOUT,
    PVGPU_OBJ_SHADER,
    PVGPU_OBJ_SO_LAYOUT,
    PVGPU_OBJ_QUERY,
    PVGPU_OBJ_COMMAND_LIST,
    PVGPU_OBJ_VIDEO_ENUM,      /* description of a content */
    PVGPU_OBJ_VIDEO_PROCESSOR,
    PVGPU_OBJ_VIDEO_INPUT,     /* views */
    PVGPU_OBJ_VIDEO_OUTPUT,
    PVGPU_OBJ_VIDEO_DECODER,
    PVGPU_OBJ_DECODER_OUTPUT,  /* view */
    PVGPU_OBJ_COUNT
};

#define PVGPU_MAX_RESOURCES (1u << 20)
#define PVGPU_MAX_CONTEXTS  1024u
#define PVGPU_MAX_OBJECTS   (1u << 20) /* per context */
#define PVGPU_MAX_SCANOUTS  4u

enum pvgpu_dimension { /* values of D3D10DDIRESOURCE_TYPE, +1 */
    PVGPU_DIM_NONE = 0, PVGPU_DIM_BUFFER, PVGPU_DIM_TEX1D, PVGPU_DIM_TEX2D, PVGPU_DIM_TEX3D, PVGPU_DIM_CUBE,
    PVGPU_DIM_COUNT
};

enum pvgpu_bind { /* D3D11_BIND_FLAG values */
    PVGPU_BIND_VERTEX = 0x1, PVGPU_BIND_INDEX = 0x2, PVGPU_BIND_CONSTANT = 0x4, PVGPU_BIND_SHADER = 0x8,
    PVGPU_BIND_STREAM = 0x10, PVGPU_BIND_TARGET = 0x20, PVGPU_BIND_DEPTH = 0x40, PVGPU_BIND_UNORDERED = 0x80,
    PVGPU_BIND_DECODER = 0x200,
    PVGPU_BIND_ALL = 0x2ff
};

enum pvgpu_misc { /* D3D11_RESOURCE_MISC_FLAG values */
    PVGPU_MISC_GENERATE_MIPS = 0x1, PVGPU_MISC_CUBE = 0x4, PVGPU_MISC_INDIRECT = 0x10, PVGPU_MISC_RAW = 0x20,
    PVGPU_MISC_STRUCTURED = 0x40, PVGPU_MISC_CLAMP = 0x80, PVGPU_MISC_TILE_POOL = 0x20000, PVGPU_MISC_TILED = 0x40000,
    PVGPU_MISC_ALL = 0x600f5
};

enum pvgpu_resource_usage {
    PVGPU_USAGE_DEFAULT = 0, PVGPU_USAGE_IMMUTABLE, PVGPU_USAGE_DYNAMIC, PVGPU_USAGE_COUNT
};

enum pvgpu_stage {
    PVGPU_STAGE_VS = 0, PVGPU_STAGE_HS, PVGPU_STAGE_DS, PVGPU_STAGE_GS, PVGPU_STAGE_PS, PVGPU_STAGE_CS,
    PVGPU_STAGE_COUNT
};

enum pvgpu_view_dimension { /* D3D11_SRV_DIMENSION values; RTV, DSV and UAV use their subset */
    PVGPU_VIEW_NONE = 0, PVGPU_VIEW_BUFFER, PVGPU_VIEW_TEX1D, PVGPU_VIEW_TEX1D_ARRAY, PVGPU_VIEW_TEX2D,
    PVGPU_VIEW_TEX2D_ARRAY, PVGPU_VIEW_TEX2DMS, PVGPU_VIEW_TEX2DMS_ARRAY, PVGPU_VIEW_TEX3D, PVGPU_VIEW_CUBE,
    PVGPU_VIEW_CUBE_ARRAY, PVGPU_VIEW_COUNT
};

#define PVGPU_UPDATE_DISCARD      0x1u /* old contents of the whole resource may be dropped */
#define PVGPU_UPDATE_NO_OVERWRITE 0x2u /* the guest promises not to touch what earlier commands read */
#define PVGPU_UPDATE_ALL          0x3u

#define PVGPU_SIGNAL_CONSUMED  0u /* when the host has read everything before it */
#define PVGPU_SIGNAL_COMPLETED 1u /* when the host's GPU has finished everything before it */
#define PVGPU_SIGNAL_COUNT     2u

#define PVGPU_PRESENT_IMMEDIATE 0x1u /* do not wait for a vertical blank */
#define PVGPU_PRESENT_ALL       0x1u

#define PVGPU_CLEAR_DEPTH   0x1u
#define PVGPU_CLEAR_STENCIL 0x2u
#define PVGPU_CLEAR_ALL     0x3u

/* Tail elements. */
struct pvgpu_viewport { float x, y, w, h, min_z, max_z; };
struct pvgpu_rect { int32_t left, top, right, bottom; };
struct pvgpu_vertex_buffer { uint32_t resource, stride, offset, pad; };
struct pvgpu_constant_buffer { uint32_t resource, first, count, pad; }; /* first, count: 16-byte constants; count 0 = whole */
struct pvgpu_om_view { uint32_t view, initial_count; }; /* initial_count ~0 keeps the hidden counter */
struct pvgpu_so_target { uint32_t resource, offset; };  /* offset ~0 appends */
struct pvgpu_blend_target { uint8_t enable, logic_enable, src, dst, op, src_alpha, dst_alpha, op_alpha;
                            uint8_t logic_op, write_mask, pad[6]; };
struct pvgpu_input_element { uint32_t reg, slot, format, offset, instanced, step; }; /* offset in bytes, already resolved */
struct pvgpu_so_element { uint32_t stream, reg, first_component, n_components, slot, gap; }; /* gap 1: skip, reg unused */
struct pvgpu_signature { uint32_t reg, mask, name, type, stream, min_precision; };
    /* one shader register: name is a D3D10_SB_NAME value, type a D3D_REGISTER_COMPONENT_TYPE (0 unknown) */

#define PVGPU_SHADER_SLOTS 253u /* D3D11_SHADER_MAX_INTERFACES */

/* What one interface slot of a shader gets: a function table (~0: none, a call of it does nothing), and the instance's data, as
 * D3D11DDIARG_POINTERDATA has it: a constant buffer, where in it (in constants of 16 bytes), its first texture and sampler. */
struct pvgpu_shader_slot { uint32_t table, buffer, offset, texture, sampler, pad; };

/* A region of a tiled resource, in tiles: from x, y, z of a subresource. boxed 1: width x height x depth of them; 0:
 * n_tiles in the order of the whole resource. In update_tile_mappings the entries behind the regions are ranges of a
 * pool: x is a D3D11_TILE_RANGE_FLAG value, y the first tile, n_tiles their number, all else 0. */
struct pvgpu_tile_region { uint32_t x, y, z, subresource, n_tiles, boxed, width, height, depth, pad; };

/* A stream of a video blit with the whole of its state. Words named _on, enable, repeat, left0, base0 and automatic are 0
 * or 1; enumerations and meanings are those of ID3D11VideoContext's VideoProcessorSetStream functions. */
struct pvgpu_video_stream {
    uint32_t enable, input, input_right;       /* VIDEO_INPUT handles; input_right may be 0 (no stereo); both are 0 when not enabled */
    uint32_t output_index, input_frame;        /* as in D3D11_VIDEO_PROCESSOR_STREAM */
    uint32_t frame_format, color_space;        /* the 32 bits of D3D11_VIDEO_PROCESSOR_COLOR_SPACE, reserved ones 0 */
    uint32_t rate, repeat, rate_num, rate_den; /* D3D11_VIDEO_PROCESSOR_OUTPUT_RATE; the ratio counts when it is custom */
    uint32_t source_on; struct pvgpu_rect source; /* texels of the input's mip */
    uint32_t dest_on; struct pvgpu_rect dest;     /* pixels of the output */
    uint32_t alpha_on; float alpha;
    uint32_t luma_on; float luma_lower, luma_upper;
    uint32_t aspect_on, source_num, source_den, dest_num, dest_den;
    uint32_t stereo_on, stereo_format, left0, base0, flip; int32_t mono_offset;
    uint32_t automatic;                        /* processing that the driver chooses */
    uint32_t rotation_on, rotation;
    uint32_t filters_on; int32_t levels[PVGPU_VIDEO_FILTERS]; /* a bit for each D3D11_VIDEO_PROCESSOR_FILTER */
    uint32_t past, future;                     /* reference frames, nearest first: VIDEO_INPUT handles, 0 behind the last one */
    uint32_t past_frames[PVGPU_VIDEO_FRAMES], future_frames[PVGPU_VIDEO_FRAMES];
    uint32_t past_right[PVGPU_VIDEO_FRAMES], future_right[PVGPU_VIDEO_FRAMES]; /* as many with input_right, all 0 without it */
};

/* A buffer of a frame that is decoded: D3D11_VIDEO_DECODER_BUFFER_DESC with its data, which are size bytes at offset of a heap
 * object. Buffers of one SubmitDecoderBuffers have the same submission, the first 0, each later one the next number. */
#define PVGPU_DECODER_BUFFERS 64u          /* of a frame at most */
#define PVGPU_DECODER_BYTES (16u << 20)    /* of a buffer at most */
#define PVGPU_DECODER_TYPES 9u             /* D3D11_VIDEO_DECODER_BUFFER_TYPE numbers below this */
struct pvgpu_decoder_buffer {
    uint32_t type, submission, heap, size;
    uint64_t offset;
    uint32_t first_block, n_blocks;        /* FirstMBaddress, NumMBsInBuffer */
};

struct pvgpu_command {
    uint16_t op;    /* enum pvgpu_op */
    uint16_t flags; /* 0 */
    uint32_t size;  /* bytes, header and tail included, multiple of 8 */
};

/* Field kinds: the C type, and what pvgpu_check verifies (pvgpu_codec.c). */
typedef uint32_t pvgpu_u32, pvgpu_flags, pvgpu_enumv, pvgpu_count, pvgpu_max, pvgpu_bool, pvgpu_ref, pvgpu_optref,
                 pvgpu_newid, pvgpu_zero, pvgpu_nonzero, pvgpu_format;
typedef int32_t  pvgpu_i32;
typedef uint64_t pvgpu_u64;
typedef float    pvgpu_f32;
enum pvgpu_kind {
    PVGPU_K_u32, PVGPU_K_i32, PVGPU_K_u64, PVGPU_K_f32,
    PVGPU_K_flags,   /* no bit outside arg */
    PVGPU_K_enumv,   /* below arg */
    PVGPU_K_count,   /* number of tail elements, at most arg */
    PVGPU_K_max,     /* at most arg */
    PVGPU_K_bool,    /* 0 or 1 */
    PVGPU_K_ref,     /* handle of kind arg, not 0 */
    PVGPU_K_optref,  /* handle of kind arg, or 0 */
    PVGPU_K_newid,   /* handle that the command defines, of kind arg, not 0 */
    PVGPU_K_zero,    /* must be 0 */
    PVGPU_K_nonzero,
    PVGPU_K_format   /* DXGI_FORMAT below PVGPU_FORMAT_LIMIT that the format table has, or 0 when arg is 1 */
};

/* Who may send a command. */
#define PVGPU_CLASS_KERNEL  1u
#define PVGPU_CLASS_CONTEXT 2u

/* opcodes */
enum pvgpu_op {
#define CMD(n, N, code, cls, prose) PVGPU_OP_##N = code,
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
};

/* wire structs: struct pvgpu_cmd_NAME */
#define CMD(n, N, code, cls, prose) struct pvgpu_cmd_##n { struct pvgpu_command hdr;
#define FIELD(n, k, f, a) pvgpu_##k f;
#define TAIL(n, e, c)
#define END(n) };
#include "pvgpu_cmds.def"

/* proof on every compiler: no implicit padding, sizes are multiples of 8 */
#define CMD(n, N, code, cls, prose) enum { pvgpu_sum_##n = sizeof(struct pvgpu_command)
#define FIELD(n, k, f, a) + sizeof(pvgpu_##k)
#define TAIL(n, e, c)
#define END(n) }; PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_cmd_##n) == pvgpu_sum_##n \
    && pvgpu_sum_##n % 8 == 0, "pvgpu_cmd_" #n " has padding");
#include "pvgpu_cmds.def"

/* dense index, for tables and statistics */
enum pvgpu_index {
#define CMD(n, N, code, cls, prose) PVGPU_IX_##N,
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
    PVGPU_IX_COUNT
};

PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_control_page) == 192, "control page");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_ring_header) == 128, "ring header");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_packet) == 24, "packet");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_event) == 32, "event");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_fence_page) == 128, "fence page");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_query_slot) == 96, "query slot");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_tiling_slot) == 296, "tiling slot");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_object_slot) == 24, "object slot");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_video_caps) == 592, "video caps");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_video_stream) == 252, "video stream");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_decoder_profile) == 56, "decoder profile");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_decoder_caps) == 2696, "decoder caps");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_decoder_buffer) == 32, "decoder buffer");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_caps) == 3488 + 16 * PVGPU_FORMAT_LIMIT, "caps");

#endif
