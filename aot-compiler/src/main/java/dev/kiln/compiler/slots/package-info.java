/**
 * How long variables of the intermediate representation live, and which JVM slot each has. Reads
 * the intermediate representation; knows nothing of bytecode sizes and of class files.
 */
@NullMarked
package dev.kiln.compiler.slots;

import org.jspecify.annotations.NullMarked;
