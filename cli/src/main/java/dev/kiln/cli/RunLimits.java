package dev.kiln.cli;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.Store;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long a program may run. */
final class RunLimits {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Seconds.class,
      description =
          "Trap after this time, such as 2s, 500ms or 1m. Waiting for input is not interrupted.")
  private @Nullable Duration timeout;

  @Option(
      names = "--fuel",
      paramLabel = "UNITS",
      converter = Units.class,
      description = "Trap after about this many instructions.")
  private @Nullable Long fuel;

  boolean hasTimeout() {
    return timeout != null;
  }

  boolean hasFuel() {
    return fuel != null;
  }

  /** Gives the store its fuel, and its deadline, which comes from here on. */
  void prepare(Store<?> store) {
    if (fuel != null) {
      store.setFuel(fuel);
    }
    if (timeout != null) {
      store.setEpochDeadline(1);
      Duration time = timeout;
      Thread clock = new Thread(() -> end(store.engine(), time), "kiln-timeout");
      clock.setDaemon(true);
      clock.start();
    }
  }

  private static void end(Engine engine, Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that; then time is up at once
    }
    engine.incrementEpoch();
  }

  /** A number of milliseconds, seconds or minutes. */
  private static final class Seconds implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)(ms|s|m)?");

    @Override
    public Duration convert(String text) {
      Matcher time = TIME.matcher(text);
      if (!time.matches()) {
        throw new TypeConversionException(
            "\"" + text + "\" is not a time, such as 2s, 500ms or 1m");
      }
      int millis =
          switch (time.group(2)) {
            case "ms" -> 1;
            case "m" -> 60_000;
            case null, default -> 1000;
          };
      return Duration.ofMillis(
          new BigDecimal(time.group(1)).multiply(BigDecimal.valueOf(millis)).longValue());
    }
  }

  /** A number from 0 on. */
  private static final class Units implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        long units = Long.parseLong(text);
        if (units >= 0) {
          return units;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException("\"" + text + "\" is not a whole number of at least 0");
    }
  }
}
