/* Writes down, in the order in which they happen, every change that a process
 * makes to the files of one folder and every sync, so that a test can rebuild
 * what a power cut at any moment would have left on the disk.
 *
 *   cc -shared -fPIC -O1 -o powercut.so powercut.c -ldl
 *   MUSTER_POWERCUT_DIR=/data MUSTER_POWERCUT_LOG=/tmp/log LD_PRELOAD=./powercut.so program
 *
 * It sees the C library's calls, which are the ones that SQLite makes. The
 * shared-memory file (-shm) is left out: it never outlives a power cut.
 * The record's form is in powercut_log_test.go.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static char dir[4096];
static size_t dirlen;
static int logfd = -1;
static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
	const char *d = getenv("MUSTER_POWERCUT_DIR"), *l = getenv("MUSTER_POWERCUT_LOG");
	if (!d || !l || !realpath(d, dir)) return;
	dirlen = strlen(dir);
	logfd = syscall(SYS_openat, AT_FDCWD, l, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* name gives the part of a path below the folder: "" for the folder itself, NULL
 * for what does not belong to it. */
static const char *name(const char *path) {
	if (logfd < 0 || strncmp(path, dir, dirlen)) return NULL;
	if (!path[dirlen]) return "";
	if (path[dirlen] != '/') return NULL;
	size_t n = strlen(path);
	if (n > 4 && !strcmp(path + n - 4, "-shm")) return NULL;
	return path + dirlen + 1;
}

static const char *fdname(int fd, char *buf, size_t size) {
	char link[64];
	if (logfd < 0) return NULL;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, buf, size - 1);
	if (n <= 0) return NULL;
	buf[n] = 0;
	return name(buf);
}

static void put(char op, const char *file, int64_t off, const void *data, uint32_t len) {
	char head[15];
	uint16_t flen = strlen(file);
	head[0] = op;
	memcpy(head + 1, &flen, 2);
	memcpy(head + 3, &off, 8);
	memcpy(head + 11, &len, 4);
	struct iovec v[3] = {{head, sizeof head}, {(void *)file, flen}, {(void *)data, len}};
	pthread_mutex_lock(&mu);
	ssize_t n = syscall(SYS_writev, logfd, v, 3);
	pthread_mutex_unlock(&mu);
	if (n != (ssize_t)(sizeof head + flen + len)) abort(); /* a log with a hole proves nothing */
}

#define REAL(ret, fn, ...) \
	static ret (*real)(__VA_ARGS__); \
	if (!real) real = dlsym(RTLD_NEXT, #fn)

static void wrote(int fd, const void *b, ssize_t n, int64_t off) {
	char buf[4096];
	const char *f = n > 0 ? fdname(fd, buf, sizeof buf) : NULL;
	int kept = errno;
	if (f && *f) put('w', f, off, b, n);
	errno = kept;
}

ssize_t pwrite(int fd, const void *b, size_t n, off_t off) {
	REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
	ssize_t r = real(fd, b, n, off);
	wrote(fd, b, r, off);
	return r;
}

ssize_t pwrite64(int fd, const void *b, size_t n, off64_t off) {
	REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
	ssize_t r = real(fd, b, n, off);
	wrote(fd, b, r, off);
	return r;
}

ssize_t write(int fd, const void *b, size_t n) {
	REAL(ssize_t, write, int, const void *, size_t);
	ssize_t r = real(fd, b, n);
	if (r > 0) wrote(fd, b, r, lseek(fd, 0, SEEK_CUR) - r);
	return r;
}

static void wrotev(int fd, const struct iovec *v, int count, ssize_t n, int64_t off) {
	for (int i = 0; i < count && n > 0; i++) {
		ssize_t part = n < (ssize_t)v[i].iov_len ? n : (ssize_t)v[i].iov_len;
		wrote(fd, v[i].iov_base, part, off);
		off += part;
		n -= part;
	}
}

ssize_t writev(int fd, const struct iovec *v, int count) {
	REAL(ssize_t, writev, int, const struct iovec *, int);
	ssize_t r = real(fd, v, count);
	if (r > 0) wrotev(fd, v, count, r, lseek(fd, 0, SEEK_CUR) - r);
	return r;
}

ssize_t pwritev(int fd, const struct iovec *v, int count, off_t off) {
	REAL(ssize_t, pwritev, int, const struct iovec *, int, off_t);
	ssize_t r = real(fd, v, count, off);
	wrotev(fd, v, count, r, off);
	return r;
}

static void changed(char op, int fd, int r, int64_t off) {
	char buf[4096];
	int kept = errno;
	const char *f = r == 0 ? fdname(fd, buf, sizeof buf) : NULL;
	if (f && *f) put(op, f, off, NULL, 0);
	if (f && !*f && op == 's') put('d', "", 0, NULL, 0);
	errno = kept;
}

int ftruncate(int fd, off_t n) {
	REAL(int, ftruncate, int, off_t);
	int r = real(fd, n);
	changed('t', fd, r, n);
	return r;
}

int ftruncate64(int fd, off64_t n) {
	REAL(int, ftruncate64, int, off64_t);
	int r = real(fd, n);
	changed('t', fd, r, n);
	return r;
}

int fsync(int fd) {
	REAL(int, fsync, int);
	int r = real(fd);
	changed('s', fd, r, 0);
	return r;
}

int fdatasync(int fd) {
	REAL(int, fdatasync, int);
	int r = real(fd);
	changed('s', fd, r, 0);
	return r;
}

int unlink(const char *path) {
	REAL(int, unlink, const char *);
	const char *f = name(path);
	int r = real(path);
	if (r == 0 && f && *f) put('u', f, 0, NULL, 0);
	return r;
}

int rename(const char *from, const char *to) {
	REAL(int, rename, const char *, const char *);
	const char *f = name(from), *g = name(to);
	int r = real(from, to);
	if (r == 0 && f && g) put('r', f, 0, g, strlen(g));
	return r;
}
