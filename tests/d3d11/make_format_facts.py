#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Condenses Microsoft's page of what formats do on hardware of a feature level into formats-LEVEL.tsv.

usage: make_format_facts.py PAGE > formats-LEVEL.tsv
PAGE: of the repository MicrosoftDocs/win32, under desktop-src/direct3ddxgi,
  10.0  format-support-for-direct3d-feature-level-10-0-hardware.md
  10.1  format-support-for-direct3d-feature-level-10-1-hardware.md
  11.0  format-support-for-direct3d-11-0-feature-level-hardware.md
  11.1  format-support-for-direct3d-11-1-feature-level-hardware.md

One line a format: its name, then for each bit of D3D11_FORMAT_SUPPORT and D3D11_FORMAT_SUPPORT2 that has a row on the page
r (required), o (optional) or n (not available), and - where this page has no such row. The first line names the bits. Formats
that the page leaves out are not of that level.
"""
import re
import sys

# Bit: the page's row. Where a bit has two rows (4x, 8x and other counts) it is the weakest demand that shows in the bit.
ROWS = (
    ('BUFFER', 'Buffer'), ('IA_VERTEX_BUFFER', 'Input Assembler Vertex Buffer'), ('IA_INDEX_BUFFER', 'Input Assembler Index Buffer'),
    ('SO_BUFFER', 'Stream Output Buffer'), ('TEXTURE1D', 'Texture1D'), ('TEXTURE2D', 'Texture2D'), ('TEXTURE3D', 'Texture3D'),
    ('TEXTURECUBE', 'TextureCube'), ('SHADER_LOAD', 'Shader ld'), ('SHADER_SAMPLE', 'Shader sample (any filter)'),
    ('SHADER_SAMPLE_COMPARISON', 'Shader sample_c (comparison filter)'), ('SHADER_SAMPLE_MONO_TEXT', 'Shader sample (mono 1_bit_filter)'),
    ('SHADER_GATHER', 'Shader gather4'), ('SHADER_GATHER_COMPARISON', 'Shader gather4_c'), ('MIP', 'Mipmap'),
    ('MIP_AUTOGEN', 'Mipmap Auto-Generation'), ('RENDER_TARGET', 'RenderTarget'), ('BLENDABLE', 'Blendable RenderTarget'),
    ('DEPTH_STENCIL', 'Depth/Stencil Target'), ('CPU_LOCKABLE', 'CPU Lockable'), ('MULTISAMPLE_RENDERTARGET', '4x Multisample RenderTarget'),
    ('MULTISAMPLE_RESOLVE', 'Multisample Resolve'), ('MULTISAMPLE_LOAD', 'Multisample Load'), ('DISPLAY', 'Display Scan-Out'),
    ('CAST_WITHIN_BIT_LAYOUT', 'Cast Within Bit Layout'), ('BACK_BUFFER_CAST', 'BackBuffer Castable Even Fully Typed'),
    ('TYPED_UNORDERED_ACCESS_VIEW', 'Typed UAV'), ('DECODER_OUTPUT', 'Video Decoder Support'), ('VIDEO_PROCESSOR_OUTPUT', 'Video Processor Output'),
    ('VIDEO_PROCESSOR_INPUT', 'Video Processor Input'), ('UAV_ATOMIC_ADD', 'UAV Atomic Add'), ('UAV_ATOMIC_BITWISE_OPS', 'UAV Atomic Bitwise Ops'),
    ('UAV_ATOMIC_COMPARE_STORE_OR_COMPARE_EXCHANGE', 'UAV Atomic Cmp&Store/ Cmp&Exch'), ('UAV_ATOMIC_EXCHANGE', 'UAV Atomic Exchange'),
    ('UAV_ATOMIC_SIGNED_MIN_OR_MAX', 'UAV Atomic Signed Min/Max'), ('UAV_ATOMIC_UNSIGNED_MIN_OR_MAX', 'UAV Atomic Unsigned Min/Max'),
    ('UAV_TYPED_LOAD', 'UAV Typed Load'), ('UAV_TYPED_STORE', 'UAV Typed Store'), ('OUTPUT_MERGER_LOGIC_OP', 'Output Merger Logic Op'),
    ('TILED', 'Tiled Resource'), ('SHAREABLE', 'Shared Resource'),
)
# The pages of 11.0 and 11.1 have words, those of 10.0 and 10.1 pictures of a letter or a dash.
WORDS = (('Hardware support required', 'r'), ('Hardware support optional', 'o'), ('Required if a related optional', 'o'), ('Disallowed', 'n'),
         ('[required]', 'r'), ('[optional]', 'o'), ('[dependant]', 'o'), ('-', 'n'))


def plain(name):
    """The pages write some rows' names differently."""
    return re.sub('[^a-z0-9]', '', name.lower().replace(' or ', '/'))


def main():
    with open(sys.argv[1], encoding='utf-8') as f:
        text = f.read().replace('\\', '')
    print('\t'.join(['format'] + [bit for bit, _ in ROWS]))
    for m in re.finditer(r'^## DXGI_FORMAT_(\w+?) ?\*?<sup>.*?\n(.*?)(?=^## |\Z)', text, re.M | re.S):
        have = {plain(row): word for row, word in re.findall(r'^\| (.+?) \| (.+?) \|', m.group(2), re.M)}
        letters = [next(letter for words, letter in WORDS if words in have[plain(row)]) if plain(row) in have else '-' for _, row in ROWS]
        print('\t'.join([{'420_OPAQUE': 'OPAQUE_420'}.get(m.group(1), m.group(1))] + letters))


main()
