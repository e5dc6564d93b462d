/* A slow disk: every flush of the process takes 2 ms more. Loaded with LD_PRELOAD by bench/slow_flush.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static void wait_2ms(void) {
    struct timespec wait = {0, 2000000};
    nanosleep(&wait, 0);
}

int fsync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int done = real(fd);
    wait_2ms();
    return done;
}

int fdatasync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int done = real(fd);
    wait_2ms();
    return done;
}
