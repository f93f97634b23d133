/**
 * The programs of the corpus and the options that choose among them. Reads {@code cases.json};
 * knows no engine and no command.
 */
@NullMarked
package dev.kiln.benchmarks.corpus;

import org.jspecify.annotations.NullMarked;
