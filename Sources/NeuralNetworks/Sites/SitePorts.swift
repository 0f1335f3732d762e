/// What a pass over a tape captures and edits at sites.
package struct SitePorts: Sendable {
  package var captures: Set<Site>
  package var edits: [SiteEdit]
  /// The first sample of the pass within the batch of the run.
  package var firstSample: Int
  /// The site whose activation, edits included, gradients are taken of. What is computed from it
  /// carries gradients, what it is computed from does not.
  package var leaf: Site?
  package internal(set) var captured: [Site: Variable] = [:]

  package init(
    captures: Set<Site> = [], edits: [SiteEdit] = [], firstSample: Int = 0, leaf: Site? = nil
  ) {
    self.captures = captures
    self.edits = edits
    self.firstSample = firstSample
    self.leaf = leaf
  }
}
