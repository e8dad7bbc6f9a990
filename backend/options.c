/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "options.h"
#include "pvgpu_abi.h"

enum kind { TEXT, NUMBER, BYTES, FLAG };

struct row {
    const char *name, *value, *help; /* value: what stands for it in the help */
    enum kind kind;
    size_t at;
    uint64_t least, most;
};

#define AT(field) offsetof(struct pvb_options, field)

static const struct row rows[] = {
    { "socket", "PATH", "where the device connects (default: $XDG_RUNTIME_DIR/pvgpu.sock)", TEXT, AT(socket), 0, 0 },
    { "renderer", "d3d11|null", "what carries out the commands (default: d3d11 where it is built in)", TEXT, AT(renderer), 0, 0 },
    { "adapter", "TEXT", "the first host adapter whose name contains TEXT", TEXT, AT(adapter), 0, 0 },
    { "present", "window|headless|both|png:DIR",
      "where pictures go, several with commas (default: window where there is a display)", TEXT, AT(present), 0, 0 },
    { "png-frames", "LIST", "with png:DIR, keep these frames too, not only the last: numbers with commas", TEXT, AT(png_frames),
      0, 0 },
    { "frames", "N", "exit when N frames were presented", NUMBER, AT(frames), 1, UINT64_MAX },
    { "record", "FILE", "write the command stream to FILE", TEXT, AT(record), 0, 0 },
    { "video-memory", "BYTES", "video memory to tell the guest; K, M and G are known", BYTES, AT(video_memory), 64ull << 20,
      1ull << 44 },
    { "spin", "NS", "how long to watch an empty ring before sleeping (default: 20000; 0 turns it off)", NUMBER, AT(spin_ns), 0,
      1000000000 },
    { "packet-time", "MS", "how long one packet of a guest process may take (default: 1500; 0: no limit)", NUMBER, AT(packet_ms), 0,
      1000000 },
    { "stats", "FILE", "write statistics to FILE at exit, as JSON", TEXT, AT(stats), 0, 0 },
    { "sandbox", "on|off", "give up what is not needed after start-up (default: on)", TEXT, AT(sandbox), 0, 0 },
    { "video-decode", "on|off", "let guests use the host's video decoders (default: on)", TEXT, AT(video_decode), 0, 0 },
    { "once", NULL, "exit when the first VM disconnects", FLAG, AT(once), 0, 0 },
    { "debug", NULL, "turn on the host graphics API's own checks", FLAG, AT(debug), 0, 0 },
    { "verbose", NULL, "say more", FLAG, AT(verbose), 0, 0 },
    { "list-adapters", NULL, "list the host's adapters and exit", FLAG, AT(list_adapters), 0, 0 },
    { "help", NULL, "print this and exit", FLAG, AT(help), 0, 0 },
    { "version", NULL, "print the version and exit", FLAG, AT(version), 0, 0 },
};

enum { N_ROWS = sizeof rows / sizeof rows[0] };

static const char *env_name(const struct row *r, char *out, size_t n)
{
    snprintf(out, n, "PVGPU_BACKEND_%s", r->name);
    for (char *c = out; *c; c++) *c = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
    return out;
}

/* A number with an optional K, M or G. */
static bool number_parse(const char *text, bool suffix, uint64_t *out)
{
    char *end;
    unsigned shift = 0;
    if (!isdigit((unsigned char)*text)) return false;
    *out = strtoull(text, &end, 0);
    if (suffix && *end) {
        const char *units = "KMG", *unit = strchr(units, toupper((unsigned char)*end));
        if (!unit) return false;
        shift = 10u * (unsigned)(unit - units + 1);
        end++;
    }
    if (*end || *out > UINT64_MAX >> shift) return false;
    *out <<= shift;
    return true;
}

/* from: where the value stands, for the message. */
static bool value_set(struct pvb_options *o, const struct row *r, const char *value, const char *from, char *error, size_t n)
{
    void *at = (char *)o + r->at;
    uint64_t v;
    switch (r->kind) {
    case TEXT:
        if (!*value) {
            snprintf(error, n, "%s: is empty: give %s", from, r->value);
            return false;
        }
        *(const char **)at = value;
        return true;
    case FLAG:
        *(bool *)at = *value && strcmp(value, "0") != 0;
        return true;
    case NUMBER:
    case BYTES:
        if (!number_parse(value, r->kind == BYTES, &v) || v < r->least || v > r->most) {
            snprintf(error, n, "%s: '%s' is no number from %llu to %llu: mend it", from, value, (unsigned long long)r->least,
                     (unsigned long long)r->most);
            return false;
        }
        *(uint64_t *)at = v;
        return true;
    }
    return false;
}

static bool frames_parse(struct pvb_options *o, char *error, size_t n)
{
    const char *at = o->png_frames;
    while (at && *at) {
        char *end;
        uint64_t v = isdigit((unsigned char)*at) ? strtoull(at, &end, 10) : 0;
        if (!v || (*end && *end != ',') || o->n_png_numbers == PVB_PNG_FRAMES_MAX
            || (o->n_png_numbers && v <= o->png_numbers[o->n_png_numbers - 1])) {
            snprintf(error, n, "--png-frames: '%s' is no list of at most %u ascending numbers with commas", o->png_frames,
                     PVB_PNG_FRAMES_MAX);
            return false;
        }
        o->png_numbers[o->n_png_numbers++] = v;
        at = *end ? end + 1 : end;
    }
    return true;
}

