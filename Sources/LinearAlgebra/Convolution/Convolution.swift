internal import COneDNN

/// One convolution's oneDNN primitives, forward and backward, created once and kept.
///
/// Source and destination are plain `[batch, row, column, channel]`; the weights are given as
/// `[kernelRow, kernelColumn, input, output]` and are reordered once an update into the blocked
/// layout that oneDNN asks for. The addition of another array and a rectifier are fused into the
/// forward pass. Runs on the calling thread alone; an instance belongs to one thread at a time.
package final class Convolution {
  package let shape: ConvolutionShape
  package let hasBias: Bool
  package let hasAddend: Bool
  package let rectifies: Bool

  private let stream: dnnl_stream_t
  private let forwardDescriptor: dnnl_primitive_desc_t
  private let forwardPass: ForwardPass
  private lazy var dataPass = BackwardDataPass(self.shape, forwardDescriptor, stream)
  private lazy var weightsPass = BackwardWeightsPass(
    self.shape, bias: hasBias, forwardDescriptor, stream)

  /// Which update of the weights the blocked copies were made from.
  private var forwardStamp: UInt64?
  private var dataStamp: UInt64?

  package init(_ shape: ConvolutionShape, bias: Bool, addend: Bool, rectifies: Bool) {
    SingleThreadedLibraries.enforce()
    self.shape = shape
    hasBias = bias
    hasAddend = addend
    self.rectifies = rectifies
    stream = OneDNN.makeStream()
    forwardDescriptor = ForwardPass.descriptor(shape, bias: bias, addend: false, rectifies: false)
    forwardPass = ForwardPass(
      shape, bias: bias, addend: addend, rectifies: rectifies, stream)
  }

  deinit {
    dnnl_primitive_desc_destroy(forwardDescriptor)
    dnnl_stream_destroy(stream)
  }

  /// `destination = rectifier(source * weights + bias + addend)`.
  ///
  /// - Parameter stamp: changes whenever the weights do.
  package func forward(
    source: UnsafePointer<Float>, weights: UnsafePointer<Float>, stamp: UInt64,
    bias: UnsafePointer<Float>?, addend: UnsafePointer<Float>?,
    destination: UnsafeMutablePointer<Float>
  ) {
    if forwardStamp != stamp {
      forwardPass.weights.load(weights)
      forwardStamp = stamp
    }
    forwardPass.run(source: source, bias: bias, addend: addend, destination: destination)
  }

  /// Overwrites `sourceGradient` with the gradient that flows through to the source.
  package func backwardData(
    destinationGradient: UnsafePointer<Float>, weights: UnsafePointer<Float>, stamp: UInt64,
    sourceGradient: UnsafeMutablePointer<Float>
  ) {
    if dataStamp != stamp {
      dataPass.weights.load(weights)
      dataStamp = stamp
    }
    dataPass.run(destinationGradient: destinationGradient, sourceGradient: sourceGradient)
  }

  /// Adds the gradient of the weights (and the bias) to sums kept inside, in blocked layout.
  package func accumulateWeightGradient(
    source: UnsafePointer<Float>, destinationGradient: UnsafePointer<Float>
  ) {
    weightsPass.accumulate(source: source, destinationGradient: destinationGradient)
  }

  /// Adds the kept sums to the given gradients and empties them.
  package func flushWeightGradient(
    into weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>?
  ) {
    weightsPass.flush(into: weights, bias: bias)
  }
}
