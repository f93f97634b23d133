/**
 * What a Java developer sees of a module: the interfaces for its imports and the methods for its
 * exports, with their names and types; the sources of both; and the metadata in its jar.
 *
 * <p>This package reads the model, and knows the kinds of values that methods have. {@code emit}
 * asks it for names, and emits the bytecode. Names depend on the module and the class name, and on
 * nothing else.
 */
@NullMarked
package dev.kiln.compiler.facade;

import org.jspecify.annotations.NullMarked;
