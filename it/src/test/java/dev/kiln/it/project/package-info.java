/**
 * The plugin in Maven projects as users have them, built by a Maven of their own with an empty
 * local repository, and what uses their jars: on the class path, the module path, in a fat jar,
 * under another class loader.
 */
@NullMarked
package dev.kiln.it.project;

import org.jspecify.annotations.NullMarked;