static bool choices_check(struct pvb_options *o, char *error, size_t n)
{
    const char *p = o->present;
    size_t len;
    if (o->renderer && strcmp(o->renderer, "d3d11") && strcmp(o->renderer, "null")) {
        snprintf(error, n, "--renderer: '%s' is unknown: give d3d11 or null", o->renderer);
        return false;
    }
    if (o->sandbox && strcmp(o->sandbox, "on") && strcmp(o->sandbox, "off")) {
        snprintf(error, n, "--sandbox: '%s' is unknown: give on or off", o->sandbox);
        return false;
    }
    if (o->sandbox) o->sandboxed = !strcmp(o->sandbox, "on");
    if (o->video_decode && strcmp(o->video_decode, "on") && strcmp(o->video_decode, "off")) {
        snprintf(error, n, "--video-decode: '%s' is unknown: give on or off", o->video_decode);
        return false;
    }
    for (; p; p = p[len] ? p + len + 1 : NULL) {
        len = strncmp(p, "png:", 4) ? strcspn(p, ",") : strlen(p); /* a folder's name may have commas: it comes last */
        if (len == 6 && !memcmp(p, "window", 6)) o->window = true;
        else if (len == 8 && !memcmp(p, "headless", 8)) o->headless = true;
        else if (len == 4 && !memcmp(p, "both", 4)) o->window = o->headless = true;
        else if (len > 4 && !memcmp(p, "png:", 4)) o->png_directory = p + 4;
        else {
            snprintf(error, n, "--present: '%.*s' is unknown: give window, headless, both or png:DIR", (int)len, p);
            return false;
        }
        o->png = o->png_directory != NULL;
    }
    if (o->png_frames && !o->png) {
        snprintf(error, n, "--png-frames: only goes with --present png:DIR: add it or leave --png-frames out");
        return false;
    }
    return frames_parse(o, error, n);
}

static void help_print(void)
{
    char env[64];
    printf("usage: pvgpu-backend [OPTION ...]\nThe host process of the PVGPU graphics device: one for each VM.\n\n");
    for (int i = 0; i < N_ROWS; i++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", rows[i].name, rows[i].value ? " " : "", rows[i].value ? rows[i].value : "");
        printf("  %-38s %s\n", left, rows[i].help);
    }
    printf("\nEach option has an environment variable, such as %s; the command line wins.\n",
           env_name(&rows[0], env, sizeof env));
    printf("PVGPU_TRACE=NAME[=LEVEL],... traces; PVGPU_TRACE=help lists the names.\n");
}

static const struct row *row_find(const char *name, size_t n)
{
    for (int i = 0; i < N_ROWS; i++)
        if (strlen(rows[i].name) == n && !memcmp(rows[i].name, name, n)) return &rows[i];
    return NULL;
}

static bool argument_take(struct pvb_options *o, int argc, char **argv, int *at, char *error, size_t n)
{
    const char *arg = argv[*at], *name = arg + 2, *equals, *value = "1";
    const struct row *r;
    char from[80];

    if (strncmp(arg, "--", 2)) {
        snprintf(error, n, "%s: not an option: options start with --; see --help", arg);
        return false;
    }
    equals = strchr(name, '=');
    r = row_find(name, equals ? (size_t)(equals - name) : strlen(name));
    if (!r) {
        snprintf(error, n, "%s: unknown option: see --help", arg);
        return false;
    }
    if (r->kind == FLAG && equals) {
        snprintf(error, n, "--%s: takes no value: leave it out", r->name);
        return false;
    }
    if (r->kind != FLAG) {
        if (!equals && *at + 1 >= argc) {
            snprintf(error, n, "--%s: its value is missing: give %s", r->name, r->value);
            return false;
        }
        value = equals ? equals + 1 : argv[++*at];
    }
    snprintf(from, sizeof from, "--%s", r->name);
    return value_set(o, r, value, from, error, n);
}

enum pvb_options_result pvb_options_parse(struct pvb_options *o, int argc, char **argv, char *(*getenv_fn)(const char *),
                                          char *error,
                                          size_t n)
{
    memset(o, 0, sizeof *o);
    o->spin_ns = 20000;
    o->packet_ms = 1500;
    o->sandboxed = PVB_SANDBOX; /* off in builds whose checker must start a process at the end */
    for (int i = 0; i < N_ROWS; i++) {
        char env[64];
        const char *value = getenv_fn(env_name(&rows[i], env, sizeof env));
        if (value && !value_set(o, &rows[i], value, env, error, n)) return PVB_OPTIONS_WRONG;
    }
    for (int i = 1; i < argc; i++)
        if (!argument_take(o, argc, argv, &i, error, n)) return PVB_OPTIONS_WRONG;
    if (o->help) help_print();
    else if (o->version) printf("pvgpu-backend %s, ABI %u.%u\n", PVB_VERSION, PVGPU_ABI_MAJOR, PVGPU_ABI_MINOR);
    if (o->help || o->version) return PVB_OPTIONS_DONE;
    return choices_check(o, error, n) ? PVB_OPTIONS_RUN : PVB_OPTIONS_WRONG;
}
