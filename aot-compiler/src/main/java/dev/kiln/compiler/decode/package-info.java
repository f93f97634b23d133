/**
 * From bytes to the module model (specification chapter 5): one class for each section.
 *
 * <p>The decoder finds everything that is malformed, function bodies included, then refuses modules
 * that use a proposal which is not compiled. It judges no validity: indices and types may be wrong
 * in what it returns.
 */
@NullMarked
package dev.kiln.compiler.decode;

import org.jspecify.annotations.NullMarked;
