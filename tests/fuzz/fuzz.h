/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fuzz.h - what every fuzz target has: one entry, called with bytes that anybody may have written. With libFuzzer
 * (-Dfuzz=true, clang) the fuzzer calls it; otherwise replay.c calls it with each file of a corpus.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A claim about the code under test; also in release builds. */
#define FUZZ_CLAIM(c) ((c) ? (void)0 : (fprintf(stderr, "%s:%d: claim is false: %s\n", __FILE__, __LINE__, #c), abort()))

#endif
