/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * qtest.h - drives a QEMU that runs with -accel qtest: its line protocol over a Unix socket, PCI
 * configuration space through ports 0xcf8/0xcfc, and a backend made of nothing but a socket.
 * Every function ends the program when QEMU does not answer: a dead QEMU is a failed suite.
 */
#ifndef QTEST_H
#define QTEST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "pvgpu_channel.h"

struct qtest { pid_t pid; int fd, qmp, err; char said[8192]; };

/* Where the next QEMU takes its state from (-incoming), or NULL. */
extern const char *qtest_incoming;

/* Starts QEMU (environment PVGPU_QEMU) with the device's properties; NULL: QEMU refused, and its
 * message is in error. */
bool qtest_start(struct qtest *q, const char *device_props, char *error, size_t n);
void qtest_stop(struct qtest *q);
bool qtest_alive(struct qtest *q);
/* Times that QEMU has written the text on standard error so far. */
unsigned qtest_said(struct qtest *q, const char *text);
/* Sends a command of QEMU's monitor (QMP); its answer, or error, as text that is valid until the next call. */
const char *qtest_monitor(struct qtest *q, const char *command);
/* Resets the whole machine; BARs are to be placed anew. */
void qtest_reset(struct qtest *q);

uint32_t qtest_config_read(struct qtest *q, uint32_t offset);
void qtest_config_write(struct qtest *q, uint32_t offset, uint32_t value);
uint64_t qtest_read(struct qtest *q, uint64_t addr, unsigned width);
void qtest_write(struct qtest *q, uint64_t addr, uint64_t value, unsigned width);

/* A backend's end of the channel. */
struct fake_backend { int listener, fd, shmem, doorbell, irq; uint8_t *map; struct pvgpu_message hello; };
bool fake_listen(struct fake_backend *b, const char *path);
bool fake_accept(struct fake_backend *b, int timeout_ms);
bool fake_send(struct fake_backend *b, uint32_t type, uint32_t error, uint64_t features);
/* Takes the next message; HELLO's descriptors are kept and the memory is mapped. */
bool fake_receive(struct fake_backend *b, struct pvgpu_message *m, int timeout_ms);
void fake_hang_up(struct fake_backend *b);
void fake_close(struct fake_backend *b);

#endif
