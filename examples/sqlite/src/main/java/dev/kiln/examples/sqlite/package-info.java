/**
 * A small Java API around SQLite's exports: the only place that knows its memory, its table of
 * function pointers and its constants.
 */
package dev.kiln.examples.sqlite;
