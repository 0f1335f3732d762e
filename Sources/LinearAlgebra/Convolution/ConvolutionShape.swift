/// The extents of a convolution with stride one whose output is as large as its input.
///
/// Zero padding of `(kernel - 1) / 2` before and `kernel / 2` after, which is the same for an odd
/// kernel and one less before for an even one ("SAME" in other libraries).
package struct ConvolutionShape: Hashable, Sendable {
  package let batch: Int
  package let rows: Int
  package let columns: Int
  package let inputs: Int
  package let outputs: Int
  /// Side of the square kernel.
  package let kernel: Int

  package init(batch: Int, rows: Int, columns: Int, inputs: Int, outputs: Int, kernel: Int) {
    precondition(kernel > 0, "A kernel of side \(kernel) sees nothing; use a side of one or more.")
    self.batch = batch
    self.rows = rows
    self.columns = columns
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
  }

  /// Rows above and columns left of the image that count as zero.
  package var paddingBefore: Int { (kernel - 1) / 2 }
  /// Rows below and columns right of the image that count as zero.
  package var paddingAfter: Int { kernel / 2 }

  package var inputCount: Int { batch * rows * columns * inputs }
  package var outputCount: Int { batch * rows * columns * outputs }
  package var weightCount: Int { kernel * kernel * inputs * outputs }

  /// What one forward pass multiplies and adds.
  package var floatingPointOperations: Int { 2 * weightCount * batch * rows * columns }
}
