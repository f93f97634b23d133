/**
 * What is known of a whole module before any function is lowered: who may grow a memory, which
 * functions become references, what an instance has fields for. Reads the model; knows no stage
 * after validation.
 */
@NullMarked
package dev.kiln.compiler.facts;

import org.jspecify.annotations.NullMarked;
