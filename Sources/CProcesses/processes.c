#define _GNU_SOURCE
#include "apus_processes.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

/* Runs in the child between vfork and exec: it shares the parent's memory, so it only makes system calls. */
static void become(const struct apus_program *program, pid_t parent, const sigset_t *mask, volatile int *error) {
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < 32; number++)
        if (number != SIGKILL && number != SIGSTOP) sigaction(number, &standard, NULL);
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    /* The parent may have ended before the line above took effect. */
    if (getppid() != parent) _exit(127);
    int null = open("/dev/null", O_RDONLY);
    if (null < 0 || dup2(null, 0) < 0 || dup2(program->output, 1) < 0 || dup2(program->output, 2) < 0) goto failed;
    syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
    if (program->data_max != 0) {
        struct rlimit limit = {program->data_max, program->data_max};
        if (setrlimit(RLIMIT_DATA, &limit) != 0) goto failed;
    }
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    if (chdir(program->directory) != 0) goto failed;
    sigprocmask(SIG_SETMASK, mask, NULL);
    execve(program->executable, program->arguments, program->environment);
failed:
    *error = errno;
    _exit(127);
}

pid_t apus_start(const struct apus_program *program) {
    sigset_t all, mask, empty;
    volatile int error = 0;
    sigfillset(&all);
    sigemptyset(&empty);
    /* No handler of the server may run in the child while it shares the server's memory. */
    if (pthread_sigmask(SIG_BLOCK, &all, &mask) != 0) return -errno;
    pid_t parent = getpid();
    pid_t child = vfork();
    if (child == 0) become(program, parent, &empty, &error);
    int code = errno;
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    if (child < 0) return -code;
    if (error != 0) {
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
        return -error;
    }
    return child;
}

int apus_limit_data(pid_t process, unsigned long bytes) {
    struct rlimit limit = {bytes, bytes};
    return prlimit(process, RLIMIT_DATA, &limit, NULL) == 0 ? 0 : -errno;
}

int apus_pidfd(pid_t process) {
    int descriptor = (int)syscall(SYS_pidfd_open, process, 0);
    return descriptor < 0 ? -errno : descriptor;
}

/* Sessions that the keeper can remember; more than the server runs at a time. */
enum { KEPT_MAX = 8192 };

static void keep(int input) {
    static int kept[KEPT_MAX];
    int count = 0;
    for (;;) {
        int message;
        ssize_t size = read(input, &message, sizeof message);
        if (size < 0 && errno == EINTR) continue;
        if (size != (ssize_t)sizeof message) break;
        if (message > 0 && count < KEPT_MAX) kept[count++] = message;
        for (int index = 0; message < 0 && index < count; index++)
            if (kept[index] == -message) kept[index--] = kept[--count];
    }
    for (int index = 0; index < count; index++) kill(-kept[index], SIGKILL);
    _exit(0);
}

int apus_keeper(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -errno;
    pid_t child = fork();
    if (child < 0) {
        int code = errno;
        close(ends[0]);
        close(ends[1]);
        return -code;
    }
    if (child == 0) {
        setsid();
        signal(SIGINT, SIG_IGN);
        signal(SIGTERM, SIG_IGN);
        signal(SIGHUP, SIG_IGN);
        prctl(PR_SET_NAME, "apus-keeper", 0, 0, 0);
        /* Everything of the server's is closed, so that its sockets and locks end with it. */
        int input = dup2(ends[0], 3);
        if (input < 0) _exit(127);
        syscall(SYS_close_range, 4U, ~0U, 0);
        close(0);
        close(1);
        close(2);
        keep(input);
    }
    close(ends[0]);
    return ends[1];
}

int apus_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

int apus_poller(void) { return epoll_create1(EPOLL_CLOEXEC); }

int apus_waker(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int apus_poller_add(int poller, int descriptor, uint64_t key) {
    struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = key}};
    return epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
}

int apus_poller_remove(int poller, int descriptor) {
    return epoll_ctl(poller, EPOLL_CTL_DEL, descriptor, NULL);
}

int apus_poller_wait(int poller, uint64_t *keys, int keys_max, int milliseconds) {
    struct epoll_event events[64];
    int count = epoll_wait(poller, events, keys_max < 64 ? keys_max : 64, milliseconds);
    for (int index = 0; index < count; index++) keys[index] = events[index].data.u64;
    return count;
}
