/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * hlslc.c - Windows program that compiles one HLSL entry point with D3DCompile to a C array.
 *   hlslc FILE ENTRY PROFILE NAME > NAME.h
 * Only for regenerating committed shaders.
 */
#include <windows.h>
#include <d3dcompiler.h>
#include <stdio.h>

typedef HRESULT (WINAPI *compile_fn)(LPCVOID, SIZE_T, LPCSTR, const D3D_SHADER_MACRO *, ID3DInclude *, LPCSTR, LPCSTR, UINT, UINT,
                                     ID3DBlob **, ID3DBlob **);

int main(int argc, char **argv)
{
    static char source[1 << 16];
    HMODULE library = LoadLibraryA("d3dcompiler_47.dll");
    compile_fn compile = library ? (compile_fn)(void *)GetProcAddress(library, "D3DCompile") : NULL;
    FILE *f = argc == 5 ? fopen(argv[1], "rb") : NULL;
    ID3DBlob *code = NULL, *messages = NULL;
    const unsigned char *p;
    size_t n;

    if (!compile || !f) { fprintf(stderr, "usage: hlslc FILE ENTRY PROFILE NAME (needs d3dcompiler_47.dll)\n"); return 2; }
    n = fread(source, 1, sizeof source, f);
    fclose(f);
    compile(source, n, argv[1], NULL, NULL, argv[2], argv[3], 0, 0, &code, &messages);
    if (messages) fwrite(messages->lpVtbl->GetBufferPointer(messages), 1, messages->lpVtbl->GetBufferSize(messages), stderr);
    if (!code) return 1;
    p = code->lpVtbl->GetBufferPointer(code);
    n = code->lpVtbl->GetBufferSize(code);
    printf("/* SPDX-License-Identifier: MIT OR Apache-2.0\n * Made by regenerate.sh: %s of %s, %s. */\n", argv[2],
           strrchr(argv[1], '/') ? strrchr(argv[1], '/') + 1 : argv[1], argv[3]);
    printf("static const unsigned char %s[] = {", argv[4]);
    for (size_t i = 0; i < n; i++) printf("%s%u,", i % 24 ? "" : "\n    ", p[i]);
    printf("\n};\n");
    return 0;
}
