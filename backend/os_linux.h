/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef PVB_OS_LINUX_H
#define PVB_OS_LINUX_H

int pvb_quit_event(void); /* eventfd that SIGTERM and SIGINT signal; never read */

#endif
