internal import COneDNN

/// The primitive that sums a convolution's weight gradient, and the sums over its uses.
final class BackwardWeightsPass {
  private let shape: ConvolutionShape
  private let gradient: BlockedWeights
  private let primitive: Primitive
  private let source: dnnl_memory_t
  private let destinationGradient: dnnl_memory_t
  private let weightGradient: dnnl_memory_t
  private let bias: (memory: dnnl_memory_t, buffer: AlignedBuffer)?
  private let sums: AlignedBuffer
  private let biasSums: AlignedBuffer
  private let plain: AlignedBuffer
  private var isEmpty = true

  init(
    _ shape: ConvolutionShape, bias hasBias: Bool, _ forward: dnnl_primitive_desc_t,
    _ stream: dnnl_stream_t
  ) {
    self.shape = shape
    var layouts = ConvolutionLayouts(shape)
    let (strides, before, after) = layouts.geometry
    var operation = dnnl_convolution_desc_t()
    withUnsafePointer(to: &layouts.bias) { biasLayout in
      OneDNN.check(
        dnnl_convolution_backward_weights_desc_init(
          &operation, dnnl_convolution_direct, &layouts.source, &layouts.weights,
          hasBias ? biasLayout : nil, &layouts.destination, strides, before, after),
        "describe a convolution's weight gradient for \(shape)")
    }
    let descriptor = OneDNN.backwardDescriptor(&operation, hint: forward)
    let layout = Primitive.memory(descriptor, dnnl_query_diff_weights_md)
    gradient = BlockedWeights(layout, shape: shape, intoBlocked: false, stream)
    primitive = Primitive(descriptor: descriptor, stream: stream)
    source = primitive.bind(DNNL_ARG_SRC, OneDNN.makeMemory(layouts.source))
    destinationGradient = primitive.bind(
      DNNL_ARG_DIFF_DST, OneDNN.makeMemory(layouts.destination))
    weightGradient = primitive.bind(DNNL_ARG_DIFF_WEIGHTS, OneDNN.makeMemory(layout))
    sums = AlignedBuffer(count: gradient.buffer.count)
    plain = AlignedBuffer(count: shape.weightCount)
    biasSums = AlignedBuffer(count: shape.outputs)
    if hasBias {
      let memory = primitive.bind(DNNL_ARG_DIFF_BIAS, OneDNN.makeMemory(layouts.bias))
      bias = (memory, AlignedBuffer(count: shape.outputs))
    } else {
      bias = nil
    }
  }

  func accumulate(
    source: UnsafePointer<Float>, destinationGradient: UnsafePointer<Float>
  ) {
    OneDNN.setHandle(self.source, source)
    OneDNN.setHandle(self.destinationGradient, destinationGradient)
    // The first use is written in place of the sums; later ones are added to them.
    OneDNN.setHandle(weightGradient, isEmpty ? gradient.buffer.pointer : sums.pointer)
    if let bias {
      OneDNN.setHandle(bias.memory, isEmpty ? biasSums.pointer : bias.buffer.pointer)
    }
    primitive.run()
    if !isEmpty {
      VectorKernels.add(sums.pointer, into: gradient.buffer.pointer, count: sums.count)
      if let bias {
        VectorKernels.add(bias.buffer.pointer, into: biasSums.pointer, count: shape.outputs)
      }
    }
    isEmpty = false
  }

  func flush(
    into weights: UnsafeMutablePointer<Float>, bias biasGradient: UnsafeMutablePointer<Float>?
  ) {
    guard !isEmpty else { return }
    gradient.store(into: plain.pointer)
    VectorKernels.add(plain.pointer, into: weights, count: shape.weightCount)
    if bias != nil, let biasGradient {
      VectorKernels.add(biasSums.pointer, into: biasGradient, count: shape.outputs)
    }
    isEmpty = true
  }
}
