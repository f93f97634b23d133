/**
 * The types of WebAssembly, as immutable values (specification section 2.3): number, vector,
 * reference and heap types; functions, structs and arrays; memories, tables, globals and tags; what
 * an import asks for.
 *
 * <p>This package knows no other package of the compiler. Whether one type matches another is
 * decided in {@code validate}.
 */
@NullMarked
package dev.kiln.compiler.model.type;

import org.jspecify.annotations.NullMarked;
