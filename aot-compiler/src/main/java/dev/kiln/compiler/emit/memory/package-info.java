/**
 * How a linear memory lives in the JVM: what a method keeps of it in local variables, how it is
 * accessed, checked, grown and filled, and what all that takes. {@link MemoryCarriers} chooses by
 * the memory's type; whoever emits or measures asks the {@link MemoryCarrier}. Knows nothing of how
 * other instructions are emitted: {@link MethodSite} is all it needs of the method.
 */
@NullMarked
package dev.kiln.compiler.emit.memory;

import org.jspecify.annotations.NullMarked;
