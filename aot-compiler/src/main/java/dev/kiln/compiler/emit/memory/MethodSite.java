package dev.kiln.compiler.emit.memory;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** What a memory needs of the method that its code goes into. */
public interface MethodSite {
  /** Where instructions go. */
  CodeBuilder code();

  /** A slot for a local variable of the memory. */
  int borrow(Kind kind);

  /** Pushes the value of an expression. */
  void push(Expr value);

  /** Pushes what the instance has in the field of memory {@code index}. */
  void pushMemory(int index, ClassDesc type);

  /** Pushes the bytes of data segment {@code index}; an empty array once it was dropped. */
  void pushData(int index);

  /** Comes before the operands of a {@link #bulk} call. */
  void beginBulk();

  /**
   * Calls a method that may take long. Where the store has a meter, the meter is asked to call it.
   *
   * @param owner the class of the method, whose object is below the arguments
   */
  void bulk(ClassDesc owner, String name, MethodTypeDesc type);
}
