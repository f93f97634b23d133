package dev.kiln.runtime;

import dev.kiln.runtime.abi.DescriptorFormat;

/** Writes what {@link DescriptorReader} reads. */
final class DescriptorWriter {
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder lists = new StringBuilder();

  /** Integers, each 0 or more. */
  DescriptorWriter put(long... values) {
    for (long value : values) {
      DescriptorFormat.append(head, value);
    }
    return this;
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
    DescriptorFormat.append(head, name);
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    DescriptorFormat.append(text, head.length());
    return text.append(head).append(lists).toString();
  }
}
