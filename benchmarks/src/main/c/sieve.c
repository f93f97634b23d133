// Byte loads and stores with strides: counts the primes below n with the sieve of Eratosthenes,
// 0 <= n <= LIMIT. The checksum is the number of primes times 2^32, plus the last of them.

#define LIMIT (1 << 20)

static unsigned char composite[LIMIT];

__attribute__((export_name("run"))) long long run(int n) {
  if (n > LIMIT) __builtin_trap();
  for (int i = 0; i < n; i++) composite[i] = 0;
  int count = 0, last = 0;
  for (int i = 2; i < n; i++) {
    if (composite[i]) continue;
    count++;
    last = i;
    for (int j = i + i; j < n; j += i) composite[j] = 1;
  }
  return ((long long)count << 32) + last;
}
