# SPDX-License-Identifier: MIT OR Apache-2.0
"""A folder with the shape of a WDK's Include/VERSION: Microsoft's file names in shared, km and um, our declarations in them.

It stands in for a WDK where there is none, to see that DDI_USE_WDK works: what the drivers include then, and that they use
no word of driver/ddi but the calling conventions. It says nothing about what Microsoft's headers hold; tests/ddi's facts do.
"""
import os
import re

# Our header, where Microsoft's lies, and what that one includes (those of which the tables have declarations).
HEADERS = (
    ('d3dukmdt', 'shared/d3dukmdt.h', ()),
    ('d3dkmdt', 'shared/d3dkmdt.h', ('d3dukmdt.h',)),
    ('d3dkmddi', 'shared/d3dkmddi.h', ('d3dukmdt.h', 'd3dkmdt.h')),
    ('d3dkmthk', 'km/d3dkmthk.h', ('d3dukmdt.h', 'd3dkmdt.h')),
    ('kdeps', 'km/acpiioct.h', ()),
    ('dispmprt', 'km/dispmprt.h', ('windef.h', 'video.h', 'acpiioct.h', 'd3dukmdt.h', 'd3dkmdt.h', 'd3dkmddi.h')),
    ('d3dumddi', 'um/d3dumddi.h', ('d3d9types.h', 'd3dukmdt.h')),
    ('dxgiddi', 'um/dxgiddi.h', ('dxgiformat.h', 'dxgicommon.h', 'dxgitype.h', 'd3dumddi.h')),
    ('tokens', 'um/d3d11TokenizedProgramFormat.hpp', ()),
    ('d3d10umddi', 'um/d3d10umddi.h', ('d3dcommon.h', 'd3dumddi.h', 'dxgiddi.h', 'd3d11TokenizedProgramFormat.hpp')),
)
WORDS = {'DDI_CALL': 'APIENTRY', 'DDI_KMT_CALL': 'APIENTRY', 'DDI_WCHAR': 'WCHAR', 'DDI_MS_BITS ': '', 'DDI_ALIGN_16': '__declspec(align(16))'}


def body(include, stem):
    """A header's text with that of its parts in place of their includes, in Microsoft's words."""
    with open(os.path.join(include, stem + '.h')) as f:
        text = f.read()
    own = re.match(r'ddi_[a-z0-9]+', stem).group()
    out = []
    for line in text.split('\n'):
        m = re.match(r'#include "(ddi_\w+)\.h"', line)
        if m:
            out += [body(include, m.group(1))] if m.group(1).startswith(own + '_') else []
        else:
            out.append(line)
    return '\n'.join(out)


def make(include, folder):
    for name, path, uses in HEADERS:
        text = body(include, 'ddi_' + name)
        for ours, theirs in WORDS.items():
            text = re.sub(r'\b%s' % ours + ('' if ours.endswith(' ') else r'\b'), theirs, text)
        text = re.sub(r'DDI_GUID\(([^)]*)\)', r'DEFINE_GUID(\1);', text)
        text = re.sub(r'\bDDI_(\w+_H)\b', r'SYNTHETIC_\1', text)
        at = text.index('\n', text.index('#define SYNTHETIC_')) + 1
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as f:
            f.write(text[:at] + ''.join('#include <%s>\n' % u for u in uses) + text[at:])
    with open(os.path.join(folder, 'km/video.h'), 'w') as f: # its records are beside those of acpiioct.h here
        f.write('#include <acpiioct.h>\n')
