/**
 * Validation (specification chapter 3 and appendix 7.3): whether a decoded module obeys the rules.
 *
 * <p>Reads the module model and instructions, changes nothing, knows nothing of the JVM. {@link
 * dev.kiln.compiler.validate.TypeRelation} is also for those who lower valid modules.
 */
@NullMarked
package dev.kiln.compiler.validate;

import org.jspecify.annotations.NullMarked;
