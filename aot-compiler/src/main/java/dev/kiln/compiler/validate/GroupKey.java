package dev.kiln.compiler.validate;

import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.ArrayType;
import dev.kiln.compiler.model.type.FieldType;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.PackedType;
import dev.kiln.compiler.model.type.RecGroup;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.StorageType;
import dev.kiln.compiler.model.type.StructType;
import dev.kiln.compiler.model.type.SubType;
import dev.kiln.compiler.model.type.TypeIndex;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.model.type.VecType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The structure of a recursion group as ints: types of the group by their place in it, types
 * outside by their canonical id. Two groups are equal exactly if their keys are (specification
 * 3.2.13).
 */
final class GroupKey {
  /** What the ints that follow mean. */
  private enum Part {
    FUNC,
    STRUCT,
    ARRAY,
    REF,
    REF_NULL,
    INSIDE,
    OUTSIDE;

    /** Number, vector and packed types have codes below 16. */
    private int code() {
      return 16 + ordinal();
    }
  }

  private final int[] structure;

  private GroupKey(int[] structure) {
    this.structure = structure;
  }

  static GroupKey of(RecGroup group, TypeRelation types) {
    Writer writer = new Writer(group, types);
    group.types().forEach(writer::subType);
    return new GroupKey(writer.structure.build().toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupKey key && Arrays.equals(structure, key.structure);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(structure);
  }

  private record Writer(RecGroup group, TypeRelation types, IntStream.Builder structure) {
    Writer(RecGroup group, TypeRelation types) {
      this(group, types, IntStream.builder());
    }

    void subType(SubType type) {
      structure.add(type.isFinal() ? 1 : 0).add(type.supertypes().size());
      type.supertypes().forEach(this::typeIndex);
      switch (type.composite()) {
        case FuncType func -> {
          structure.add(Part.FUNC.code());
          valTypes(func.params());
          valTypes(func.results());
        }
        case StructType struct -> {
          structure.add(Part.STRUCT.code()).add(struct.fields().size());
          struct.fields().forEach(this::fieldType);
        }
        case ArrayType array -> {
          structure.add(Part.ARRAY.code());
          fieldType(array.element());
        }
      }
    }

    private void typeIndex(int index) {
      if (index >= group.firstIndex()) {
        structure.add(Part.INSIDE.code()).add(index - group.firstIndex());
      } else {
        structure.add(Part.OUTSIDE.code()).add(types.canonicalId(index));
      }
    }

    private void valTypes(List<ValType> valTypes) {
      structure.add(valTypes.size());
      valTypes.forEach(this::storageType);
    }

    private void fieldType(FieldType field) {
      structure.add(field.mutable() ? 1 : 0);
      storageType(field.storage());
    }

    private void storageType(StorageType type) {
      switch (type) {
        case NumType number -> structure.add(number.ordinal());
        case VecType vector -> structure.add(NumType.values().length);
        case PackedType packed -> structure.add(NumType.values().length + 1 + packed.ordinal());
        case RefType ref -> {
          structure.add((ref.nullable() ? Part.REF_NULL : Part.REF).code());
          switch (ref.heap()) {
            case AbstractHeapType heap -> structure.add(heap.ordinal());
            case TypeIndex defined -> typeIndex(defined.index());
          }
        }
      }
    }
  }
}
