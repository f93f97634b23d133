/**
 * {@code embedding}: what calls between host and wasm, indirect calls and instances cost in each
 * engine. Knows the engines' APIs; measures with JMH.
 */
@NullMarked
package dev.kiln.benchmarks.embedding;

import org.jspecify.annotations.NullMarked;
