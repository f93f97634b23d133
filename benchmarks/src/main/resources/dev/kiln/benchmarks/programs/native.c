// Measures a native program: linked to it with -Wl,--wrap=main, so that this main is the first.
// PROGRAM WARMUP SAMPLE SAMPLES INPUT OUTPUT -- ARGV…. Arguments and output are those of
// dev.kiln.benchmarks.measure. A run is a forked process, from fork to wait; its processor time is
// what that process used.

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int __real_main(int argc, char **argv);

static char *input, *output, **arguments;
static int count;

struct cost {
  long long wall, cpu;
};

static void die(const char *what) {
  perror(what);
  exit(1);
}

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long nanoseconds(struct timeval t) { return t.tv_sec * 1000000000LL + t.tv_usec * 1000LL; }

static void redirect(const char *file, int flags, int fd) {
  int opened = open(file, flags, 0600);
  if (opened < 0 || dup2(opened, fd) < 0) die(file);
  close(opened);
}

static struct cost run(const char *to) {
  int status;
  struct rusage used;
  long long start = now();
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    redirect(strcmp(input, "-") == 0 ? "/dev/null" : input, O_RDONLY, 0);
    redirect(to, O_WRONLY | O_CREAT | O_TRUNC, 1);
    exit(__real_main(count, arguments));
  }
  if (wait4(child, &status, 0, &used) < 0) die("wait4");
  struct cost cost = {now() - start, nanoseconds(used.ru_utime) + nanoseconds(used.ru_stime)};
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fprintf(stderr, "the program ended with status %#x\n", status);
    exit(1);
  }
  return cost;
}

static void check(const char *file) {
  FILE *a = fopen(output, "rb"), *b = fopen(file, "rb");
  if (!a || !b) die(file);
  int x, y;
  do {
    x = getc(a);
    y = getc(b);
  } while (x == y && x != EOF);
  if (x != y) {
    fprintf(stderr, "a later run's output is not that of the first\n");
    exit(1);
  }
  fclose(a);
  fclose(b);
}

int __wrap_main(int argc, char **argv) {
  if (argc < 8 || strcmp(argv[6], "--") != 0) {
    fprintf(stderr, "%s: WARMUP SAMPLE SAMPLES INPUT OUTPUT -- ARGV...\n", argv[0]);
    return 2;
  }
  long long warmup = atoll(argv[1]) * 1000000, sample = atoll(argv[2]) * 1000000;
  int samples = atoi(argv[3]);
  input = argv[4];
  output = argv[5];
  arguments = argv + 7;
  count = argc - 7;
  char *again = malloc(strlen(output) + 7);
  sprintf(again, "%s.again", output);

  long long start = now();
  struct cost first = run(output);
  printf("started\nfirst %lld %lld\n", first.wall, first.cpu);
  fflush(stdout);
  while (now() - start < warmup) {
    run(again);
    check(again);
  }
  for (int i = 0; i < samples; i++) {
    struct cost sum = {0, 0};
    int runs = 0;
    do {
      struct cost cost = run(again);
      check(again);
      sum.wall += cost.wall;
      sum.cpu += cost.cpu;
      runs++;
    } while (sum.wall < sample);
    printf("sample %lld %lld %d\n", sum.wall, sum.cpu, runs);
    fflush(stdout);
  }
  return 0;
}
