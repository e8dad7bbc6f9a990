/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * host_test.c - what the host adds around a VM: pictures and pointers, latencies, options, the
 * record, the trace table.
 */
#include "fixture.h"
#include "options.h"
#include "os.h"
#include "present/present.h"
#include "record.h"
#include "tap.h"

/* ---- pointers ---- */

TEST(pointers_are_blended)
{
    uint32_t picture[4 * 4], shape_pixels[2 * 2] = { 0xffff0000u, 0x00ffffffu, 0x80ffffffu, 0xff00ff00u };
    struct pvb_cursor_shape shape = { 2, 2, 0, 0, 8, false, (const uint8_t *)shape_pixels };
    for (int i = 0; i < 16; i++) picture[i] = 0xff204060u;
    pvb_cursor_blend((uint8_t *)picture, 16, 4, 4, &shape, 1, 1);
    CHECK_EQ(picture[5] & 0xffffff, 0xff0000);  /* opaque */
    CHECK_EQ(picture[6] & 0xffffff, 0x204060);  /* nothing */
    CHECK_EQ(picture[9] & 0xffffff, 0x90a0b0);  /* half white */
    CHECK_EQ(picture[10] & 0xffffff, 0x00ff00);
    CHECK_EQ(picture[0] & 0xffffff, 0x204060);
    shape.masked = true;
    shape_pixels[0] = 0xffffffffu; /* exclusive-or */
    shape_pixels[1] = 0x00123456u; /* replaces */
    pvb_cursor_blend((uint8_t *)picture, 16, 4, 4, &shape, 0, 0);
    CHECK_EQ(picture[0] & 0xffffff, 0xdfbf9f);
    CHECK_EQ(picture[1] & 0xffffff, 0x123456);
}

TEST(pointers_at_edges_touch_nothing_else)
{
    static const int32_t places[] = { -3, -2, -1, 0, 1, 2, 3, 4, 5, INT32_MIN, INT32_MAX };
    uint32_t shape_pixels[4] = { ~0u, ~0u, ~0u, ~0u };
    struct pvb_cursor_shape shape = { 2, 2, 0, 0, 8, false, (const uint8_t *)shape_pixels };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
            uint32_t picture[5 * 8] = { 0 }, before[5 * 8] = { 0 }; /* 4x4, rows of 5, and rows around */
            uint8_t under[16];
            int lit = 0, want = 0;
            pvb_cursor_under((uint8_t *)(picture + 10), 20, 4, 4, &shape, places[i], places[k], under, true);
            pvb_cursor_blend((uint8_t *)(picture + 10), 20, 4, 4, &shape, places[i], places[k]);
            for (int n = 0; n < 40; n++) lit += picture[n] != 0;
            for (int64_t y = places[k]; y < (int64_t)places[k] + 2; y++)
                for (int64_t x = places[i]; x < (int64_t)places[i] + 2; x++) want += x >= 0 && x < 4 && y >= 0 && y < 4;
            CHECK_EQ(lit, want);
            pvb_cursor_under((uint8_t *)(picture + 10), 20, 4, 4, &shape, places[i], places[k], under, false);
            CHECK(!memcmp(picture, before, sizeof picture) || want); /* colour comes back, alpha was never there */
            for (int n = 0; n < 40; n++) CHECK_EQ(picture[n] & 0xffffff, 0);
        }
    }
}

/* ---- the sink ---- */

static struct { int frames; struct pvb_frame last; uint32_t pixel[4]; } got;
static struct pvb_presenter { int unused; } spy_presenter;
static struct pvb_presenter *spy_open(const struct pvb_presenter_params *params, char *error, size_t n) { return &spy_presenter; }
static void spy_close(struct pvb_presenter *p) { }
static void spy_frame(struct pvb_presenter *p, const struct pvb_frame *f)
{
    got.last = *f;
    if (f->width) memcpy(got.pixel, f->pixels, f->width < 4 ? f->width * 4 : sizeof got.pixel);
    __atomic_add_fetch(&got.frames, 1, __ATOMIC_RELEASE); /* a thread may wait for it */
}
static const struct pvb_presenter_ops spy = { .name = "spy", .open = spy_open, .frame = spy_frame, .close = spy_close };
static const struct pvb_presenter_ops spy_lossless = { .name = "spy", .lossless = true, .open = spy_open, .frame = spy_frame,
                                                       .close = spy_close };

static int wakes;
static void count_wake(void *arg) { wakes++; }

