/**
 * Code that the JVM has compiled: comparisons, and endless code that is stopped. The modules are
 * built and compiled here and run in other JVMs, by {@code HotExecutor} and {@code
 * InterruptExecutor}, which do not see the compiler.
 */
@NullMarked
package dev.kiln.it.hot;

import org.jspecify.annotations.NullMarked;
