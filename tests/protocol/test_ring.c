/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_ring.c - the ring: data comes through in order across every wrap, no wake-up is lost, and an
 * impossible peer index breaks the ring before a byte is touched.
 */
#include "tap.h"
#include "pvgpu_ring.h"

#include <pthread.h>
#include <sched.h>
#include <time.h>

#define DATA 4096u /* small, so that both sides wait often */
static _Alignas(4096) uint8_t region[PVGPU_PAGE + DATA];

static void start_at(struct pvgpu_ring *p, struct pvgpu_ring *c, uint32_t index)
{
    struct pvgpu_ring_header *h = (void *)region;

    memset(region, 0, sizeof region);
    pvgpu_ring_attach(p, region, sizeof region);
    pvgpu_ring_attach(c, region, sizeof region);
    p->index = p->peer = c->index = c->peer = index;
    h->producer.index = h->consumer.index = index;
    h->producer.wake_at = h->consumer.wake_at = index - 1; /* passed long ago */
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

TEST(data_size)
{
    CHECK_EQ(pvgpu_ring_data_size(0), 0);
    CHECK_EQ(pvgpu_ring_data_size(PVGPU_PAGE), 0);
    CHECK_EQ(pvgpu_ring_data_size(PVGPU_PAGE + 4096), 4096);
    CHECK_EQ(pvgpu_ring_data_size(PVGPU_PAGE + 8191), 4096);
    CHECK_EQ(pvgpu_ring_data_size(PVGPU_PAGE + 8192), 8192);
    CHECK_EQ(pvgpu_ring_data_size(1ull << 40), 1u << 30);
}

/* Every wish in reach of a move, against the plain reading of "the index passes wake_at". */
TEST(must_wake)
{
    static const uint32_t origins[] = { 0, 4096, 0x7ffffff8, 0xffffffe0, 0xffffff00 };

    for (unsigned o = 0; o < sizeof origins / sizeof *origins; o++)
        for (uint32_t moved = 0; moved <= 64; moved += 8)
            for (int32_t ahead = -80; ahead <= 80; ahead++) {
                struct pvgpu_ring_line peer = { .wake_at = origins[o] + (uint32_t)ahead };
                int want = ahead >= 0 && (uint32_t)ahead < moved; /* old <= wake_at < now */
                if (pvgpu_ring_must_wake(&peer, origins[o], origins[o] + moved) != want) {
                    CHECK_EQ(ahead, moved);
                    return;
                }
            }
}

TEST(wish_for_data)
{
    struct pvgpu_ring p, c;
    uint64_t x = 1;

    start_at(&p, &c, 0xfffffff8);
    CHECK(!pvgpu_ring_want_data(&c));
    pvgpu_ring_put(&p, 0, &x, 8);
    CHECK(pvgpu_ring_publish(&p, 8));  /* asked for */
    CHECK(!pvgpu_ring_publish(&p, 8)); /* the wish is behind */
    CHECK(pvgpu_ring_want_data(&c));   /* already there */
}

TEST(wish_for_space)
{
    struct pvgpu_ring p, c;
    uint32_t n = 0;

    start_at(&p, &c, 0xffffff00);
    pvgpu_ring_publish(&p, DATA);
    CHECK_EQ(pvgpu_ring_space(&p, &n), PVGPU_RING_OK);
    CHECK_EQ(n, 0);
    CHECK(!pvgpu_ring_want_space(&p, 64));
    CHECK_EQ(pvgpu_ring_avail(&c, &n), PVGPU_RING_OK);
    CHECK_EQ(n, DATA);
    CHECK(!pvgpu_ring_consume(&c, 56)); /* not enough yet */
    CHECK(pvgpu_ring_consume(&c, 8));
    CHECK(!pvgpu_ring_consume(&c, 8));
    CHECK(pvgpu_ring_want_space(&p, 64));
    CHECK(!pvgpu_ring_want_space(&p, DATA));
    CHECK(pvgpu_ring_consume(&c, DATA - 72));
}

TEST(wrapped_copy)
{
    struct pvgpu_ring p, c;
    uint8_t in[DATA], out[DATA];
    uint32_t n = 0;

    for (uint32_t i = 0; i < DATA; i++) in[i] = (uint8_t)(i * 7 + 1);
    for (uint32_t start = 0xffffff00; start != 0x100; start += 8) {
        start_at(&p, &c, start);
        pvgpu_ring_put(&p, 0, in, 24);
        pvgpu_ring_put(&p, 24, in + 24, DATA - 24);
        pvgpu_ring_publish(&p, DATA);
        CHECK_EQ(pvgpu_ring_avail(&c, &n), PVGPU_RING_OK);
        CHECK_EQ(n, DATA);
        memset(out, 0, sizeof out);
        pvgpu_ring_get(&c, 0, out, 1000);
        pvgpu_ring_get(&c, 1000, out + 1000, DATA - 1000);
        CHECK(!memcmp(in, out, DATA));
        pvgpu_ring_consume(&c, DATA);
        CHECK_EQ(pvgpu_ring_avail(&c, &n), PVGPU_RING_WAIT);
    }
}

/* The consumer accepts a producer's index only from what it last accepted to one ring size ahead of itself. */
TEST(hostile_producer)
{
    static const uint32_t starts[] = { 0, 64, 0xffffff00, 0x80000000 };
    static const struct { uint32_t head; enum pvgpu_ring_status want; } cases[] = {
        { 0, PVGPU_RING_WAIT }, { 8, PVGPU_RING_OK }, { DATA, PVGPU_RING_OK }, { DATA + 1, PVGPU_RING_BROKEN },
        { DATA + 8, PVGPU_RING_BROKEN }, { 0x7fffffff, PVGPU_RING_BROKEN }, { 0x80000000, PVGPU_RING_BROKEN },
        { (uint32_t)-1, PVGPU_RING_BROKEN }, { (uint32_t)-8, PVGPU_RING_BROKEN },
    };

    for (unsigned s = 0; s < sizeof starts / sizeof *starts; s++)
        for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
            struct pvgpu_ring p, c;
            uint32_t n = 0;
            start_at(&p, &c, starts[s]);
            c.header->producer.index = starts[s] + cases[i].head;
            CHECK_EQ(pvgpu_ring_avail(&c, &n), cases[i].want);
            if (cases[i].want == PVGPU_RING_BROKEN) CHECK(pvgpu_ring_want_data(&c)); /* no sleep on a broken ring */
        }
    for (uint32_t back = 1; back <= 64; back++) { /* it may not take back what it published */
        struct pvgpu_ring p, c;
        uint32_t n = 0;
        start_at(&p, &c, 0xffffffe0);
        c.header->producer.index += 64;
        CHECK_EQ(pvgpu_ring_avail(&c, &n), PVGPU_RING_OK);
        c.header->producer.index -= back;
        CHECK_EQ(pvgpu_ring_avail(&c, &n), PVGPU_RING_BROKEN);
    }
}

