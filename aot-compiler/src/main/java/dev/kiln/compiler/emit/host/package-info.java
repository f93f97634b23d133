/**
 * The classes by which a Java developer gives a module its imports: interfaces, records of results,
 * and typed entries of host functions. Knows no intermediate representation.
 */
@NullMarked
package dev.kiln.compiler.emit.host;

import org.jspecify.annotations.NullMarked;
