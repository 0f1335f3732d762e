import LinearAlgebra

/// Gradients of a batch that do not depend on the number of threads.
///
/// The batch is cut into a fixed number of slices. Each is computed single-threaded on a tape of
/// its own, threads take slices, and the slices' gradients are added in index order.
package final class GradientEngine: @unchecked Sendable {
  /// The number of slices that a batch is cut into.
  package static let sliceCount = 4

  // Slice `i` alone touches `tapes[i]` and `buffers[i]`, and the pool joins its pieces.
  private let tapes: [Tape]
  private let buffers: [AlignedBuffer]
  private let layout: ParameterLayout

  package init(_ layout: ParameterLayout) {
    self.layout = layout
    tapes = (0..<Self.sliceCount).map { _ in Tape() }
    buffers = (0..<Self.sliceCount).map { _ in AlignedBuffer(count: layout.count) }
  }

  /// The sum of the slices' losses; the gradient of that sum is then at ``gradient``.
  ///
  /// - Parameter loss: records the loss of a slice, a single number, on the tape it is given; nil
  ///   for a slice without samples.
  package func evaluate(
    _ parameters: ParameterSet, loss: @Sendable (_ slice: Int, _ tape: Tape) -> Variable?
  ) -> Double {
    parameters.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return 0 }
      nonisolated(unsafe) let start = base
      let losses = Parallel.map(Self.sliceCount) { slice in
        let (tape, buffer) = (tapes[slice], buffers[slice])
        buffer.pointer.update(repeating: 0, count: buffer.count)
        tape.begin(layout: layout, parameters: start, gradients: buffer.pointer)
        guard let result = loss(slice, tape) else { return 0.0 }
        tape.backward(from: result)
        return Double(tape[result].value.pointee)
      }
      for slice in 1..<Self.sliceCount {
        VectorKernels.add(buffers[slice].pointer, into: buffers[0].pointer, count: layout.count)
      }
      return losses.reduce(0, +)
    }
  }

  /// The gradient of the last evaluation, laid out as the parameters.
  package var gradient: UnsafePointer<Float> { UnsafePointer(buffers[0].pointer) }

  /// The samples of a slice: as even as possible, the longer ones first.
  package static func samples(of slice: Int, in count: Int) -> Range<Int> {
    let (size, rest) = (count / sliceCount, count % sliceCount)
    let start = slice * size + min(slice, rest)
    return start..<(start + size + (slice < rest ? 1 : 0))
  }
}
