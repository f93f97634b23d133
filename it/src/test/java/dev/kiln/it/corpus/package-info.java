/** Real programs: compiled here, run in other JVMs by {@code CorpusExecutor}. */
@NullMarked
package dev.kiln.it.corpus;

import org.jspecify.annotations.NullMarked;