TEST(hostile_consumer)
{
    struct pvgpu_ring p, c;
    uint32_t n = 0;

    for (uint32_t start = 0xffffff00; start != 0x200; start += 0x80) {
        start_at(&p, &c, start);
        pvgpu_ring_publish(&p, 256);
        p.header->consumer.index = start + 264; /* more than was produced */
        CHECK_EQ(pvgpu_ring_space(&p, &n), PVGPU_RING_BROKEN);
        p.header->consumer.index = start - 8;   /* less than nothing */
        CHECK_EQ(pvgpu_ring_space(&p, &n), PVGPU_RING_BROKEN);
        CHECK(pvgpu_ring_want_space(&p, 8));    /* no sleep on a broken ring */
        p.header->consumer.index = start + 128;
        CHECK_EQ(pvgpu_ring_space(&p, &n), PVGPU_RING_OK);
        CHECK_EQ(n, DATA - 128);
        p.header->consumer.index = start + 120; /* gives back what it took */
        CHECK_EQ(pvgpu_ring_space(&p, &n), PVGPU_RING_BROKEN);
    }
}

/* ---- two threads ---- */

/* A doorbell that remembers one ring, as an eventfd or a Windows event does. */
struct bell {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    int rung;
    unsigned rings, waits;
};

static void bell_ring(struct bell *b)
{
    pthread_mutex_lock(&b->lock);
    b->rung = 1;
    b->rings++;
    pthread_cond_signal(&b->moved);
    pthread_mutex_unlock(&b->lock);
}

