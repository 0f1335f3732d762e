package import LinearAlgebra

/// A change made to the activation at a site while an agent runs.
package struct SiteEdit: Sendable {
  package let site: Site
  package let change: Change

  /// Values are `[batch, row, column, channel]` over the whole batch of the run.
  package enum Change: Sendable {
    /// Adds to every element; adding zero leaves every bit as it was.
    case add(Tensor)
    /// Puts new values in place of all.
    case replace(Tensor)
    /// Puts new values in place of those elements whose mark is set.
    case replaceMarked(Tensor, marks: [Bool])
  }

  package init(at site: Site, _ change: Change) {
    self.site = site
    self.change = change
  }

  package var values: Tensor {
    switch change {
    case .add(let values), .replace(let values), .replaceMarked(let values, _): values
    }
  }

  /// The part of an edit that concerns the samples of one pass.
  package struct Slice: Sendable {
    package let edit: SiteEdit
    /// The first sample of the pass within the batch of the run.
    package let firstSample: Int
  }
}
