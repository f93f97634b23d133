package dev.kiln.runtime;

/**
 * An import of a module.
 *
 * @param module the module name
 * @param name the item's name
 * @param type what is wanted
 */
public record ImportType(String module, String name, ExternType type) {}
