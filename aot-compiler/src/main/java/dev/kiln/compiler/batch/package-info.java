/**
 * What tools need beside the compiler: names of classes for files, a process that compiles a list
 * of modules, and words for problems with files. It uses {@link dev.kiln.compiler.Compiler}, the
 * reports, and what {@code facade} knows of Java's names. It uses no stage, and knows no particular
 * build tool.
 */
@NullMarked
package dev.kiln.compiler.batch;

import org.jspecify.annotations.NullMarked;
