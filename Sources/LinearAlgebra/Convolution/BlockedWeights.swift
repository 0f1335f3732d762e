internal import COneDNN

/// Weights in the layout that a primitive asks for, with the reorders from and to the plain one.
final class BlockedWeights {
  let descriptor: dnnl_memory_desc_t
  private let memory: dnnl_memory_t
  let buffer: AlignedBuffer
  private let plain: dnnl_memory_t
  private let reorder: dnnl_primitive_t
  private let stream: dnnl_stream_t
  private let intoBlocked: Bool

  /// - Parameter intoBlocked: whether ``load(_:)`` or ``store(into:)`` is to be used.
  init(
    _ descriptor: dnnl_memory_desc_t, shape: ConvolutionShape, intoBlocked: Bool,
    _ stream: dnnl_stream_t
  ) {
    self.stream = stream
    self.intoBlocked = intoBlocked
    self.descriptor = descriptor
    memory = OneDNN.makeMemory(descriptor)
    buffer = AlignedBuffer(count: OneDNN.size(descriptor) / MemoryLayout<Float>.stride)
    OneDNN.setHandle(memory, buffer.pointer)
    var blocked = descriptor
    var flat = OneDNN.descriptor(
      [shape.outputs, shape.inputs, shape.kernel, shape.kernel], dnnl_hwio)
    plain = OneDNN.makeMemory(flat)
    var reorderDescriptor: dnnl_primitive_desc_t?
    let engine = OneDNN.engine
    OneDNN.check(
      intoBlocked
        ? dnnl_reorder_primitive_desc_create(
          &reorderDescriptor, &flat, engine, &blocked, engine, nil)
        : dnnl_reorder_primitive_desc_create(
          &reorderDescriptor, &blocked, engine, &flat, engine, nil),
      "describe a reorder of weights")
    var reorder: dnnl_primitive_t?
    OneDNN.check(dnnl_primitive_create(&reorder, reorderDescriptor), "create a reorder")
    dnnl_primitive_desc_destroy(reorderDescriptor)
    self.reorder = OneDNN.unwrap(reorder)
  }

  deinit {
    dnnl_primitive_destroy(reorder)
    dnnl_memory_destroy(plain)
    dnnl_memory_destroy(memory)
  }

  /// Fills the blocked copy from plain weights.
  func load(_ weights: UnsafePointer<Float>) {
    precondition(intoBlocked, "These weights are written out, not read in.")
    run(weights)
  }

  /// Writes the blocked weights out in the plain layout.
  func store(into weights: UnsafeMutablePointer<Float>) {
    precondition(!intoBlocked, "These weights are read in, not written out.")
    run(weights)
  }

  private func run(_ pointer: UnsafePointer<Float>) {
    OneDNN.setHandle(plain, pointer)
    let arguments = [
      dnnl_exec_arg_t(arg: DNNL_ARG_SRC, memory: intoBlocked ? plain : memory),
      dnnl_exec_arg_t(arg: DNNL_ARG_DST, memory: intoBlocked ? memory : plain),
    ]
    OneDNN.check(dnnl_primitive_execute(reorder, stream, 2, arguments), "reorder weights")
  }
}