/* False after 10 s without a ring: a wake-up was lost. */
static int bell_wait(struct bell *b)
{
    struct timespec until;
    int late = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 10;
    pthread_mutex_lock(&b->lock);
    b->waits++;
    while (!b->rung && !late) late = pthread_cond_timedwait(&b->moved, &b->lock, &until) != 0;
    b->rung = 0;
    pthread_mutex_unlock(&b->lock);
    return !late;
}

struct run {
    struct pvgpu_ring producer, consumer;
    struct bell data_bell, space_bell;
    uint32_t n_packets, max_words, seed;
    int producer_ok, consumer_ok;
};

static int send_packet(struct run *r, const uint32_t *words, uint32_t size)
{
    uint32_t space = 0;

    for (;;) {
        if (pvgpu_ring_space(&r->producer, &space) != PVGPU_RING_OK) return 0;
        if (space >= size) break;
        if (!pvgpu_ring_want_space(&r->producer, size) && !bell_wait(&r->space_bell)) return 0;
    }
    pvgpu_ring_put(&r->producer, 0, words, 8);
    pvgpu_ring_put(&r->producer, 8, words + 2, size - 8);
    if (pvgpu_ring_publish(&r->producer, size)) bell_ring(&r->data_bell);
    return 1;
}

/* A packet is its size, its number, then words that follow from the number. */
static void *produce(void *p)
{
    struct run *r = p;
    uint32_t state = r->seed, words[DATA / 4];

    r->producer_ok = 1;
    for (uint32_t i = 0; i < r->n_packets && r->producer_ok; i++) {
        uint32_t n = 2 + 2 * (next_random(&state) % (r->max_words / 2));
        words[0] = n * 4;
        words[1] = i;
        for (uint32_t k = 2; k < n; k++) words[k] = i * 2654435761u + k;
        r->producer_ok = send_packet(r, words, n * 4);
    }
    return 0;
}

static int take_packet(struct run *r, uint32_t number)
{
    uint32_t avail = 0, words[DATA / 4];

    for (;;) {
        enum pvgpu_ring_status s = pvgpu_ring_avail(&r->consumer, &avail);
        if (s == PVGPU_RING_BROKEN) return 0;
        if (s == PVGPU_RING_OK) break;
        if (!pvgpu_ring_want_data(&r->consumer) && !bell_wait(&r->data_bell)) return 0;
    }
    pvgpu_ring_get(&r->consumer, 0, words, 8);
    if (words[0] < 8 || words[0] > avail || words[0] > sizeof words || words[1] != number) return 0;
    pvgpu_ring_get(&r->consumer, 8, words + 2, words[0] - 8);
    for (uint32_t k = 2; k < words[0] / 4; k++)
        if (words[k] != number * 2654435761u + k) return 0;
    if (pvgpu_ring_consume(&r->consumer, words[0])) bell_ring(&r->space_bell);
    return 1;
}

static void *consume(void *p)
{
    struct run *r = p;

    r->consumer_ok = 1;
    for (uint32_t i = 0; i < r->n_packets && r->consumer_ok; i++) r->consumer_ok = take_packet(r, i);
    return 0;
}

