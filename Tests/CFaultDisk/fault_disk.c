#include "fault_disk.h"

#include <limits.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <string.h>

typedef struct {
    sqlite3_file base;
    sqlite3_file *real;
} FaultFile;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs fault_vfs;
static atomic_bool is_full;
static atomic_long syncs_left = LONG_MAX, writes_left = LONG_MAX;
static atomic_long syncs, writes;

static sqlite3_file *real(sqlite3_file *file) { return ((FaultFile *)file)->real; }

static int fault_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int fault_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}

static int fault_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    if (atomic_load(&is_full)) return SQLITE_FULL;
    if (atomic_fetch_sub(&writes_left, 1) <= 0) {
        real(file)->pMethods->xWrite(real(file), bytes, count / 2, offset);
        return SQLITE_IOERR_WRITE;
    }
    atomic_fetch_add(&writes, 1);
    return real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return real(file)->pMethods->xTruncate(real(file), size);
}

static int fault_sync(sqlite3_file *file, int flags) {
    if (atomic_fetch_sub(&syncs_left, 1) <= 0) return SQLITE_IOERR_FSYNC;
    atomic_fetch_add(&syncs, 1);
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

static int fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    FaultFile *fault = (FaultFile *)file;
    fault->real = (sqlite3_file *)(fault + 1);
    memset(fault->real, 0, (size_t)real_vfs->szOsFile);
    int code = real_vfs->xOpen(real_vfs, name, fault->real, flags, out_flags);
    fault->base.pMethods = fault->real->pMethods ? &fault_methods : NULL;
    return code;
}

int fault_disk_register(void) {
    if (real_vfs) return SQLITE_OK;
    real_vfs = sqlite3_vfs_find(NULL);
    if (!real_vfs) return SQLITE_ERROR;
    fault_vfs = *real_vfs;
    fault_vfs.pNext = NULL;
    fault_vfs.zName = "apus-fault";
    fault_vfs.szOsFile = (int)sizeof(FaultFile) + real_vfs->szOsFile;
    fault_vfs.xOpen = fault_open;
    return sqlite3_vfs_register(&fault_vfs, 0);
}

void fault_disk_heal(void) {
    atomic_store(&is_full, 0);
    atomic_store(&syncs_left, LONG_MAX);
    atomic_store(&writes_left, LONG_MAX);
    atomic_store(&syncs, 0);
    atomic_store(&writes, 0);
}

void fault_disk_fill(void) { atomic_store(&is_full, 1); }
void fault_disk_release(void) { atomic_store(&is_full, 0); }
void fault_disk_fail_syncs_after(long count) { atomic_store(&syncs_left, count); }
void fault_disk_fail_writes_after(long count) { atomic_store(&writes_left, count); }
long fault_disk_syncs(void) { return atomic_load(&syncs); }
long fault_disk_writes(void) { return atomic_load(&writes); }
