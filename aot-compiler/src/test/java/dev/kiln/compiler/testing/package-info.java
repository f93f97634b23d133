/**
 * What the tests of all modules share, and the benchmarks: an assembler of the text format, writers
 * of the binary format for large and for malformed modules, compiled modules loaded and verified,
 * and an evaluator of wasm that knows nothing of the compiler. Uses the opcode table and the module
 * model; no test lives here, and no test library is used. Other modules get it as this module's
 * {@code test-jar}, which is built without tests too.
 */
package dev.kiln.compiler.testing;
