/// What a Gram statistic was made from; two are merged only when these are equal.
package struct GramDescriptor: Sendable, Equatable, Codable {
  /// The reference point `mu0` that is subtracted from every row, one number a column.
  package let reference: [Double]
  /// The site and tick that the activations come from.
  package let site: String
  /// The digest of the checkpoint.
  package let checkpoint: String
  /// The digest of the definition of the labels.
  package let labelDefinition: String

  package init(
    reference: [Double], site: String = "", checkpoint: String = "", labelDefinition: String = ""
  ) {
    self.reference = reference
    self.site = site
    self.checkpoint = checkpoint
    self.labelDefinition = labelDefinition
  }

  /// The number of columns of a row.
  package var columns: Int { reference.count }
}
