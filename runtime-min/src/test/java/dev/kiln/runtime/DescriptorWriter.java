package dev.kiln.runtime;

/** Writes what {@link DescriptorReader} reads. */
final class DescriptorWriter {
  private final StringBuilder text = new StringBuilder();

  /** Integers, each 0 or more. */
  DescriptorWriter put(long... values) {
    for (long value : values) {
      long rest = value;
      while (rest > 63) {
        text.append((char) (rest & 63 | 64));
        rest >>>= 6;
      }
      text.append((char) rest);
    }
    return this;
  }

  /** A list: its length, then {@link #items}. */
  DescriptorWriter list(int... values) {
    return put(values.length).items(values);
  }

  /** The items of a list, each 0 to 63: how many characters each has, then they. */
  DescriptorWriter items(int... values) {
    put(1);
    for (int value : values) {
      put(value);
    }
    return this;
  }

  DescriptorWriter name(String name) {
    put(name.length());
    name.chars().forEach(this::put);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
