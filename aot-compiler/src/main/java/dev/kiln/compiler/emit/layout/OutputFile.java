package dev.kiln.compiler.emit.layout;

import java.lang.constant.ClassDesc;

/** A file of the output: its path in the jar, and its content. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record OutputFile(String path, byte[] content) {
  /** The file of a class. */
  public static OutputFile of(ClassDesc name, byte[] content) {
    String descriptor = name.descriptorString();
    return new OutputFile(descriptor.substring(1, descriptor.length() - 1) + ".class", content);
  }
}