static struct pvb_sink *sink_of(const struct pvb_presenter_ops *ops)
{
    static const uint64_t frames[] = { 1 };
    struct pvb_presenter_params params = { .frames = frames, .n_frames = 1 };
    char error[64];
    memset(&got, 0, sizeof got);
    wakes = 0;
    return pvb_sink_create(&ops, 1, &params, count_wake, NULL, error, sizeof error);
}

static int held; /* pictures that were not given back */

static void take_back(struct pvb_sink *s)
{
    struct pvb_frame f;
    while (pvb_sink_returned(s, &f)) {
        free(f.held);
        held--;
    }
}

static void hand_over(struct pvb_sink *s, uint32_t color, uint64_t number)
{
    uint32_t *pixels = malloc(2 * 5 * sizeof *pixels); /* 4x2, rows of 5 */
    struct pvb_frame f = { .width = 4, .height = 2, .pitch = 20, .pixels = pixels, .number = number, .held = pixels };
    for (int i = 0; i < 10; i++) pixels[i] = color;
    held++;
    pvb_sink_frame(s, &f, NULL);
    take_back(s);
}

/* As at the end of a run; nothing may be left with the sink. */
static void sink_end(struct pvb_sink *s)
{
    pvb_sink_settle(s);
    take_back(s);
    CHECK_EQ(held, 0);
    pvb_sink_destroy(s);
}

/* ---- windows that the user resizes ---- */

static uint32_t spy_width, spy_height;
static bool spy_size(struct pvb_presenter *p, uint32_t scanout, uint32_t *width, uint32_t *height, uint32_t *refresh_mhz)
{
    *width = spy_width;
    *height = spy_height;
    *refresh_mhz = 75000;
    return scanout == 0 && spy_width;
}
static const struct pvb_presenter_ops spy_window = { .name = "spy", .open = spy_open, .frame = spy_frame, .size = spy_size,
                                                     .close = spy_close };

/* MODE events of scanout 0 that the guest got, the last one's size in *size. Others are dropped. */
static int modes_told(struct fixture *f, uint64_t *size)
{
    struct pvgpu_event e;
    int n = 0;
    pvb_display_tick(&f->vm, pvb_now_ns());
    pvb_events_flush(&f->vm);
    while (guest_event(&f->guest, &e))
        if (e.type == PVGPU_EVENT_MODE && e.subject == 0 && e.b == 75000) {
            n++;
            *size = e.a;
        }
    return n;
}

static void pump_for(struct pvb_sink *s, uint64_t ns)
{
    uint64_t end;
    CHECK(pvb_sink_pump(s)); /* time counts from when the size was seen */
    for (end = pvb_now_ns() + ns; pvb_now_ns() < end; pvb_sleep_ns(10000000)) CHECK(pvb_sink_pump(s));
    CHECK(pvb_sink_pump(s));
}

