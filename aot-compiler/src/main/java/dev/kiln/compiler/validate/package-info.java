/**
 * Validation (specification chapter 3 and appendix 7.3): whether a decoded module obeys the rules.
 *
 * <p>This package reads the module model and instructions. It changes nothing and does not know the
 * JVM. Later stages use {@link dev.kiln.compiler.validate.TypeRelation}, too.
 */
@NullMarked
package dev.kiln.compiler.validate;

import org.jspecify.annotations.NullMarked;
