/**
 * The {@code kiln} command: one class per sub-command, and what they share. Every failure is one
 * line on standard error and an exit code. Below a trap are the functions that were running.
 * Libraries must not depend on this package.
 */
@NullMarked
package dev.kiln.cli;

import org.jspecify.annotations.NullMarked;
