/**
 * The official suite: compiled here once, executed in other JVMs by {@code SuiteExecutor}. Reads
 * the JSON scripts of both converters; knows nothing of how instances behave.
 */
@NullMarked
package dev.kiln.it.spec;

import org.jspecify.annotations.NullMarked;
