/**
 * From the intermediate representation to class files, with {@code java.lang.classfile}. Which
 * instruction becomes which bytecode stands here and nowhere else; what the runtime offers to
 * compiled code is named in {@link dev.kiln.compiler.emit.Abi}. Output is deterministic to the
 * byte.
 */
@NullMarked
package dev.kiln.compiler.emit;

import org.jspecify.annotations.NullMarked;
