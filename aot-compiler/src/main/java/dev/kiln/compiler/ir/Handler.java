package dev.kiln.compiler.ir;

import java.lang.constant.ClassDesc;

/**
 * Where control goes when a statement of a {@link Region} throws.
 *
 * <p>The label is outside the region, or at the start of a loop around it. The statements there may
 * read locals, and those temporaries that were assigned before the region began. Like all code that
 * cannot be reached, they are left out where no statement of the region may throw. The exception
 * itself is a value like any other: whether it has the right tag, and what it carries, is found by
 * the statements at the label.
 *
 * @param caught the class of the exceptions that are caught. An exception of another class goes to
 *     the next handler. Not a class of traps: only calls are taken to throw
 * @param label where control goes
 * @param exception the variable that receives the exception, whose carrier is {@code REF}
 */
public record Handler(ClassDesc caught, JumpLabel label, Var exception) {}
