package dev.kiln.compiler.slots;

/**
 * Where the variables of a method are.
 *
 * @param slots JVM slots by variable id
 * @param instance the slot of the instance
 * @param next the first free slot
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record SlotAssignment(int[] slots, int instance, int next) {}
