/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * picture-compare: is one picture the other? PNG or binary PPM (P6), colour only.
 * usage: picture-compare A B [--max N] [--share X] [--colors N]
 *   --max N     largest difference of a channel that is still equal (default 3)
 *   --share X   percent of pixels that may differ by more (default 0.1)
 *   --colors N  A must have at least N colours, so that two black pictures are not a success (default 64)
 * Prints one line of numbers. Exit status: 0 equal, 1 different, 2 cannot read.
 */
#include <png.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct picture { uint32_t width, height; uint8_t *rgb; };

static int read_png(const char *path, struct picture *p)
{
    png_image image = { .version = PNG_IMAGE_VERSION };
    if (!png_image_begin_read_from_file(&image, path)) return -1;
    image.format = PNG_FORMAT_RGB;
    p->rgb = malloc(PNG_IMAGE_SIZE(image));
    if (!p->rgb || !png_image_finish_read(&image, 0, p->rgb, 0, 0)) { png_image_free(&image); return -1; }
    p->width = image.width;
    p->height = image.height;
    return 0;
}

static int read_ppm(FILE *f, struct picture *p)
{
    unsigned w, h, max;
    if (fscanf(f, "P6 %u %u %u", &w, &h, &max) != 3 || max != 255 || fgetc(f) == EOF) return -1;
    if (!w || !h || w > 16384 || h > 16384) return -1;
    p->width = w;
    p->height = h;
    p->rgb = malloc((size_t)w * h * 3);
    return p->rgb && fread(p->rgb, 3, (size_t)w * h, f) == (size_t)w * h ? 0 : -1;
}

static int read_picture(const char *path, struct picture *p)
{
    FILE *f = fopen(path, "rb");
    int c, r;
    if (!f) { perror(path); return -1; }
    c = fgetc(f);
    ungetc(c, f);
    r = c == 'P' ? read_ppm(f, p) : -1;
    fclose(f);
    if (c != 'P') r = read_png(path, p);
    if (r) fprintf(stderr, "picture-compare: %s is neither PNG nor binary PPM\n", path);
    return r;
}

static unsigned count_colors(const struct picture *p, unsigned enough)
{
    static uint8_t seen[1 << 18]; /* six bits a channel */
    unsigned n = 0;
    for (size_t i = 0; i < (size_t)p->width * p->height && n < enough; i++) {
        uint32_t k = (p->rgb[3 * i] >> 2) << 12 | (p->rgb[3 * i + 1] >> 2) << 6 | p->rgb[3 * i + 2] >> 2;
        if (!seen[k]) { seen[k] = 1; n++; }
    }
    return n;
}

int main(int argc, char **argv)
{
    struct picture a, b;
    int max = 3, worst = 0;
    unsigned colors = 64, have;
    double share = 0.1, sum = 0;
    size_t n, over = 0;

    if (argc < 3 || argc % 2 == 0) { fprintf(stderr, "usage: picture-compare A B [--max N] [--share X] [--colors N]\n"); return 2; }
    for (int i = 3; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--max")) max = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--share")) share = atof(argv[i + 1]);
        else if (!strcmp(argv[i], "--colors")) colors = (unsigned)atoi(argv[i + 1]);
        else { fprintf(stderr, "picture-compare: no option %s\n", argv[i]); return 2; }
    }
    if (read_picture(argv[1], &a) || read_picture(argv[2], &b)) return 2;
    if (a.width != b.width || a.height != b.height) {
        printf("sizes differ: %ux%u and %ux%u\n", a.width, a.height, b.width, b.height);
        return 1;
    }
    n = (size_t)a.width * a.height;
    for (size_t i = 0; i < n; i++) {
        int d = 0;
        for (int c = 0; c < 3; c++) {
            int e = abs(a.rgb[3 * i + c] - b.rgb[3 * i + c]);
            if (e > d) d = e;
            sum += e;
        }
        if (d > worst) worst = d;
        if (d > max) over++;
    }
    have = count_colors(&a, colors);
    printf("%ux%u worst %d mean %.4f over %.4f %% colors %u%s\n", a.width, a.height, worst, sum / (double)(3 * n),
           100.0 * (double)over / (double)n, have, have < colors ? " (too few)" : "");
    free(a.rgb);
    free(b.rgb);
    return 100.0 * (double)over / (double)n > share || have < colors;
}
