package dev.kiln.compiler.emit.module;

import dev.kiln.compiler.model.DataSegment;
import dev.kiln.compiler.model.Slice;
import dev.kiln.compiler.model.WasmModule;
import java.io.ByteArrayOutputStream;

/**
 * The content of all data segments, one after the other: a resource, since constants are small.
 * Where it is small itself it is a constant of the module class all the same: the JDK takes longer
 * to open a resource of a jar than a small program takes to run.
 */
final class DataResource {
  /** A constant holds 65,535 bytes, and takes up to two for each of these. */
  private static final int MAX_CONSTANT = 16_384;

  private DataResource() {}

  /** Whether the content is in the module class and not in a resource. */
  static boolean isConstant(WasmModule module) {
    long size = 0;
    for (DataSegment segment : module.data()) {
      size += segment.content().size();
    }
    return size <= MAX_CONSTANT;
  }

  static byte[] of(WasmModule module) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (DataSegment segment : module.data()) {
      Slice content = segment.content();
      all.write(content.source(), content.start(), content.size());
    }
    return all.toByteArray();
  }
}
