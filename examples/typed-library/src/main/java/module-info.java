/** Formulas over named values. */
module dev.kiln.examples.formula {
  requires dev.kiln.runtime;

  exports dev.kiln.examples.formula;
}
