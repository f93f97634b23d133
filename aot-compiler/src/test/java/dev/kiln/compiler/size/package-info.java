/** Functions and modules of any size: generated, compiled, run and compared with the evaluator. */
@NullMarked
package dev.kiln.compiler.size;

import org.jspecify.annotations.NullMarked;
