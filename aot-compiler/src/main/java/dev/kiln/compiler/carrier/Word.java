package dev.kiln.compiler.carrier;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/**
 * What stands at one position of the calling convention. Every carrier becomes one of these where
 * values cross a border between functions that do not know each other's exact types.
 */
public enum Word {
  /** A number: a {@code long}. */
  NUMBER(ConstantDescs.CD_long, TypeKind.LONG),
  /** A reference: an {@code Object}. */
  REFERENCE(ConstantDescs.CD_Object, TypeKind.REFERENCE);

  private final ClassDesc array;
  private final TypeKind typeKind;

  Word(ClassDesc type, TypeKind typeKind) {
    this.array = type.arrayType();
    this.typeKind = typeKind;
  }

  /** The type of an array of such words. */
  public ClassDesc array() {
    return array;
  }

  /** The JVM's computational type. */
  public TypeKind typeKind() {
    return typeKind;
  }

  /** Pushes the word in a JVM local variable. */
  public void load(CodeBuilder cb, int slot) {
    cb.loadLocal(typeKind, slot);
  }

  /** From array and index on the JVM stack to the word. */
  public void loadElement(CodeBuilder cb) {
    cb.arrayLoad(typeKind);
  }

  /** Stores the word on the JVM stack; below it are array and index. */
  public void storeElement(CodeBuilder cb) {
    cb.arrayStore(typeKind);
  }
}
