/**
 * Comparisons run hot: the module is built and compiled here, run in other JVMs by {@code
 * HotExecutor}.
 */
@NullMarked
package dev.kiln.it.hot;

import org.jspecify.annotations.NullMarked;
