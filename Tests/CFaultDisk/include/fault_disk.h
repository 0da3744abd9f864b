#ifndef APUS_FAULT_DISK_H
#define APUS_FAULT_DISK_H

/* A SQLite file system named "apus-fault": the system's own, except where a test asks for a fault. The faults are
   the process's, so tests that use it run one at a time. */

/* Registers it; answers SQLite's code. Safe to call again. */
int fault_disk_register(void);
/* Ends all faults and sets the counters to zero. */
void fault_disk_heal(void);
/* Makes every write answer "disk full" until healed. */
void fault_disk_fill(void);
/* Ends that and no other fault. */
void fault_disk_release(void);
/* Lets `count` more syncs succeed and fails all later ones. */
void fault_disk_fail_syncs_after(long count);
/* Lets `count` more writes succeed, tears the next one in half and fails it and all later ones. */
void fault_disk_fail_writes_after(long count);
/* Syncs and writes that succeeded since the last heal. */
long fault_disk_syncs(void);
long fault_disk_writes(void);

#endif
