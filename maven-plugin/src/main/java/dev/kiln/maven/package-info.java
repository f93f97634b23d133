/**
 * The Maven plugin: Mojos that only take parameters and print, over services that know nothing of
 * Mojos. Everything here is release 17, because Maven may run on it; the compiler is not, so it is
 * touched by {@link dev.kiln.maven.CompilerLauncher} alone, in this JVM or in another.
 */
@NullMarked
package dev.kiln.maven;

import org.jspecify.annotations.NullMarked;
