/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_knt_types.h - records declared ahead, handles and aliases of records of wdm.h that the kernel-mode interfaces name.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_KNT_TYPES_H
#define DDI_KNT_TYPES_H

typedef struct _CM_PARTIAL_RESOURCE_DESCRIPTOR CM_PARTIAL_RESOURCE_DESCRIPTOR;
typedef struct _CM_PARTIAL_RESOURCE_LIST CM_PARTIAL_RESOURCE_LIST;
typedef struct _CM_FULL_RESOURCE_DESCRIPTOR CM_FULL_RESOURCE_DESCRIPTOR;
typedef struct _CM_RESOURCE_LIST CM_RESOURCE_LIST;
typedef struct _MDL MDL;
typedef struct _INTERFACE INTERFACE;
typedef struct _PCI_DEVICE_PRESENCE_PARAMETERS PCI_DEVICE_PRESENCE_PARAMETERS;
typedef struct _CM_PARTIAL_RESOURCE_DESCRIPTOR *PCM_PARTIAL_RESOURCE_DESCRIPTOR;
typedef struct _CM_PARTIAL_RESOURCE_LIST *PCM_PARTIAL_RESOURCE_LIST;
typedef struct _CM_FULL_RESOURCE_DESCRIPTOR *PCM_FULL_RESOURCE_DESCRIPTOR;
typedef struct _CM_RESOURCE_LIST *PCM_RESOURCE_LIST;
typedef struct _MDL *PMDL;
typedef struct _INTERFACE *PINTERFACE;
typedef struct _PCI_DEVICE_PRESENCE_PARAMETERS *PPCI_DEVICE_PRESENCE_PARAMETERS;

#endif
