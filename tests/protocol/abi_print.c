/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * abi_print.c - prints everything that the two sides of the protocol must agree on, one fact a line.
 *
 *   abi-print             prints
 *   abi-print abi.txt     compares with the golden file; exit 1 and the differing lines when it differs
 */
#include "pvgpu_channel.h"
#include "pvgpu_codec.h"
#include "pvgpu_formats.h"
#include "pvgpu_regs.h"
#include "pvgpu_ring.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static char text[1 << 17];
static size_t used;

static void line(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void line(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    used += (size_t)vsnprintf(text + used, sizeof text - used, format, args);
    va_end(args);
    if (used > sizeof text - 256) { /* the buffer is far larger than what there is to say */
        fprintf(stderr, "abi-print: too much text\n");
        fflush(stderr);
        used = sizeof text - 256;
    }
}

#define S(name) line("\nstruct %s %u\n", #name, (unsigned)sizeof(struct name))
#define F(name, field) \
    line("    %u %s %u\n", (unsigned)offsetof(struct name, field), #field, (unsigned)sizeof(((struct name *)0)->field))
#define N(name) line("%s 0x%" PRIx64 "\n", #name, (uint64_t)(name))

static void print_numbers(void)
{
    N(PVGPU_ABI_MAJOR); N(PVGPU_ABI_MINOR); N(PVGPU_SHMEM_MIN); N(PVGPU_SHMEM_MAX); N(PVGPU_PAGE); N(PVGPU_CONTROL_MAGIC);
    N(PVGPU_RING_ALIGN); N(PVGPU_PACKET_MAX); N(PVGPU_PACKET_CONTEXT); N(PVGPU_PACKET_KERNEL);
    N(PVGPU_EVENT_VBLANK); N(PVGPU_EVENT_FLIP); N(PVGPU_EVENT_MODE); N(PVGPU_EVENT_CONTEXT_ERROR); N(PVGPU_EVENT_DEVICE);
    N(PVGPU_EVENT_PROGRESS); N(PVGPU_EVENT_PRESENTED); N(PVGPU_DEVICE_RUNNING); N(PVGPU_DEVICE_LOST);
    N(PVGPU_FORMAT_LIMIT); N(PVGPU_OPT_ALL); N(PVGPU_FEATURE_CURSOR); N(PVGPU_FEATURE_VBLANK);
    N(PVGPU_MAX_RESOURCES); N(PVGPU_MAX_CONTEXTS); N(PVGPU_MAX_OBJECTS); N(PVGPU_MAX_SCANOUTS);
    N(PVGPU_OBJ_RESOURCE); N(PVGPU_OBJ_HEAP); N(PVGPU_OBJ_CONTEXT); N(PVGPU_OBJ_SRV); N(PVGPU_OBJ_RTV); N(PVGPU_OBJ_DSV);
    N(PVGPU_OBJ_UAV); N(PVGPU_OBJ_BLEND); N(PVGPU_OBJ_DEPTH_STENCIL); N(PVGPU_OBJ_RASTERIZER); N(PVGPU_OBJ_SAMPLER);
    N(PVGPU_OBJ_INPUT_LAYOUT); N(PVGPU_OBJ_SHADER); N(PVGPU_OBJ_SO_LAYOUT); N(PVGPU_OBJ_QUERY); N(PVGPU_OBJ_COMMAND_LIST);
    N(PVGPU_OBJ_VIDEO_ENUM); N(PVGPU_OBJ_VIDEO_PROCESSOR); N(PVGPU_OBJ_VIDEO_INPUT); N(PVGPU_OBJ_VIDEO_OUTPUT);
    N(PVGPU_OBJ_VIDEO_DECODER); N(PVGPU_OBJ_DECODER_OUTPUT); N(PVGPU_BIND_DECODER); N(PVGPU_DECODER_PROFILES);
    N(PVGPU_DECODER_FORMATS); N(PVGPU_DECODER_CONFIGS); N(PVGPU_DECODER_VALUES); N(PVGPU_DECODER_BUFFERS); N(PVGPU_DECODER_BYTES);
    N(PVGPU_DECODER_TYPES);
    N(PVGPU_OPT_VIDEO); N(PVGPU_VIDEO_STREAMS); N(PVGPU_VIDEO_FILTERS);
    N(PVGPU_VIDEO_FRAMES); N(PVGPU_VIDEO_RATES);
    N(PVGPU_DIM_BUFFER); N(PVGPU_DIM_TEX1D); N(PVGPU_DIM_TEX2D); N(PVGPU_DIM_TEX3D); N(PVGPU_DIM_CUBE);
    N(PVGPU_USAGE_DEFAULT); N(PVGPU_USAGE_IMMUTABLE); N(PVGPU_USAGE_DYNAMIC);
    N(PVGPU_STAGE_VS); N(PVGPU_STAGE_HS); N(PVGPU_STAGE_DS); N(PVGPU_STAGE_GS); N(PVGPU_STAGE_PS); N(PVGPU_STAGE_CS);
    N(PVGPU_BIND_ALL); N(PVGPU_MISC_ALL); N(PVGPU_MISC_TILE_POOL); N(PVGPU_MISC_TILED); N(PVGPU_TILE_BYTES); N(PVGPU_TILED_MIPS);
    N(PVGPU_UPDATE_DISCARD); N(PVGPU_UPDATE_NO_OVERWRITE); N(PVGPU_SIGNAL_CONSUMED);
    N(PVGPU_SIGNAL_COMPLETED); N(PVGPU_PRESENT_IMMEDIATE); N(PVGPU_CLEAR_DEPTH); N(PVGPU_CLEAR_STENCIL);
    for (int v = 0; v < PVGPU_VERDICT_COUNT; v++) line("verdict %d %s\n", v, pvgpu_verdict_name(v));
    N(PVGPU_PCI_VENDOR); N(PVGPU_PCI_DEVICE); N(PVGPU_BAR_REGS); N(PVGPU_BAR_SHMEM); N(PVGPU_BAR_MSIX); N(PVGPU_REGS_SIZE);
    N(PVGPU_EDID_OFFSET); N(PVGPU_EDID_MAX); N(PVGPU_STATUS_BACKEND); N(PVGPU_STATUS_READY); N(PVGPU_STATUS_RUNNING);
    N(PVGPU_CONTROL_ENABLE); N(PVGPU_CONTROL_RESET); N(PVGPU_IRQ_RING); N(PVGPU_IRQ_DEVICE); N(PVGPU_MSIX_RING);
    N(PVGPU_MSIX_DEVICE); N(PVGPU_ERROR_NO_BACKEND); N(PVGPU_ERROR_VERSION); N(PVGPU_ERROR_BACKEND_LOST);
    N(PVGPU_ERROR_REFUSED); N(PVGPU_ERROR_PROTOCOL); N(PVGPU_ERROR_GUEST); N(PVGPU_ERROR_HOST_DEVICE);
    N(PVGPU_CHANNEL_MAGIC); N(PVGPU_MSG_WELCOME); N(PVGPU_MSG_REFUSE); N(PVGPU_MSG_HELLO); N(PVGPU_MSG_READY);
    N(PVGPU_MSG_ENABLE); N(PVGPU_MSG_RUNNING); N(PVGPU_MSG_DISABLE); N(PVGPU_MSG_STOPPED); N(PVGPU_MSG_DEVICE_ERROR);
}

static void print_structs(void)
{
    S(pvgpu_region); F(pvgpu_region, offset); F(pvgpu_region, size);
    S(pvgpu_control_page); F(pvgpu_control_page, magic); F(pvgpu_control_page, abi_version); F(pvgpu_control_page, n_regions);
    F(pvgpu_control_page, shmem_size); F(pvgpu_control_page, reserved); F(pvgpu_control_page, regions);
    F(pvgpu_control_page, adapter_name);
    S(pvgpu_ring_line); F(pvgpu_ring_line, index); F(pvgpu_ring_line, wake_at); F(pvgpu_ring_line, reserved);
    S(pvgpu_ring_header); F(pvgpu_ring_header, producer); F(pvgpu_ring_header, consumer);
    S(pvgpu_packet); F(pvgpu_packet, size); F(pvgpu_packet, type); F(pvgpu_packet, flags); F(pvgpu_packet, context);
    F(pvgpu_packet, reserved); F(pvgpu_packet, fence);
    S(pvgpu_fence_page); F(pvgpu_fence_page, consumed); F(pvgpu_fence_page, wake_at);
    S(pvgpu_event); F(pvgpu_event, type); F(pvgpu_event, subject); F(pvgpu_event, a); F(pvgpu_event, b);
    F(pvgpu_event, reserved);
    S(pvgpu_progress_slot); F(pvgpu_progress_slot, value); F(pvgpu_progress_slot, wake_at);
    S(pvgpu_query_slot); F(pvgpu_query_slot, seq); F(pvgpu_query_slot, data);
    S(pvgpu_format_caps); F(pvgpu_format_caps, support); F(pvgpu_format_caps, support2); F(pvgpu_format_caps, samples);
    F(pvgpu_format_caps, flags);
    S(pvgpu_caps); F(pvgpu_caps, size); F(pvgpu_caps, abi_version); F(pvgpu_caps, features); F(pvgpu_caps, name);
    F(pvgpu_caps, vendor); F(pvgpu_caps, device); F(pvgpu_caps, subsys); F(pvgpu_caps, revision);
    F(pvgpu_caps, feature_level); F(pvgpu_caps, options); F(pvgpu_caps, video_memory); F(pvgpu_caps, shared_memory);
    F(pvgpu_caps, max_objects); F(pvgpu_caps, max_contexts); F(pvgpu_caps, n_formats); F(pvgpu_caps, formats);
    F(pvgpu_caps, video); F(pvgpu_caps, decoders);
    S(pvgpu_decoder_config); F(pvgpu_decoder_config, values); F(pvgpu_decoder_config, min_targets);
    F(pvgpu_decoder_config, specific);
    S(pvgpu_decoder_profile); F(pvgpu_decoder_profile, guid); F(pvgpu_decoder_profile, n_formats);
    F(pvgpu_decoder_profile, formats); F(pvgpu_decoder_profile, configs);
    S(pvgpu_decoder_caps); F(pvgpu_decoder_caps, n_profiles); F(pvgpu_decoder_caps, n_configs); F(pvgpu_decoder_caps, configs);
    F(pvgpu_decoder_caps, profiles);
    S(pvgpu_video_filter); F(pvgpu_video_filter, minimum); F(pvgpu_video_filter, maximum); F(pvgpu_video_filter, standard);
    F(pvgpu_video_filter, multiplier);
    S(pvgpu_video_caps); F(pvgpu_video_caps, device); F(pvgpu_video_caps, feature); F(pvgpu_video_caps, filter);
    F(pvgpu_video_caps, input_format); F(pvgpu_video_caps, auto_stream); F(pvgpu_video_caps, stereo);
    F(pvgpu_video_caps, max_streams); F(pvgpu_video_caps, max_states); F(pvgpu_video_caps, conversions);
    F(pvgpu_video_caps, filters);
    S(pvgpu_video_conversion); F(pvgpu_video_conversion, past); F(pvgpu_video_conversion, future);
    F(pvgpu_video_conversion, conversion); F(pvgpu_video_conversion, telecine); F(pvgpu_video_conversion, n_rates);
    F(pvgpu_video_conversion, rates);
    S(pvgpu_video_rate); F(pvgpu_video_rate, num); F(pvgpu_video_rate, den); F(pvgpu_video_rate, output_frames);
    F(pvgpu_video_rate, interlaced); F(pvgpu_video_rate, input_frames);
    S(pvgpu_stats); F(pvgpu_stats, packets); F(pvgpu_stats, commands); F(pvgpu_stats, bytes); F(pvgpu_stats, doorbells);
    F(pvgpu_stats, interrupts); F(pvgpu_stats, presents); F(pvgpu_stats, frames); F(pvgpu_stats, context_errors);
    F(pvgpu_stats, skipped); F(pvgpu_stats, last_opcode); F(pvgpu_stats, last_packet); F(pvgpu_stats, present_p50_ns);
    F(pvgpu_stats, present_p99_ns);
    S(pvgpu_viewport); S(pvgpu_rect);
    S(pvgpu_vertex_buffer); F(pvgpu_vertex_buffer, resource); F(pvgpu_vertex_buffer, stride); F(pvgpu_vertex_buffer, offset);
    S(pvgpu_constant_buffer); F(pvgpu_constant_buffer, resource); F(pvgpu_constant_buffer, first);
    F(pvgpu_constant_buffer, count);
    S(pvgpu_om_view); F(pvgpu_om_view, view); F(pvgpu_om_view, initial_count);
    S(pvgpu_so_target); F(pvgpu_so_target, resource); F(pvgpu_so_target, offset);
    S(pvgpu_blend_target); F(pvgpu_blend_target, enable); F(pvgpu_blend_target, logic_enable); F(pvgpu_blend_target, src);
    F(pvgpu_blend_target, dst); F(pvgpu_blend_target, op); F(pvgpu_blend_target, src_alpha);
    F(pvgpu_blend_target, dst_alpha); F(pvgpu_blend_target, op_alpha); F(pvgpu_blend_target, logic_op);
    F(pvgpu_blend_target, write_mask);
    S(pvgpu_input_element); F(pvgpu_input_element, reg); F(pvgpu_input_element, slot); F(pvgpu_input_element, format);
    F(pvgpu_input_element, offset); F(pvgpu_input_element, instanced); F(pvgpu_input_element, step);
    S(pvgpu_tile_region); F(pvgpu_tile_region, x); F(pvgpu_tile_region, y); F(pvgpu_tile_region, z); F(pvgpu_tile_region, subresource);
    F(pvgpu_tile_region, n_tiles); F(pvgpu_tile_region, boxed); F(pvgpu_tile_region, width); F(pvgpu_tile_region, height);
    F(pvgpu_tile_region, depth);
    S(pvgpu_tiling_slot); F(pvgpu_tiling_slot, tiles); F(pvgpu_tiling_slot, standard_mips); F(pvgpu_tiling_slot, packed_mips);
    F(pvgpu_tiling_slot, packed_tiles); F(pvgpu_tiling_slot, packed_first); F(pvgpu_tiling_slot, tile_width);
    F(pvgpu_tiling_slot, tile_height); F(pvgpu_tiling_slot, tile_depth); F(pvgpu_tiling_slot, mips);
    S(pvgpu_object_slot); F(pvgpu_object_slot, room); F(pvgpu_object_slot, error); F(pvgpu_object_slot, reserved);
    S(pvgpu_so_element); F(pvgpu_so_element, stream); F(pvgpu_so_element, reg); F(pvgpu_so_element, first_component);
    F(pvgpu_so_element, n_components); F(pvgpu_so_element, slot); F(pvgpu_so_element, gap);
    S(pvgpu_signature); F(pvgpu_signature, reg); F(pvgpu_signature, mask); F(pvgpu_signature, name);
    F(pvgpu_signature, type); F(pvgpu_signature, stream); F(pvgpu_signature, min_precision);
    S(pvgpu_decoder_buffer); F(pvgpu_decoder_buffer, type); F(pvgpu_decoder_buffer, submission); F(pvgpu_decoder_buffer, heap);
    F(pvgpu_decoder_buffer, size); F(pvgpu_decoder_buffer, offset); F(pvgpu_decoder_buffer, first_block);
    F(pvgpu_decoder_buffer, n_blocks);
    S(pvgpu_video_stream); F(pvgpu_video_stream, enable); F(pvgpu_video_stream, input); F(pvgpu_video_stream, input_right);
    F(pvgpu_video_stream, output_index); F(pvgpu_video_stream, input_frame); F(pvgpu_video_stream, frame_format);
    F(pvgpu_video_stream, color_space); F(pvgpu_video_stream, rate); F(pvgpu_video_stream, repeat);
    F(pvgpu_video_stream, rate_num); F(pvgpu_video_stream, rate_den); F(pvgpu_video_stream, source_on);
    F(pvgpu_video_stream, source); F(pvgpu_video_stream, dest_on); F(pvgpu_video_stream, dest); F(pvgpu_video_stream, alpha_on);
    F(pvgpu_video_stream, alpha); F(pvgpu_video_stream, luma_on); F(pvgpu_video_stream, luma_lower);
    F(pvgpu_video_stream, luma_upper); F(pvgpu_video_stream, aspect_on); F(pvgpu_video_stream, source_num);
    F(pvgpu_video_stream, source_den); F(pvgpu_video_stream, dest_num); F(pvgpu_video_stream, dest_den);
    F(pvgpu_video_stream, stereo_on); F(pvgpu_video_stream, stereo_format); F(pvgpu_video_stream, left0);
    F(pvgpu_video_stream, base0); F(pvgpu_video_stream, flip); F(pvgpu_video_stream, mono_offset);
    F(pvgpu_video_stream, automatic); F(pvgpu_video_stream, rotation_on); F(pvgpu_video_stream, rotation);
    F(pvgpu_video_stream, filters_on); F(pvgpu_video_stream, levels);
    F(pvgpu_video_stream, past); F(pvgpu_video_stream, future); F(pvgpu_video_stream, past_frames);
    F(pvgpu_video_stream, future_frames); F(pvgpu_video_stream, past_right); F(pvgpu_video_stream, future_right);
    S(pvgpu_command); F(pvgpu_command, op); F(pvgpu_command, flags); F(pvgpu_command, size);
    S(pvgpu_message); F(pvgpu_message, magic); F(pvgpu_message, type); F(pvgpu_message, abi_version);
    F(pvgpu_message, error); F(pvgpu_message, features); F(pvgpu_message, shmem_size); F(pvgpu_message, regions);
    F(pvgpu_message, handles); F(pvgpu_message, vm_name);
}

static void print_registers(void)
{
    line("\nregisters\n");
#define REG(name, offset, access, reset, prose) line("    0x%03x " #access " %s 0x%x\n", offset, #name, (uint32_t)(reset));
#include "pvgpu_regs.def"
}

static void print_regions(void)
{
    static const char *const names[PVGPU_REGION_COUNT] = { "submit", "event", "fence", "caps", "stats", "heap" };
    struct pvgpu_region r[PVGPU_REGION_COUNT];

    for (uint64_t size = PVGPU_SHMEM_MIN; size <= PVGPU_SHMEM_MAX; size *= 2) {
        if (pvgpu_layout(size, r)) continue;
        line("\nregions of 0x%" PRIx64 "\n", size);
        for (int i = 0; i < PVGPU_REGION_COUNT; i++)
            line("    %d %s 0x%" PRIx64 " 0x%" PRIx64 "\n", i, names[i], r[i].offset, r[i].size);
    }
}

static const char *kind_name(uint16_t kind)
{
    switch ((enum pvgpu_kind)kind) {
#define K(k) case PVGPU_K_##k: return #k;
    K(u32) K(i32) K(u64) K(f32) K(flags) K(enumv) K(count) K(max) K(bool) K(ref) K(optref) K(newid) K(zero) K(nonzero) K(format)
#undef K
    }
    return "?";
}

static void print_commands(void)
{
    for (int i = 0; i < PVGPU_IX_COUNT; i++) {
        const struct pvgpu_desc *d = &pvgpu_descs[i];
        line("\ncommand 0x%04x %s %s %u\n", d->op, d->name, d->cls == PVGPU_CLASS_KERNEL ? "kernel" : "context", d->size);
        for (int k = 0; k < d->n_fields; k++)
            line("    %u %s %s 0x%x\n", d->fields[k].offset, d->fields[k].name, kind_name(d->fields[k].kind), d->fields[k].arg);
        if (d->tail_size) line("    tail of %u bytes each, count at %u\n", d->tail_size, d->tail_count_offset);
    }
}

static void print_formats(void)
{
    line("\nformats\n");
    for (uint32_t i = 0; i < PVGPU_FORMAT_LIMIT; i++) {
        const struct pvgpu_format_row *r = &pvgpu_format_rows[i];
        if (pvgpu_format_known(i))
            line("    %u %s %u %ux%u %u %u %u\n", i, r->name, r->block_bytes, r->block_width, r->block_height, r->planes,
                 r->family, r->kind);
    }
}

/* Prints up to 20 lines of each that the other has not got at the same place. */
static int compare(const char *path)
{
    char want[512];
    const char *at = text;
    int number = 0, differing = 0;
    FILE *f = fopen(path, "r");

    if (!f) {
        fprintf(stderr, "abi-print: cannot read %s\n", path);
        return 1;
    }
    while (fgets(want, sizeof want, f)) {
        size_t n = strcspn(at, "\n");
        want[strcspn(want, "\r\n")] = 0;
        number++;
        if (strlen(want) != n || strncmp(want, at, n)) {
            if (differing++ < 20) printf("line %d: golden '%s', built '%.*s'\n", number, want, (int)n, at);
        }
        at += n + (at[n] == '\n');
    }
    fclose(f);
    if (*at && differing++ < 20) printf("line %d: built '%.*s' and more\n", number + 1, (int)strcspn(at, "\n"), at);
    if (differing) printf("%s: %d lines differ; an intended change of the ABI changes the golden file too\n", path, differing);
    return differing != 0;
}

int main(int argc, char **argv)
{
    print_numbers();
    print_structs();
    print_registers();
    print_regions();
    print_commands();
    print_formats();
    if (argc > 1) return compare(argv[1]);
    fwrite(text, 1, used, stdout);
    return 0;
}
