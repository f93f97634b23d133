/**
 * What lowering and emission need to know of a whole module or function before they begin: who may
 * grow a memory, which functions become references, how large a method will be. Reads the model and
 * the intermediate representation; changes neither.
 */
@NullMarked
package dev.kiln.compiler.analyse;

import org.jspecify.annotations.NullMarked;
