package dev.kiln.compiler.model.type;

/** A field of a struct, or the elements of an array. */
public record FieldType(StorageType storage, boolean mutable) {
  @Override
  public String toString() {
    return mutable ? "(mut " + storage + ")" : storage.toString();
  }
}
