/**
 * Reports for people: a report on a module and its classes ({@link
 * dev.kiln.compiler.report.ModuleReport}), as values, text and JSON, and a listing of one function
 * with its bytecode ({@link dev.kiln.compiler.report.FunctionListing}), as values and text.
 *
 * <p>This package calls the compiler, and reads the module and the emitted classes. No stage knows
 * it.
 */
@NullMarked
package dev.kiln.compiler.report;

import org.jspecify.annotations.NullMarked;
