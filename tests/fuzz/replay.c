/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * replay.c - runs a fuzz target over files: replay FOLDER-OR-FILE ... Exit 1 when there is nothing to run.
 */
#include "fuzz.h"

#include <dirent.h>
#include <string.h>

static int run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *data;
    size_t n = 0, room = 4096;

    if (!f) {
        fprintf(stderr, "replay: cannot read %s\n", path);
        return -1;
    }
    data = malloc(room);
    while (data && (n += fread(data + n, 1, room - n, f)) == room) {
        uint8_t *more = realloc(data, room *= 2);
        if (!more) free(data);
        data = more;
    }
    fclose(f);
    if (!data) {
        fprintf(stderr, "replay: no memory for %s\n", path);
        return -1;
    }
    fprintf(stderr, "# %s\n", path); /* the last line names the file that broke it */
    LLVMFuzzerTestOneInput(data, n);
    free(data);
    return 1;
}

static int run_folder(const char *path, DIR *dir)
{
    char file[4096];
    struct dirent *e;
    int total = 0, n;

    while ((e = readdir(dir))) {
        if (e->d_name[0] == '.') continue;
        snprintf(file, sizeof file, "%s/%s", path, e->d_name);
        n = run_file(file);
        if (n < 0) return n;
        total += n;
    }
    return total;
}

int main(int argc, char **argv)
{
    int total = 0;

    for (int i = 1; i < argc; i++) {
        DIR *dir = opendir(argv[i]);
        int n = dir ? run_folder(argv[i], dir) : run_file(argv[i]);
        if (dir) closedir(dir);
        if (n < 0) return 1;
        total += n;
    }
    printf("%d inputs\n", total);
    return total == 0;
}
