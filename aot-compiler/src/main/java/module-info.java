/** Compiles WebAssembly modules to class files that run on {@code dev.kiln.runtime}. */
module dev.kiln.compiler {
  requires static transitive org.jspecify;
  requires transitive dev.kiln.runtime;

  exports dev.kiln.compiler;
  exports dev.kiln.compiler.api;
  exports dev.kiln.compiler.batch;
  exports dev.kiln.compiler.report;
}
