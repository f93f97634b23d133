package dev.kiln.wasi;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the functions of one program share.
 *
 * @param args arguments, each UTF-8 with a NUL at the end
 * @param environment entries {@code NAME=VALUE}, likewise
 * @param clock the time
 * @param random where random bytes come from
 * @param descriptors the open files
 */
record Program(
    List<byte[]> args,
    List<byte[]> environment,
    WasiClock clock,
    RandomGenerator random,
    DescriptorTable descriptors) {}
