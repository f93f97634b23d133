package dev.kiln.runtime;

/** Writes what {@link DescriptorReader} reads. */
final class DescriptorWriter {
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder lists = new StringBuilder();

  /** Integers, each 0 or more. */
  DescriptorWriter put(long... values) {
    for (long value : values) {
      put(value, head);
    }
    return this;
  }

  private static void put(long value, StringBuilder to) {
    long rest = value;
    while (rest > 63) {
      to.append((char) (rest & 63 | 64));
      rest >>>= 6;
    }
    to.append((char) rest);
  }

  /** A list: its length, then {@link #items}. */
  DescriptorWriter list(int... values) {
    return put(values.length).items(values);
  }

  /** The items of a list, each 0 to 63: how many characters each has, and at the end they. */
  DescriptorWriter items(int... values) {
    return content(values).put(1);
  }

  /** Something at the end, where the content of lists is. */
  DescriptorWriter content(int... values) {
    for (int value : values) {
      lists.append((char) value);
    }
    return this;
  }

  DescriptorWriter name(String name) {
    if (name.chars().allMatch(c -> c > 0 && c < 128)) {
      put(2L * name.length());
      head.append(name);
    } else {
      put(2L * name.length() + 1);
      name.chars().forEach(this::put);
    }
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    put(head.length(), text);
    return text.append(head).append(lists).toString();
  }
}
