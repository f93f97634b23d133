/**
 * What statements of the intermediate representation take: bytes of bytecode, constants, slots. The
 * bytes are the sum of what the emitters declare for what they emit. Reads the intermediate
 * representation and never changes it; knows nothing of where a function is cut.
 */
@NullMarked
package dev.kiln.compiler.measure;

import org.jspecify.annotations.NullMarked;
