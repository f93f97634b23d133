package dev.kiln.compiler.emit;

import dev.kiln.compiler.model.DataSegment;
import dev.kiln.compiler.model.WasmModule;
import java.io.ByteArrayOutputStream;

/** The content of all data segments, one after the other: a resource, since constants are small. */
final class DataResource {
  private DataResource() {}

  static byte[] of(WasmModule module) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (DataSegment segment : module.data()) {
      all.write(module.bytes(), segment.start(), segment.end() - segment.start());
    }
    return all.toByteArray();
  }
}
