// Run by Rhino's shell, which is inside the same jar as veraPDF's classes: no compiler is needed.
// Prints one line a file and one line a failed rule; see tests/pdf_tools.py.
importPackage(org.verapdf.gf.foundry);
importPackage(org.verapdf.pdfa);

VeraGreenfieldFoundryProvider.initialise();
var flavour = Packages.org.verapdf.pdfa.flavours.PDFAFlavour.PDFUA_1;
for (var index = 0; index < arguments.length; index++) {
  var parser = Foundries.defaultInstance().createParser(new java.io.File(arguments[index]), flavour);
  var result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
  print("file\t" + arguments[index] + "\t" + result.isCompliant() + "\t" + result.getTotalAssertions());
  var failures = result.getTestAssertions().iterator();
  while (failures.hasNext()) {
    var failure = failures.next();
    print("failure\t" + failure.getRuleId().getClause() + "-" + failure.getRuleId().getTestNumber()
      + "\t" + failure.getMessage() + "\t" + failure.getLocation().getContext());
  }
  parser.close();
}
