// What SQLite wants of an operating system, for databases that live in memory: a clock and random
// bytes. There are no files (SQLITE_OS_OTHER, and SQLITE_TEMP_STORE=3 for temporary ones).

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sqlite3.h"

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  (void)vfs, (void)name, (void)flags, (void)out;
  file->pMethods = NULL;
  return SQLITE_CANTOPEN;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) {
  (void)vfs, (void)name, (void)sync;
  return SQLITE_IOERR_DELETE_NOENT;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
  (void)vfs, (void)name, (void)flags;
  *result = 0;
  return SQLITE_OK;
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *out) {
  (void)vfs;
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out) {
  (void)vfs;
  int length = size > 256 ? 256 : size;  // getentropy gives no more at once
  return getentropy(out, length) == 0 ? length : 0;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs, (void)microseconds;
  return 0;
}

static int vfs_current_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
  (void)vfs;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  // Julian days begin 2440587.5 days before 1970.
  *milliseconds = 210866760000000 + (sqlite3_int64)now.tv_sec * 1000 + now.tv_nsec / 1000000;
  return SQLITE_OK;
}

static int vfs_current_time(sqlite3_vfs *vfs, double *days) {
  sqlite3_int64 milliseconds;
  vfs_current_time_int64(vfs, &milliseconds);
  *days = milliseconds / 86400000.0;
  return SQLITE_OK;
}

static int vfs_get_last_error(sqlite3_vfs *vfs, int size, char *out) {
  (void)vfs, (void)size, (void)out;
  return 0;
}

static sqlite3_vfs memory_only = {
    .iVersion = 2,
    .szOsFile = sizeof(sqlite3_file),
    .mxPathname = 512,
    .zName = "memory-only",
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_pathname,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_current_time,
    .xCurrentTimeInt64 = vfs_current_time_int64,
    .xGetLastError = vfs_get_last_error,
};

int sqlite3_os_init(void) { return sqlite3_vfs_register(&memory_only, 1); }

int sqlite3_os_end(void) { return SQLITE_OK; }
