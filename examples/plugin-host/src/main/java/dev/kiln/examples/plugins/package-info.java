/**
 * A host that runs modules it does not trust, each in a store of its own with a memory limit and a
 * deadline. What plugins may see of the host is here, and nothing else.
 */
package dev.kiln.examples.plugins;
