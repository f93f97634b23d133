/**
 * The classes of a module, each a task that depends on nothing but the layout. Output is
 * deterministic to the byte.
 */
@NullMarked
package dev.kiln.compiler.emit.module;

import org.jspecify.annotations.NullMarked;
