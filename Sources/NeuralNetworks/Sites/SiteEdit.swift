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
    /// Changes each sample by a function of what the network has computed there in this very run.
    ///
    /// The function is given the index of the sample within the batch of the run and its
    /// `[row, column, channel]`, which it may overwrite; what it does not write keeps every bit. It
    /// is called from several threads at once, once a sample and pass. It has no derivative, so a
    /// pass that carries gradients refuses it.
    case transform(@Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void)
  }

  package init(at site: Site, _ change: Change) {
    self.site = site
    self.change = change
  }

  /// The values of the edit; `nil` for a function.
  package var values: Tensor? {
    switch change {
    case .add(let values), .replace(let values), .replaceMarked(let values, _): values
    case .transform: nil
    }
  }

  /// The part of an edit that concerns the samples of one pass.
  package struct Slice: Sendable {
    package let edit: SiteEdit
    /// The first sample of the pass within the batch of the run.
    package let firstSample: Int
  }
}
