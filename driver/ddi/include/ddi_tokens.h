/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_tokens.h - the tokenized shader program.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_TOKENS_H
#define DDI_TOKENS_H

#include "ddi_base.h"
#include "ddi_tokens_constants.h"
#include "ddi_tokens_enums.h"

#endif
