/**
 * What the users of the compiler share with all its stages: the options, and the exception that
 * says what is wrong with a module. Knows no stage and no package of the compiler.
 */
@NullMarked
package dev.kiln.compiler.api;

import org.jspecify.annotations.NullMarked;
