/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Between main.c, which owns the run, and what writes and reads back for it.
 */
#ifndef CONF_INTERNAL_H
#define CONF_INTERNAL_H

#include <stdio.h>

FILE *conf_out(void);
void conf_abandon(void) __attribute__((noreturn)); /* leaves the running case */

#endif
