/**
 * What people ask about a module: a report of what it is and what became of it ({@link
 * dev.kiln.compiler.report.ModuleReport}), and a listing of one function beside its bytecode
 * ({@link dev.kiln.compiler.report.FunctionListing}), both as values and as text.
 *
 * <p>It calls the compiler and reads the module and the emitted classes; no stage knows it.
 */
@NullMarked
package dev.kiln.compiler.report;

import org.jspecify.annotations.NullMarked;
