/* Keeps, beside a database and its log, what a power cut would leave of them: the bytes as they stood when the system
 * last promised that they were on the disk. Loaded into a process before everything else (LD_PRELOAD). */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* Read through the same descriptor: to close another one of the same file would give up SQLite's locks on it. */
static void copy(int from, int to)
{
    char block[1 << 16];
    off_t at = 0;
    ssize_t got;
    while ((got = pread(from, block, sizeof block, at)) > 0) {
        if (write(to, block, (size_t)got) != got)
            return;
        at += got;
    }
}

static void keep(int fd)
{
    char link[64], path[4096], part[4200], kept[4200];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return;
    path[length] = '\0';
    if (!ends_with(path, ".db") && !ends_with(path, ".db-wal"))
        return;
    snprintf(part, sizeof part, "%s.part", path);
    snprintf(kept, sizeof kept, "%s.synced", path);
    int to = open(part, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (to < 0)
        return;
    copy(fd, to);
    close(to);
    rename(part, kept);
}

static int synced(const char *name, int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int done = real(fd);
    if (done == 0)
        keep(fd);
    return done;
}

int fsync(int fd) { return synced("fsync", fd); }

int fdatasync(int fd) { return synced("fdatasync", fd); }
