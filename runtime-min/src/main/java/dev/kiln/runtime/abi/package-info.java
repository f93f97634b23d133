/**
 * The binary interface between compiled modules and the runtime. Not for applications.
 *
 * <p>Everything here is called, subclassed or read by class files that the compiler emitted,
 * perhaps years ago: a signature that changes needs a new {@link dev.kiln.runtime.abi.Abi#VERSION}.
 * Fields are public because a compiled access must be a plain {@code getfield}; only the runtime
 * writes them.
 */
@NullMarked
package dev.kiln.runtime.abi;

import org.jspecify.annotations.NullMarked;
