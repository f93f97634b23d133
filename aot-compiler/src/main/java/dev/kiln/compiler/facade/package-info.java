/**
 * What a Java developer sees of a module: the names and types of its interfaces for imports, of its
 * exports as Java methods, the facade as source text, and the metadata in its jar. Reads the model,
 * and knows the kinds of values that methods have; bytecode is emitted in {@code emit}, which asks
 * here for the names. Deterministic: names depend on the module and the class name, on nothing
 * else.
 */
@NullMarked
package dev.kiln.compiler.facade;

import org.jspecify.annotations.NullMarked;