static void run_threads(uint32_t start, uint32_t n_packets, uint32_t max_words)
{
    static struct run r;
    pthread_t a, b;

    memset(&r, 0, sizeof r);
    pthread_mutex_init(&r.data_bell.lock, 0);
    pthread_cond_init(&r.data_bell.moved, 0);
    pthread_mutex_init(&r.space_bell.lock, 0);
    pthread_cond_init(&r.space_bell.moved, 0);
    start_at(&r.producer, &r.consumer, start);
    r.n_packets = n_packets;
    r.max_words = max_words;
    r.seed = 0x9e3779b9u ^ start;
    if (pthread_create(&a, 0, produce, &r) || pthread_create(&b, 0, consume, &r)) {
        CHECK(!"threads");
        return;
    }
    pthread_join(a, 0);
    pthread_join(b, 0);
    CHECK(r.producer_ok);
    CHECK(r.consumer_ok);
    CHECK_EQ(r.consumer.index, r.producer.index);
    printf("# %u packets, rings: data %u, space %u; waits: data %u, space %u\n", n_packets, r.data_bell.rings,
           r.space_bell.rings, r.data_bell.waits, r.space_bell.waits);
    CHECK(r.data_bell.waits + r.space_bell.waits > 0); /* else nothing was shown about wake-ups */
}

/* The mover publishes and looks for a wish while the sleeper makes a wish and looks for data: one of them must see the
 * other's store, or the sleeper sleeps for good. Rounds start together, so that the stores do cross. */
struct crossing {
    struct pvgpu_ring producer, consumer;
    uint32_t round, done; /* shared: the round that may run, sides that have finished it */
    int woke, saw;
};

#define ROUNDS 300000u

static void wait_for(const uint32_t *p, uint32_t v)
{
    for (unsigned spins = 0; pvgpu_load32(p) != v; spins++)
        if (spins > 1000) sched_yield();
}

static void *crossing_consumer(void *p)
{
    struct crossing *x = p;

    for (uint32_t i = 1; i <= ROUNDS; i++) {
        wait_for(&x->round, i);
        x->saw = pvgpu_ring_want_data(&x->consumer);
        __atomic_add_fetch(&x->done, 1, __ATOMIC_ACQ_REL);
    }
    return 0;
}

TEST(crossing_stores)
{
    static struct crossing x;
    pthread_t t;
    uint32_t lost = 0, met = 0;

    memset(&x, 0, sizeof x);
    start_at(&x.producer, &x.consumer, 0xffff0000u);
    if (pthread_create(&t, 0, crossing_consumer, &x)) {
        CHECK(!"thread");
        return;
    }
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        pvgpu_store32(&x.round, i);
        for (volatile uint32_t k = 0; k < i % 64; k++) {} /* the other side takes a while to notice */
        x.woke = pvgpu_ring_publish(&x.producer, 8);
        __atomic_add_fetch(&x.done, 1, __ATOMIC_ACQ_REL);
        wait_for(&x.done, 2 * i);
        lost += !x.woke && !x.saw;
        met += x.woke && x.saw;
        pvgpu_ring_consume(&x.consumer, 8); /* the other thread is waiting for its round */
    }
    pthread_join(t, 0);
    CHECK_EQ(lost, 0);
    printf("# %u rounds, in %u both sides saw the other\n", ROUNDS, met);
}

TEST(threads) { run_threads(0xffffff00u, 200000, 256); }
TEST(threads_full) { run_threads(0x80000000u - 4096, 20000, DATA / 4); } /* packets as large as the ring */
TEST(threads_small) { run_threads(0xfffffff8u, 50000, 2); }

TAP_MAIN(RUN(data_size); RUN(must_wake); RUN(wish_for_data); RUN(wish_for_space); RUN(wrapped_copy); RUN(hostile_producer);
         RUN(hostile_consumer); RUN(crossing_stores); RUN(threads); RUN(threads_full); RUN(threads_small))
