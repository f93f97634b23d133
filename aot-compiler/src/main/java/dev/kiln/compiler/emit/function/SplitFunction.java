package dev.kiln.compiler.emit.function;

import dev.kiln.compiler.emit.layout.OutputFile;
import java.lang.classfile.CodeBuilder;
import java.util.List;

/** A function in several methods, which are in classes of their own. */
public sealed interface SplitFunction permits ChainedFunction, DispatchedFunction {
  /** The body of the function itself. */
  void emitDriver(CodeBuilder cb, boolean throughWindow);

  /** The classes. */
  List<OutputFile> files();
}
