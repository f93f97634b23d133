/**
 * What the compiler's tests share: an assembler for small modules, compiled modules loaded and
 * verified, and an evaluator of wasm that knows nothing of the compiler. Uses the opcode table and
 * the module model; no test lives here.
 */
package dev.kiln.compiler.testing;
