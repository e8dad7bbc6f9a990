/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * hlslc - compiles HLSL with the d3dcompiler_47.dll beside it and writes the DXBC container as a C
 * array. A Windows program; scripts/compile-shaders builds it with mingw and runs it under Wine.
 *
 * usage: hlslc LIST
 * Each line of LIST is "PROFILE ENTRY INPUT OUTPUT NAME [MACRO[=VALUE] ...]"; # starts a comment. Lines that follow each
 * other with the same OUTPUT make one file; there the containers have no reflection data.
 * Exit status: 0 all compiled, 1 a shader failed, 2 wrong usage or no compiler.
 */
#define COBJMACROS
#include <windows.h>
#include <d3dcompiler.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_MACROS 16

#define MAX_LINE 1024

static pD3DCompile compile;
static HRESULT (WINAPI *strip)(LPCVOID, SIZE_T, UINT, ID3DBlob **);

static char *read_file(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    if (!f) return NULL;
    char *data = NULL;
    long n = -1;
    if (!fseek(f, 0, SEEK_END) && (n = ftell(f)) >= 0 && !fseek(f, 0, SEEK_SET)) data = malloc((size_t)n + 1);
    if (data) {
        *size = fread(data, 1, (size_t)n, f);
        data[*size] = 0;
    }
    fclose(f);
    return data;
}

/* An output that several lines name gets one array after another. */
static char last_path[MAX_LINE];

/* Bytes go out as 32-bit words: a container's size is a multiple of 4. */
static int write_array(const char *path, const char *source, const char *profile, const char *name, ID3DBlob *blob)
{
    int again = !strcmp(path, last_path);
    FILE *f = fopen(path, again ? "ab" : "wb");
    if (!f) return -1;
    snprintf(last_path, sizeof last_path, "%s", path);
    const uint32_t *w = ID3D10Blob_GetBufferPointer(blob);
    size_t n = ID3D10Blob_GetBufferSize(blob) / 4;
    const char *base = strrchr(source, '/');
    if (again) fprintf(f, "\n/* %s (%s) */\n", base ? base + 1 : source, profile);
    else
        fprintf(f, "/* SPDX-License-Identifier: MIT OR Apache-2.0\n *\n"
                   " * Made by scripts/compile-shaders from %s (%s). Do not edit. */\n", base ? base + 1 : source, profile);
    fprintf(f, "static const uint32_t %s[%u] = {", name, (unsigned)n);
    for (size_t i = 0; i < n; i++) fprintf(f, "%s0x%08x,", i % 10 ? " " : "\n    ", (unsigned)w[i]);
    fprintf(f, "\n};\n");
    return fclose(f) ? -1 : 0;
}

/* The output is not the array's own file. */
static int grouped(const char *path, const char *name)
{
    const char *base = strrchr(path, '/');
    size_t n = strlen(name);
    base = base ? base + 1 : path;
    return strncmp(base, name, n) || strcmp(base + n, ".h");
}

static int compile_line(char *line)
{
    char *word[5 + MAX_MACROS];
    int n = 0;
    for (char *p = strtok(line, " \t\r\n"); p && n < 5 + MAX_MACROS; p = strtok(NULL, " \t\r\n")) word[n++] = p;
    if (!n || word[0][0] == '#') return 0;
    if (n < 5) {
        fprintf(stderr, "hlslc: line of %s: expected PROFILE ENTRY INPUT OUTPUT NAME\n", word[0]);
        return 1;
    }
    D3D_SHADER_MACRO macros[MAX_MACROS + 1] = {{0}};
    for (int i = 5; i < n; i++) {
        char *eq = strchr(word[i], '=');
        if (eq) *eq++ = 0;
        macros[i - 5] = (D3D_SHADER_MACRO){word[i], eq ? eq : "1"};
    }
    size_t size = 0;
    char *text = read_file(word[2], &size);
    if (!text) {
        fprintf(stderr, "hlslc: %s: cannot read\n", word[2]);
        return 1;
    }
    ID3DBlob *blob = NULL, *errors = NULL;
    HRESULT hr = compile(text, size, word[2], macros, D3D_COMPILE_STANDARD_FILE_INCLUDE, word[1], word[0],
                         D3DCOMPILE_OPTIMIZATION_LEVEL3, 0, &blob, &errors);
    int failed = FAILED(hr) || !blob;
    if (!failed && grouped(word[3], word[4])) { /* many in one file: without what describes the source */
        ID3DBlob *bare = NULL;
        hr = strip(ID3D10Blob_GetBufferPointer(blob), ID3D10Blob_GetBufferSize(blob),
                   D3DCOMPILER_STRIP_REFLECTION_DATA | D3DCOMPILER_STRIP_DEBUG_INFO | D3DCOMPILER_STRIP_TEST_BLOBS, &bare);
        ID3D10Blob_Release(blob);
        blob = bare;
        failed = FAILED(hr) || !blob;
    }
    if (failed)
        fprintf(stderr, "hlslc: %s (%s %s): 0x%08lx\n%s\n", word[2], word[0], word[1], (unsigned long)hr,
                errors ? (const char *)ID3D10Blob_GetBufferPointer(errors) : "");
    else if (write_array(word[3], word[2], word[0], word[4], blob)) {
        fprintf(stderr, "hlslc: %s: cannot write\n", word[3]);
        failed = 1;
    }
    if (blob) ID3D10Blob_Release(blob);
    if (errors) ID3D10Blob_Release(errors);
    free(text);
    return failed;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: hlslc LIST\n");
        return 2;
    }
    HMODULE dll = LoadLibraryA("d3dcompiler_47.dll");
    compile = dll ? (pD3DCompile)(void (*)(void))GetProcAddress(dll, "D3DCompile") : NULL;
    strip = dll ? (HRESULT (WINAPI *)(LPCVOID, SIZE_T, UINT, ID3DBlob **))(void (*)(void))GetProcAddress(dll, "D3DStripShader") : NULL;
    if (!compile || !strip) {
        fprintf(stderr, "hlslc: no D3DCompile: put d3dcompiler_47.dll beside the program\n");
        return 2;
    }
    FILE *list = fopen(argv[1], "r");
    if (!list) {
        fprintf(stderr, "hlslc: %s: cannot read\n", argv[1]);
        return 2;
    }
    char line[MAX_LINE];
    int failed = 0;
    while (fgets(line, sizeof line, list)) failed |= compile_line(line);
    fclose(list);
    return failed;
}
