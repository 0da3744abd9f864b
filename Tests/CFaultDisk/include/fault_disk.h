#ifndef APUS_FAULT_DISK_H
#define APUS_FAULT_DISK_H

/* File systems of SQLite: the system's own, except where a test asks for a fault. Each disk has faults of its own, so
   that tests do not meet each other's. */

/* Disks that a process may make; they stay for as long as it runs. */
#define FAULT_DISKS_MAX 64

/* Makes a disk; answers its number, or -1. */
int fault_disk_make(void);
/* The name by which SQLite knows the disk. */
const char *fault_disk_name(int disk);
/* Ends all faults and sets the counters to zero. */
void fault_disk_heal(int disk);
/* Makes every write answer "disk full" until healed. */
void fault_disk_fill(int disk);
/* Ends that and no other fault. */
void fault_disk_release(int disk);
/* Lets `count` more syncs succeed and fails all later ones. */
void fault_disk_fail_syncs_after(int disk, long count);
/* Lets `count` more writes succeed, tears the next one in half and fails it and all later ones. */
void fault_disk_fail_writes_after(int disk, long count);
/* Syncs and writes that succeeded since the last heal. */
long fault_disk_syncs(int disk);
long fault_disk_writes(int disk);

#endif
