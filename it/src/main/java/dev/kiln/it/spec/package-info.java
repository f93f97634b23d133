/**
 * Executes the official WebAssembly suite, compiled before, on whatever JVM this is (release 17).
 * The scripts are in a line format of their own, so that nothing but the runtime is needed here;
 * the tests write them. Does not know the compiler.
 */
@NullMarked
package dev.kiln.it.spec;

import org.jspecify.annotations.NullMarked;
