#ifndef APUS_PROCESSES_H
#define APUS_PROCESSES_H

#include <stdint.h>
#include <sys/types.h>

/* What a child is started with. All arrays end with NULL. */
struct apus_program {
    const char *executable;
    char *const *arguments;
    char *const *environment;
    const char *directory;
    /* Becomes standard output and standard error; standard input is /dev/null. */
    int output;
    /* Bytes of private memory that the child may map, as a backstop; 0 for no limit. */
    unsigned long data_max;
};

/* Starts a program as the leader of a session of its own, ended with the calling thread: call it from a thread
   that lives as long as the server. Answers the process id, or the negated errno. */
pid_t apus_start(const struct apus_program *program);

/* Bounds the private memory that a process may map from now on; the negated errno on failure. */
int apus_limit_data(pid_t process, unsigned long bytes);

/* Opens a descriptor that becomes readable when the process ends; the negated errno on failure. */
int apus_pidfd(pid_t process);

/* Forks a process that does nothing until the server ends, and then ends the sessions it was told of. Answers the
   end of a pipe to tell it: a process id to watch, a negated one to forget. The negated errno on failure. */
int apus_keeper(void);

/* A pipe that no other program inherits, whose reading end does not block; -1 with errno on failure. */
int apus_pipe(int ends[2]);

/* A set of descriptors to wait for (epoll), and a counter that wakes who waits for it (eventfd); -1 with errno. */
int apus_poller(void);
int apus_waker(void);
int apus_poller_add(int poller, int descriptor, uint64_t key);
int apus_poller_remove(int poller, int descriptor);
/* Waits up to `milliseconds` (-1: for ever) and stores the keys of what is readable; answers how many. */
int apus_poller_wait(int poller, uint64_t *keys, int keys_max, int milliseconds);

#endif
