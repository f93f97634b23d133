package dev.kiln.compiler.validate;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ArrayType;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.RecGroup;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.StorageType;
import dev.kiln.compiler.model.type.StructType;
import dev.kiln.compiler.model.type.SubType;
import dev.kiln.compiler.model.type.TypeIndex;
import java.util.HashMap;
import java.util.Map;

/**
 * Validates the type section (specification 3.2.14): group by group, first what the types refer to,
 * then their place among the canonical types, then their supertypes.
 */
final class TypeSectionValidator {
  /** The limit of the JavaScript API for parameters and for results. */
  private static final int MAX_VALUES = 1000;

  private final WasmModule module;
  private final Declarations declarations;
  private final TypeRelation types;
  private final Map<GroupKey, Integer> canonicalGroups = new HashMap<>();

  private TypeSectionValidator(WasmModule module) {
    this.module = module;
    this.declarations = new Declarations(module);
    this.types = new TypeRelation(module.typeCount());
  }

  static TypeRelation validate(WasmModule module) {
    TypeSectionValidator validator = new TypeSectionValidator(module);
    for (RecGroup group : module.recGroups()) {
      validator.group(group);
    }
    return validator.types;
  }

  private void group(RecGroup group) {
    for (int i = 0; i < group.types().size(); i++) {
      references(group.types().get(i), group.firstIndex() + i, group.endIndex());
    }
    canonicalise(group);
    for (int i = 0; i < group.types().size(); i++) {
      supertype(group.types().get(i), group.firstIndex() + i);
    }
  }

  private int offset(int typeIndex) {
    return module.itemOffset(SectionId.TYPE, typeIndex);
  }

  private void references(SubType type, int index, int end) {
    int offset = offset(index);
    if (type.supertypes().size() > 1) {
      throw declarations.invalid(offset, "sub type " + index + " has several super types");
    }
    for (int supertype : type.supertypes()) {
      checkReference(supertype, index, offset);
    }
    switch (type.composite()) {
      case FuncType func -> {
        checkCount(func.params().size(), "parameters", offset);
        checkCount(func.results().size(), "results", offset);
        func.params().forEach(param -> storageType(param, end, offset));
        func.results().forEach(result -> storageType(result, end, offset));
      }
      case StructType struct ->
          struct.fields().forEach(field -> storageType(field.storage(), end, offset));
      case ArrayType array -> storageType(array.element().storage(), end, offset);
    }
  }

  private void checkCount(int count, String what, int offset) {
    if (count > MAX_VALUES) {
      String detail =
          "too many " + what + ": " + count + ", at most " + MAX_VALUES + " are possible";
      throw WasmException.of(WasmException.Reason.LIMIT, module.file(), offset, detail);
    }
  }

  private void storageType(StorageType type, int end, int offset) {
    if (type instanceof RefType ref && ref.heap() instanceof TypeIndex defined) {
      checkReference(defined.index(), end, offset);
    }
  }

  private void checkReference(int index, int end, int offset) {
    if (index < 0 || index >= end) {
      throw declarations.invalid(offset, "unknown type " + Integer.toUnsignedString(index));
    }
  }

  private void canonicalise(RecGroup group) {
    int next = types.nextCanonicalId();
    Integer known = canonicalGroups.putIfAbsent(GroupKey.of(group, types), next);
    int first = known == null ? next : known;
    for (int i = 0; i < group.types().size(); i++) {
      types.identify(group.firstIndex() + i, first + i);
    }
    if (known == null) {
      for (SubType type : group.types()) {
        types.define(type.composite(), canonicalSupertype(type));
      }
    }
  }

  private int canonicalSupertype(SubType type) {
    return type.supertypes().isEmpty() ? -1 : types.canonicalId(type.supertypes().getFirst());
  }

  private void supertype(SubType type, int index) {
    if (type.supertypes().isEmpty()) {
      return;
    }
    int superIndex = type.supertypes().getFirst();
    SubType supertype = module.subType(superIndex);
    String text = "sub type " + index + " does not match super type " + superIndex;
    if (supertype.isFinal()) {
      throw declarations.invalid(offset(index), text + ", which is final");
    }
    if (!types.matches(type.composite(), supertype.composite())) {
      throw declarations.invalid(offset(index), text);
    }
    if (types.depth(index) > TypeRelation.MAX_DEPTH) {
      String detail = "type " + index + " has more than " + TypeRelation.MAX_DEPTH + " super types";
      throw WasmException.of(WasmException.Reason.LIMIT, module.file(), offset(index), detail);
    }
  }
}
