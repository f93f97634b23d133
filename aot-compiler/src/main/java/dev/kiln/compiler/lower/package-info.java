/**
 * From wasm instructions to the intermediate representation, one function at a time. Trusts the
 * validator; knows nothing of class files.
 */
@NullMarked
package dev.kiln.compiler.lower;

import org.jspecify.annotations.NullMarked;
