// Indirect calls at one call site (the loop is not unrolled): n calls, each of one of TARGETS
// functions (1, 2, 8 or 128), all equally frequent. With RANDOM an xorshift generator decides which one,
// so no predictor can know it; without they take turns. The table of pointers is writable and visible outside, so each call loads
// its pointer from memory, as in any C program that calls through one. The functions differ in a
// constant and in four forms. The checksum is what went through all the calls.

typedef unsigned int u32;

static inline __attribute__((always_inline)) u32 body(u32 k, u32 acc, u32 x) {
  switch (k & 3) {
    case 0: return (acc + x) ^ (k * 0x9e3779b9u);
    case 1: return (acc << (k % 31 + 1) | acc >> (31 - k % 31)) + x;
    case 2: return (acc ^ x) * (2 * k + 1);
    default: return acc - x * (k | 0x10001u);
  }
}

// The digits are octal: f00 to f0177 are 128 functions.
#define EIGHT(M, d) M(d##0) M(d##1) M(d##2) M(d##3) M(d##4) M(d##5) M(d##6) M(d##7)
#define HALF(M, d) \
  EIGHT(M, d##0) EIGHT(M, d##1) EIGHT(M, d##2) EIGHT(M, d##3) \
  EIGHT(M, d##4) EIGHT(M, d##5) EIGHT(M, d##6) EIGHT(M, d##7)

#if TARGETS == 1
#define ALL(M) M(00)
#elif TARGETS == 2
#define ALL(M) M(00) M(01)
#elif TARGETS == 8
#define ALL(M) EIGHT(M, 0)
#elif TARGETS == 128
#define ALL(M) HALF(M, 0) HALF(M, 01)
#else
#error "TARGETS is 1, 2, 8 or 128"
#endif

#define FUNCTION(k) static u32 f##k(u32 acc, u32 x) { return body(k, acc, x); }
#define POINTER(k) f##k,

ALL(FUNCTION)

u32 (*targets[TARGETS])(u32, u32) = {ALL(POINTER)};

__attribute__((export_name("run"))) long long run(int n) {
  u32 x = 2463534242u, acc = 1;
#pragma clang loop unroll(disable)
  for (int i = 0; i < n; i++) {
#ifdef RANDOM
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    acc = targets[(x >> 9) & (TARGETS - 1)](acc, x);
#else
    acc = targets[i & (TARGETS - 1)](acc, x + i);
#endif
  }
  return (long long)acc;
}
