/**
 * The examples' programs, as their own builds made them, on the oldest and the newest JDK. Their
 * classes are not on the class path; what they are made of is tested where they are.
 */
@NullMarked
package dev.kiln.it.examples;

import org.jspecify.annotations.NullMarked;
