/**
 * Where everything of a compiled module is: the names of classes, methods and fields, the JVM types
 * of signatures, and in {@link dev.kiln.compiler.emit.layout.Abi} the names of what the runtime
 * offers to compiled code. Emits no code of functions.
 */
@NullMarked
package dev.kiln.compiler.emit.layout;

import org.jspecify.annotations.NullMarked;
