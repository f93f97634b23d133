/**
 * What statements of the intermediate representation take: bytes of bytecode, constants, slots.
 * Reads the intermediate representation and never changes it; knows nothing of where a function is
 * cut.
 */
@NullMarked
package dev.kiln.compiler.measure;

import org.jspecify.annotations.NullMarked;
