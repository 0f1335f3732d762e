internal import COneDNN

/// The forward primitive of a convolution, with its fused addition and rectifier.
final class ForwardPass {
  let weights: BlockedWeights
  private let primitive: Primitive
  private let source: dnnl_memory_t
  private let destination: dnnl_memory_t
  private let bias: dnnl_memory_t?
  private let addend: dnnl_memory_t?

  init(
    _ shape: ConvolutionShape, bias hasBias: Bool, addend hasAddend: Bool, rectifies: Bool,
    _ stream: dnnl_stream_t
  ) {
    let descriptor = Self.descriptor(
      shape, bias: hasBias, addend: hasAddend, rectifies: rectifies)
    weights = BlockedWeights(
      Primitive.memory(descriptor, dnnl_query_weights_md), shape: shape, intoBlocked: true, stream)
    primitive = Primitive(descriptor: descriptor, stream: stream)
    let layouts = ConvolutionLayouts(shape)
    source = primitive.bind(DNNL_ARG_SRC, OneDNN.makeMemory(layouts.source))
    destination = primitive.bind(DNNL_ARG_DST, OneDNN.makeMemory(layouts.destination))
    let blocked = OneDNN.makeMemory(weights.descriptor)
    OneDNN.setHandle(blocked, weights.buffer.pointer)
    primitive.bind(DNNL_ARG_WEIGHTS, blocked)
    bias = hasBias ? primitive.bind(DNNL_ARG_BIAS, OneDNN.makeMemory(layouts.bias)) : nil
    addend =
      hasAddend
      ? primitive.bind(ms_dnnl_post_op_source(0), OneDNN.makeMemory(layouts.destination)) : nil
  }

  func run(
    source: UnsafePointer<Float>, bias: UnsafePointer<Float>?, addend: UnsafePointer<Float>?,
    destination: UnsafeMutablePointer<Float>
  ) {
    precondition((bias == nil) == (self.bias == nil), "The bias given is not the one declared.")
    precondition(
      (addend == nil) == (self.addend == nil), "The addend given is not the one declared.")
    OneDNN.setHandle(self.source, source)
    OneDNN.setHandle(self.destination, destination)
    if let memory = self.bias, let bias { OneDNN.setHandle(memory, bias) }
    if let memory = self.addend, let addend { OneDNN.setHandle(memory, addend) }
    primitive.run()
  }

  /// The caller owns the result.
  static func descriptor(
    _ shape: ConvolutionShape, bias: Bool, addend: Bool, rectifies: Bool
  ) -> dnnl_primitive_desc_t {
    var layouts = ConvolutionLayouts(shape)
    let (strides, before, after) = layouts.geometry
    var operation = dnnl_convolution_desc_t()
    withUnsafePointer(to: &layouts.bias) { biasLayout in
      OneDNN.check(
        dnnl_convolution_forward_desc_init(
          &operation, dnnl_forward_training, dnnl_convolution_direct, &layouts.source,
          &layouts.weights, bias ? biasLayout : nil, &layouts.destination, strides, before,
          after),
        "describe a convolution of \(shape)")
    }
    var attributes: dnnl_primitive_attr_t?
    OneDNN.check(dnnl_primitive_attr_create(&attributes), "create attributes")
    OneDNN.check(
      dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
      "take charge of scratch memory")
    var operations: dnnl_post_ops_t?
    OneDNN.check(dnnl_post_ops_create(&operations), "create fused operations")
    if addend {
      OneDNN.check(
        dnnl_post_ops_append_binary(operations, dnnl_binary_add, &layouts.destination),
        "fuse an addition")
    }
    if rectifies {
      OneDNN.check(
        dnnl_post_ops_append_eltwise(operations, 1, dnnl_eltwise_relu, 0, 0), "fuse a rectifier")
    }
    OneDNN.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "set fused operations")
    var descriptor: dnnl_primitive_desc_t?
    OneDNN.check(
      dnnl_primitive_desc_create(&descriptor, &operation, attributes, OneDNN.engine, nil),
      "find a kernel for a convolution of \(shape)")
    dnnl_post_ops_destroy(operations)
    dnnl_primitive_attr_destroy(attributes)
    return OneDNN.unwrap(descriptor)
  }
}
