/**
 * The {@code kiln} command: one class per sub-command, and what they share. It talks to people:
 * every failure is one line on standard error and an exit code; below a trap stand the functions
 * that were running. Libraries must not depend on it.
 */
@NullMarked
package dev.kiln.cli;

import org.jspecify.annotations.NullMarked;
