/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * stages.h - cases of area stages that are not in stages.c.
 */
#ifndef CONF_STAGES_H
#define CONF_STAGES_H

#include "conf.h"

/* linkage.c */
void class_linkage(struct conf *c);
void class_instances(struct conf *c); /* arg: the stage that has interfaces */
void class_objects(struct conf *c);

#endif
