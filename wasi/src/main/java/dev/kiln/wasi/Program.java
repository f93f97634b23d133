package dev.kiln.wasi;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the functions of one program share.
 *
 * @param args arguments, each UTF-8 with a NUL at the end
 * @param environment the variables
 * @param clock the time
 * @param random where random bytes come from; null is a {@link java.security.SecureRandom}
 * @param descriptors the open files
 */
record Program(
    List<byte[]> args,
    Environment environment,
    WasiClock clock,
    @Nullable RandomGenerator random,
    DescriptorTable descriptors) {}
