// Recursion: the n-th Fibonacci number by its definition, 0 <= n. Every call is a real call: turning
// one of the two into a loop is switched off.

__attribute__((disable_tail_calls, noinline)) static int fib(int n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

__attribute__((export_name("run"))) long long run(int n) {
  return fib(n);
}
