/// The extents of a convolution with stride one whose output is as large as its input
/// (zero padding of `kernel / 2` on each side).
package struct ConvolutionShape: Hashable, Sendable {
  package let batch: Int
  package let rows: Int
  package let columns: Int
  package let inputs: Int
  package let outputs: Int
  /// Side of the square kernel; odd.
  package let kernel: Int

  package init(batch: Int, rows: Int, columns: Int, inputs: Int, outputs: Int, kernel: Int) {
    precondition(kernel % 2 == 1, "A kernel of side \(kernel) has no centre; use an odd side.")
    self.batch = batch
    self.rows = rows
    self.columns = columns
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
  }

  package var inputCount: Int { batch * rows * columns * inputs }
  package var outputCount: Int { batch * rows * columns * outputs }
  package var weightCount: Int { kernel * kernel * inputs * outputs }

  /// What one forward pass multiplies and adds.
  package var floatingPointOperations: Int { 2 * weightCount * batch * rows * columns }
}
