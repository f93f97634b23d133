/**
 * From bytes to the module model (specification chapter 5): one class for each section.
 *
 * <p>The decoder finds everything that is malformed, function bodies included, then refuses modules
 * that need a proposal which is not compiled. It does not check validity: the module that it
 * returns may have wrong indices and types.
 */
@NullMarked
package dev.kiln.compiler.decode;

import org.jspecify.annotations.NullMarked;
