/**
 * What the commands share: options, JMH, other processes, and the machine. Knows neither what is
 * measured nor the commands.
 */
@NullMarked
package dev.kiln.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
