package dev.kiln.compiler.facade;

import dev.kiln.compiler.model.type.ExternKind;
import org.jspecify.annotations.Nullable;

/**
 * An export as a member of the facade.
 *
 * @param wasmName the name of the export
 * @param kind what it is
 * @param index into the index space of its kind
 * @param name the Java name
 * @param method how it is called; null unless it is a function
 */
public record ExportedItem(
    String wasmName, ExternKind kind, int index, String name, @Nullable Method method) {
  /**
   * The method of the instance class that calls the function, which the facade delegates to: a name
   * that no method of the runtime has.
   */
  public String entryName() {
    return "$" + name;
  }
}
