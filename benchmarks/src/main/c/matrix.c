// f64 arithmetic on arrays: the product of two n by n matrices, three plain loops, 0 <= n <= LIMIT.
// Rows follow each other without a gap: measure an n that is no power of two, or the columns of b all
// fall into the same few cache lines, and the cache is measured instead of the code. The checksum is
// the bits of the sum of all elements, each with a weight of its own.

#define LIMIT 256

static double a[LIMIT * LIMIT], b[LIMIT * LIMIT], c[LIMIT * LIMIT];

__attribute__((export_name("run"))) long long run(int n) {
  if (n > LIMIT) __builtin_trap();
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) {
      a[i * n + j] = (i * 3 + j * 7) % 17 - 8.25;
      b[i * n + j] = (i * 5 + j * 11) % 19 - 9.125;
    }
  }
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }
  }
  double sum = 0;
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) sum += c[i * n + j] * (i - j + 0.5);
  }
  union {
    double value;
    long long bits;
  } checksum = {sum};
  return checksum.bits;
}
