/**
 * Where a function that is too large for one method is cut into pieces, and what each piece loads
 * and stores. Changes the intermediate representation only where a statement is too large, or where
 * a piece gets its own copy of a dispatch. Knows nothing of class files.
 */
@NullMarked
package dev.kiln.compiler.cut;

import org.jspecify.annotations.NullMarked;
