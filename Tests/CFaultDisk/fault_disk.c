#include "fault_disk.h"

#include <limits.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    sqlite3_vfs vfs;
    char name[32];
    atomic_bool is_full;
    atomic_long syncs_left, writes_left, syncs, writes;
} Disk;

typedef struct {
    sqlite3_file base;
    sqlite3_file *real;
    Disk *disk;
} FaultFile;

/* Each stays for as long as the process: files of it may be open. */
static Disk disks[FAULT_DISKS_MAX];
static atomic_int disks_made;

static Disk *disk(sqlite3_file *file) { return ((FaultFile *)file)->disk; }

static sqlite3_file *real(sqlite3_file *file) { return ((FaultFile *)file)->real; }

static int fault_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int fault_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}

static int fault_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    if (atomic_load(&disk(file)->is_full)) return SQLITE_FULL;
    if (atomic_fetch_sub(&disk(file)->writes_left, 1) <= 0) {
        real(file)->pMethods->xWrite(real(file), bytes, count / 2, offset);
        return SQLITE_IOERR_WRITE;
    }
    atomic_fetch_add(&disk(file)->writes, 1);
    return real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return real(file)->pMethods->xTruncate(real(file), size);
}

static int fault_sync(sqlite3_file *file, int flags) {
    if (atomic_fetch_sub(&disk(file)->syncs_left, 1) <= 0) return SQLITE_IOERR_FSYNC;
    atomic_fetch_add(&disk(file)->syncs, 1);
    return real(file)->pMethods->xSync(real(file), flags);
}

static int fault_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int fault_lock(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }

static int fault_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }

static int fault_check_lock(sqlite3_file *file, int *is_held) {
    return real(file)->pMethods->xCheckReservedLock(real(file), is_held);
}

static int fault_control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int fault_sector(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }

static int fault_traits(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }

static int fault_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **address) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, address);
}

static int fault_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void fault_shm_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

static int fault_shm_unmap(sqlite3_file *file, int deletes) {
    return real(file)->pMethods->xShmUnmap(real(file), deletes);
}

static const sqlite3_io_methods fault_methods = {
    .iVersion = 2,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_check_lock,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector,
    .xDeviceCharacteristics = fault_traits,
    .xShmMap = fault_shm_map,
    .xShmLock = fault_shm_lock,
    .xShmBarrier = fault_shm_barrier,
    .xShmUnmap = fault_shm_unmap,
};

static sqlite3_vfs *system_files(sqlite3_vfs *vfs) { return (sqlite3_vfs *)vfs->pAppData; }

static int fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    sqlite3_vfs *real_vfs = system_files(vfs);
    FaultFile *fault = (FaultFile *)file;
    fault->real = (sqlite3_file *)(fault + 1);
    fault->disk = (Disk *)vfs;
    memset(fault->real, 0, (size_t)real_vfs->szOsFile);
    int code = real_vfs->xOpen(real_vfs, name, fault->real, flags, out_flags);
    fault->base.pMethods = fault->real->pMethods ? &fault_methods : NULL;
    return code;
}

int fault_disk_make(void) {
    sqlite3_vfs *real_vfs = sqlite3_vfs_find(NULL);
    int number = atomic_fetch_add(&disks_made, 1);
    if (!real_vfs || number >= FAULT_DISKS_MAX) return -1;
    Disk *made = &disks[number];
    snprintf(made->name, sizeof made->name, "apus-fault-%d", number);
    fault_disk_heal(number);
    made->vfs = *real_vfs;
    made->vfs.pNext = NULL;
    made->vfs.zName = made->name;
    made->vfs.szOsFile = (int)sizeof(FaultFile) + real_vfs->szOsFile;
    made->vfs.pAppData = real_vfs;
    made->vfs.xOpen = fault_open;
    return sqlite3_vfs_register(&made->vfs, 0) == SQLITE_OK ? number : -1;
}

const char *fault_disk_name(int number) { return disks[number].name; }

void fault_disk_heal(int number) {
    Disk *disk = &disks[number];
    atomic_store(&disk->is_full, 0);
    atomic_store(&disk->syncs_left, LONG_MAX);
    atomic_store(&disk->writes_left, LONG_MAX);
    atomic_store(&disk->syncs, 0);
    atomic_store(&disk->writes, 0);
}

void fault_disk_fill(int number) { atomic_store(&disks[number].is_full, 1); }
void fault_disk_release(int number) { atomic_store(&disks[number].is_full, 0); }
void fault_disk_fail_syncs_after(int number, long count) { atomic_store(&disks[number].syncs_left, count); }
void fault_disk_fail_writes_after(int number, long count) { atomic_store(&disks[number].writes_left, count); }
long fault_disk_syncs(int number) { return atomic_load(&disks[number].syncs); }
long fault_disk_writes(int number) { return atomic_load(&disks[number].writes); }
