package dev.kiln.benchmarks.harness;

import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of an option that is one of a few, by their names; case does not matter. */
public abstract class Choice<T> implements ITypeConverter<T> {
  private final String what;
  private final Collection<T> values;
  private final Function<T, String> name;

  /**
   * One of these values.
   *
   * @param what the word for messages, such as "kernel"
   * @param name the name of a value
   */
  protected Choice(String what, Collection<T> values, Function<T, String> name) {
    this.what = what;
    this.values = values;
    this.name = name;
  }

  @Override
  public final T convert(String text) {
    for (T value : values) {
      if (name.apply(value).equalsIgnoreCase(text)) {
        return value;
      }
    }
    String known = String.join(", ", values.stream().map(name).toList()).toLowerCase(Locale.ROOT);
    throw new TypeConversionException("no " + what + " \"" + text + "\"; there are " + known);
  }
}