TEST(a_window_that_the_user_resizes_is_told_once)
{
    static struct fixture f;
    struct pvb_sink *s = sink_of(&spy_window);
    uint64_t size = 0;
    if (!fixture_open(&f, NULL)) abort();
    f.vm.sink = s;
    spy_width = 600; /* what the window system made of 640x480 */
    spy_height = 450;
    CHECK_EQ(DO(&f, 0, mode_set, MODE_SET, 0, 640, 480, 60000), PVGPU_OK);
    pump_for(s, PVB_WISH_SETTLE_NS + 20000000);
    CHECK(!pvb_sink_wished(s));
    CHECK_EQ(modes_told(&f, &size), 0);
    for (int i = 0; i < 5; i++) { /* while the edge is dragged nothing is told */
        uint64_t changed = pvb_now_ns();
        spy_width += 16;
        CHECK(pvb_sink_pump(s));
        pvb_sleep_ns(5000000);
        CHECK(pvb_sink_pump(s));
        if (pvb_now_ns() - changed < PVB_WISH_SETTLE_NS) CHECK(!pvb_sink_wished(s));
    }
    pump_for(s, PVB_WISH_SETTLE_NS + 20000000);
    CHECK(pvb_sink_wished(s));
    CHECK_EQ(modes_told(&f, &size), 1);
    CHECK_EQ(size, 680ull << 32 | 450);
    pump_for(s, PVB_WISH_SETTLE_NS + 20000000);
    CHECK_EQ(modes_told(&f, &size), 0);
    /* The guest follows; the window gets that size, which is no wish. */
    CHECK_EQ(DO(&f, 0, mode_set, MODE_SET, 0, 680, 448, 60000), PVGPU_OK);
    spy_height = 448;
    pump_for(s, PVB_WISH_SETTLE_NS + 20000000);
    CHECK_EQ(modes_told(&f, &size), 0);
    /* A scanout that is off has no wishes. */
    spy_width = 1000;
    pump_for(s, PVB_WISH_SETTLE_NS + 20000000);
    CHECK(pvb_sink_wished(s));
    CHECK_EQ(DO(&f, 0, mode_set, MODE_SET, 0, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(modes_told(&f, &size), 0);
    f.vm.sink = NULL;
    fixture_close(&f);
    pvb_sink_destroy(s);
}

TEST(the_newest_picture_is_shown)
{
    struct pvb_sink *s = sink_of(&spy);
    for (uint32_t i = 1; i <= 5; i++) hand_over(s, i * 0x10101, i);
    CHECK_EQ(wakes, 5);
    CHECK(pvb_sink_pump(s));
    CHECK_EQ(got.frames, 1);
    CHECK_EQ(got.last.number, 5);
    CHECK_EQ(got.pixel[0], 0x50505);
    CHECK_EQ(got.last.pitch, 16);
    pvb_sink_pump(s);
    CHECK_EQ(got.frames, 1); /* nothing new */
    sink_end(s);
}

TEST(a_picture_outlives_its_renderer)
{
    struct pvb_sink *s = sink_of(&spy);
    hand_over(s, 1, 1);
    CHECK_EQ(held, 1); /* it may still be shown */
    hand_over(s, 2, 2);
    CHECK_EQ(held, 1); /* the first one was not */
    pvb_sink_settle(s);
    take_back(s);
    CHECK_EQ(held, 0);
    CHECK(pvb_sink_pump(s));
    CHECK(got.frames == 1 && got.last.number == 2 && got.pixel[0] == 2 && got.last.pitch == 16);
    hand_over(s, 3, 3); /* the next run */
    pvb_sink_pump(s);
    take_back(s);
    CHECK_EQ(held, 0);
    CHECK(got.frames == 2 && got.pixel[0] == 3);
    sink_end(s);
}

TEST(a_mode_shows_black_and_off_is_off)
{
    struct pvb_sink *s = sink_of(&spy);
    pvb_sink_mode(s, 0, 8, 8);
    pvb_sink_pump(s);
    CHECK(got.frames == 1 && got.last.width == 8 && got.last.number == 0 && got.pixel[0] == 0);
    hand_over(s, 7, 1);
    pvb_sink_mode(s, 0, 0, 0); /* the picture before it is not lost */
    pvb_sink_pump(s);
    CHECK_EQ(got.frames, 3);
    CHECK_EQ(got.pixel[0], 7);
    CHECK_EQ(got.last.width, 0);
    sink_end(s);
}

TEST(a_moving_pointer_leaves_no_trail)
{
    uint32_t white = 0xffffffffu;
    struct pvb_cursor_shape shape = { 1, 1, 0, 0, 4, false, (const uint8_t *)&white };
    struct pvb_sink *s = sink_of(&spy);
    pvb_sink_cursor_shape(s, 0, &shape);
    pvb_sink_pump(s);
    CHECK_EQ(got.frames, 0); /* there is no picture to draw it into */
    hand_over(s, 0x112233, 1);
    pvb_sink_cursor_move(s, 0, 1, 0, true);
    pvb_sink_pump(s);
    CHECK(got.pixel[0] == 0x112233 && (got.pixel[1] & 0xffffff) == 0xffffff && got.pixel[2] == 0x112233);
    pvb_sink_cursor_move(s, 0, 2, 0, true);
    pvb_sink_pump(s);
    CHECK_EQ(got.frames, 2);
    CHECK_EQ(got.last.number, 1);
    CHECK(got.pixel[1] == 0x112233 && (got.pixel[2] & 0xffffff) == 0xffffff);
    pvb_sink_cursor_move(s, 0, 2, 0, false);
    pvb_sink_pump(s);
    CHECK(got.pixel[1] == 0x112233 && got.pixel[2] == 0x112233);
    sink_end(s);
}

static struct pvb_sink *pumped;
static bool pump_stop;
static void pump_thread(void *arg)
{
    while (!pvb_flag_get(&pump_stop)) {
        pvb_sink_pump(pumped);
        pvb_sleep_ns(2000000);
    }
}

/* Until so many pictures were shown, and a few pumps more, which show no others. */
static void pump_until(struct pvb_thread *t, int frames)
{
    uint64_t end = pvb_now_ns() + 20000000000ull;
    while (__atomic_load_n(&got.frames, __ATOMIC_ACQUIRE) < frames && pvb_now_ns() < end) pvb_sleep_ns(1000000);
    pvb_sleep_ns(20000000);
    pvb_flag_set(&pump_stop, true);
    pvb_thread_join(t);
}

/* The last picture of a mode is followed by black at once. */
TEST(black_hides_no_picture)
{
    struct pvb_frame black = { .width = 4, .height = 2, .pitch = 16, .number = 2, .blank = true };
    struct pvb_thread *t;
    pumped = sink_of(&spy);
    pvb_flag_set(&pump_stop, false);
    t = pvb_thread_create(pump_thread, NULL, "pump");
    hand_over(pumped, 1, 1);
    black.pixels = black.held = calloc(8, 4);
    held++;
    pvb_sink_frame(pumped, &black, NULL);
    pump_until(t, 2);
    CHECK_EQ(got.frames, 2);
    CHECK(got.last.blank);
    sink_end(pumped);
}

TEST(a_lossless_presenter_sees_every_picture)
{
    struct pvb_thread *t;
    pumped = sink_of(&spy_lossless);
    pvb_flag_set(&pump_stop, false);
    t = pvb_thread_create(pump_thread, NULL, "pump");
    for (uint32_t i = 1; i <= 20; i++) hand_over(pumped, i, i);
    pump_until(t, 20);
    CHECK_EQ(got.frames, 20);
    sink_end(pumped);
}

/* ---- latencies ---- */

TEST(percentiles_are_near)
{
    static struct pvb_histogram h;
    CHECK_EQ(pvb_histogram_percentile(&h, 50), 0);
    for (uint64_t i = 1; i <= 1000; i++) pvb_histogram_add(&h, i * 1000);
    CHECK(pvb_histogram_percentile(&h, 50) >= 500000 && pvb_histogram_percentile(&h, 50) <= 500000 * 17 / 16);
    CHECK(pvb_histogram_percentile(&h, 99) >= 990000 && pvb_histogram_percentile(&h, 99) <= 990000 * 17 / 16);
    for (int bit = 0; bit < 64; bit++) {
        static struct pvb_histogram one;
        memset(&one, 0, sizeof one);
        pvb_histogram_add(&one, 1ull << bit);
        CHECK(pvb_histogram_percentile(&one, 50) >= 1ull << bit);
        CHECK(pvb_histogram_percentile(&one, 50) <= (1ull << bit) + (1ull << bit) / 16);
    }
    pvb_histogram_add(&h, UINT64_MAX);
    CHECK_EQ(pvb_histogram_percentile(&h, 100), UINT64_MAX);
}

/* ---- options ---- */

static const char *env_name, *env_value;
static char *fake_env(const char *name) { return env_name && !strcmp(name, env_name) ? (char *)(uintptr_t)env_value : NULL; }

static enum pvb_options_result parse(struct pvb_options *o, const char *arg)
{
    char copy[200], error[300], *argv[16] = { (char *)(uintptr_t)"x" };
    static char kept[200];
    int argc = 1;
    snprintf(copy, sizeof copy, "%s", arg);
    memcpy(kept, copy, sizeof kept);
    for (char *at = strtok(kept, " "); at; at = strtok(NULL, " ")) argv[argc++] = at;
    return pvb_options_parse(o, argc, argv, fake_env, error, sizeof error);
}

TEST(options_are_read)
{
    struct pvb_options o;
    CHECK_EQ(parse(&o, "--socket /a --frames 12 --video-memory 2G --present png:/tmp --png-frames 3,5 --once --spin=0"),
             PVB_OPTIONS_RUN);
    CHECK(!strcmp(o.socket, "/a"));
    CHECK_EQ(o.frames, 12);
    CHECK_EQ(o.video_memory, 2ull << 30);
    CHECK(o.png && !o.window && !o.headless && !strcmp(o.png_directory, "/tmp"));
    CHECK(o.n_png_numbers == 2 && o.png_numbers[0] == 3 && o.png_numbers[1] == 5);
    CHECK(o.once && o.spin_ns == 0);
    CHECK_EQ(parse(&o, "--present both"), PVB_OPTIONS_RUN);
    CHECK(o.window && o.headless);
    CHECK_EQ(parse(&o, "--present window,png:/a,b"), PVB_OPTIONS_RUN);
    CHECK(o.window && !o.headless && o.png && !strcmp(o.png_directory, "/a,b"));
    CHECK_EQ(parse(&o, "--present headless,"), PVB_OPTIONS_WRONG);
    CHECK_EQ(parse(&o, "--present windows"), PVB_OPTIONS_WRONG);
    CHECK_EQ(parse(&o, "--video-memory 99999999999999999999999"), PVB_OPTIONS_WRONG);
    CHECK_EQ(parse(&o, "--video-memory 17179869184K"), PVB_OPTIONS_RUN);
    CHECK_EQ(parse(&o, "--video-memory 17179869185K"), PVB_OPTIONS_WRONG);
    CHECK_EQ(parse(&o, "--video-memory 18014398509547520K"), PVB_OPTIONS_WRONG); /* 64 MiB, were 2^64 cut off */
    CHECK_EQ(parse(&o, "--video-memory 2T"), PVB_OPTIONS_WRONG);
    CHECK_EQ(parse(&o, "--png-frames 1 --present headless"), PVB_OPTIONS_WRONG);
    env_name = "PVGPU_BACKEND_VIDEO_MEMORY";
    env_value = "64M";
    CHECK_EQ(parse(&o, ""), PVB_OPTIONS_RUN);
    CHECK_EQ(o.video_memory, 64 << 20);
    CHECK_EQ(parse(&o, "--video-memory 128M"), PVB_OPTIONS_RUN);
    CHECK_EQ(o.video_memory, 128 << 20); /* the command line wins */
    env_name = NULL;
}

/* ---- the record ---- */

TEST(the_record_holds_packets_and_what_they_read)
{
    static struct fixture f;
    const char *path = "pvgpu-record-test.bin";
    struct pvb_record_header header;
    struct pvb_record_entry e;
    struct pvb_record *r;
    char error[300];
    uint8_t bytes[256];
    int packets = 0, memories = 0, resets = 0;
    FILE *file;

    r = pvb_record_open(path, error, sizeof error);
    CHECK(r != NULL);
    if (!fixture_open(&f, NULL) || fixture_scene(&f)) abort();
    f.vm.record = r;
    pvb_record_reset(r, f.vm.heap_size);
    memcpy(f.vm.heap + 256, "the quick brown fox jumps", 25);
    guest_begin(&f.guest, CTX);
    GUEST_ADD(&f.guest, update_buffer, UPDATE_BUFFER, BUF, HEAP, 256, 0, 25, 0, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    guest_begin(&f.guest, CTX);
    GUEST_ADD(&f.guest, read_buffer, READ_BUFFER, BUF, HEAP, 256, 0, 25); /* reads nothing of the guest's */
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    fixture_close(&f);
    pvb_record_close(r);

    file = fopen(path, "rb");
    CHECK(file && fread(&header, sizeof header, 1, file) == 1);
    CHECK_EQ(header.magic, PVB_RECORD_MAGIC);
    CHECK_EQ(header.abi_version, PVGPU_ABI_VERSION);
    CHECK(header.heap_size > 0);
    while (file && fread(&e, sizeof e, 1, file) == 1) {
        CHECK(e.size <= sizeof bytes && fread(bytes, 1, (e.size + 7) & ~7u, file) == ((e.size + 7) & ~7u));
        RETURN_IF_FAILED();
        resets += e.type == PVB_RECORD_RESET;
        if (e.type == PVB_RECORD_PACKET) {
            packets++;
            CHECK_EQ(((struct pvgpu_packet *)(void *)bytes)->size, e.size);
        }
        if (e.type == PVB_RECORD_MEMORY) {
            memories++;
            CHECK(packets == 1 && e.where == 256 && e.size == 25 && !memcmp(bytes, "the quick", 9));
        }
    }
    CHECK(packets == 2 && memories == 1 && resets == 1);
    if (file) fclose(file);
    remove(path);
}

TEST(traces_are_selected)
{
    CHECK_EQ(pvb_trace_init(NULL), 0);
    CHECK_EQ(pvb_trace_init("ring,decode=2"), 0);
    CHECK_EQ(pvb_trace_level[PVB_TRACE_RING], 1);
    CHECK_EQ(pvb_trace_level[PVB_TRACE_DECODE], 2);
    CHECK_EQ(pvb_trace_level[PVB_TRACE_DISPLAY], 0);
    CHECK_EQ(pvb_trace_init("rin"), -1);
    memset(pvb_trace_level, 0, sizeof pvb_trace_level);
}

TAP_MAIN(RUN(pointers_are_blended); RUN(pointers_at_edges_touch_nothing_else); RUN(a_window_that_the_user_resizes_is_told_once);
         RUN(the_newest_picture_is_shown); RUN(a_picture_outlives_its_renderer); RUN(black_hides_no_picture);
         RUN(a_mode_shows_black_and_off_is_off); RUN(a_moving_pointer_leaves_no_trail);
         RUN(a_lossless_presenter_sees_every_picture); RUN(percentiles_are_near); RUN(options_are_read);
         RUN(the_record_holds_packets_and_what_they_read); RUN(traces_are_selected))
