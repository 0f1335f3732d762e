import LinearAlgebra

/// The kept Winograd convolutions of a tape, and which of them hold sums of weight gradients.
final class WinogradKernels {
  /// A kernel holds the sums of its weights' gradients, so the parameters are part of what it is
  /// kept under.
  private struct Key: Hashable {
    let shape: WinogradConvolution.Shape
    let slots: [Int]
  }

  private var kernels: [Key: WinogradConvolution] = [:]
  private var touched: [(kernel: WinogradConvolution, weights: [Variable])] = []

  /// The kept convolution of so many sources with these parameters.
  func kernel(_ shape: WinogradConvolution.Shape, slots: [Int]) -> WinogradConvolution {
    let key = Key(shape: shape, slots: slots)
    if let known = kernels[key] { return known }
    let made = WinogradConvolution(shape)
    kernels[key] = made
    return made
  }

  /// Notes that a kernel holds sums of gradients for these parameters.
  func touch(_ kernel: WinogradConvolution, weights: [Variable]) {
    if !touched.contains(where: { $0.kernel === kernel }) { touched.append((kernel, weights)) }
  }

  /// Adds the kept sums to the gradients of the parameters.
  func flush(_ tape: Tape) {
    for (kernel, weights) in touched {
      kernel.flushWeightGradient(into: weights.map { tape[$0].gradient })
    }
    touched.removeAll(keepingCapacity: true)
  }

  /// Forgets what a pass that went no further has noted.
  func begin() { touched.removeAll(keepingCapacity: true) }
}
