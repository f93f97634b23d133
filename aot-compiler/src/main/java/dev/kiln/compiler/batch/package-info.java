/**
 * The compiler for tools: naming classes after files, compiling a list of modules in a process of
 * its own, and sentences for what can go wrong with files. It uses the compiler through {@link
 * dev.kiln.compiler.Compiler}, the reports, and what {@code facade} knows of Java's names; no
 * stage. It knows nothing of any particular build tool.
 */
@NullMarked
package dev.kiln.compiler.batch;

import org.jspecify.annotations.NullMarked;
