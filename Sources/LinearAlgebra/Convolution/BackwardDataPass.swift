internal import COneDNN

/// The primitive that carries a convolution's gradient back to its source.
final class BackwardDataPass {
  let weights: BlockedWeights
  private let primitive: Primitive
  private let sourceGradient: dnnl_memory_t
  private let destinationGradient: dnnl_memory_t

  init(_ shape: ConvolutionShape, _ forward: dnnl_primitive_desc_t, _ stream: dnnl_stream_t) {
    var layouts = ConvolutionLayouts(shape)
    let (strides, before, after) = layouts.geometry
    var operation = dnnl_convolution_desc_t()
    OneDNN.check(
      dnnl_convolution_backward_data_desc_init(
        &operation, dnnl_convolution_direct, &layouts.source, &layouts.weights,
        &layouts.destination, strides, before, after),
      "describe a convolution's data gradient for \(shape)")
    let descriptor = OneDNN.backwardDescriptor(&operation, hint: forward)
    let layout = Primitive.memory(descriptor, dnnl_query_weights_md)
    weights = BlockedWeights(layout, shape: shape, intoBlocked: true, stream)
    primitive = Primitive(descriptor: descriptor, stream: stream)
    sourceGradient = primitive.bind(DNNL_ARG_DIFF_SRC, OneDNN.makeMemory(layouts.source))
    destinationGradient = primitive.bind(
      DNNL_ARG_DIFF_DST, OneDNN.makeMemory(layouts.destination))
    let blocked = primitive.bind(DNNL_ARG_WEIGHTS, OneDNN.makeMemory(layout))
    OneDNN.setHandle(blocked, weights.buffer.pointer)
  }

  func run(
    destinationGradient: UnsafePointer<Float>, sourceGradient: UnsafeMutablePointer<Float>
  ) {
    OneDNN.setHandle(self.destinationGradient, destinationGradient)
    OneDNN.setHandle(self.sourceGradient, sourceGradient)
    primitive.run()
  }
}

extension OneDNN {
  /// The descriptor of a backward primitive with scratch memory of ours; the caller owns it.
  static func backwardDescriptor(
    _ operation: inout dnnl_convolution_desc_t, hint: dnnl_primitive_desc_t
  ) -> dnnl_primitive_desc_t {
    var attributes: dnnl_primitive_attr_t?
    check(dnnl_primitive_attr_create(&attributes), "create attributes")
    check(
      dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
      "take charge of scratch memory")
    var descriptor: dnnl_primitive_desc_t?
    check(
      dnnl_primitive_desc_create(&descriptor, &operation, attributes, engine, hint),
      "find a kernel for a convolution's gradient")
    dnnl_primitive_attr_destroy(attributes)
    return unwrap(descriptor)
  }
}
