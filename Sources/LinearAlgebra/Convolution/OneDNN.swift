internal import COneDNN

/// The handful of oneDNN calls that the convolution and the products share.
enum OneDNN {
  nonisolated(unsafe) static let engine: dnnl_engine_t = {
    SingleThreadedLibraries.enforce()
    var engine: dnnl_engine_t?
    check(dnnl_engine_create(&engine, dnnl_cpu, 0), "create an engine")
    return unwrap(engine)
  }()

  /// A failure of a oneDNN call is a wrong argument of ours or a lack of memory.
  static func check(_ status: dnnl_status_t, _ action: String) {
    precondition(
      status == dnnl_success, "oneDNN could not \(action): status \(status.rawValue).")
  }

  static func unwrap<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("oneDNN reported success and returned nothing.") }
    return value
  }

  static func makeStream() -> dnnl_stream_t {
    var stream: dnnl_stream_t?
    check(
      dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue)),
      "create a stream")
    return unwrap(stream)
  }

  /// A single-precision descriptor in the given layout.
  static func descriptor(_ dimensions: [Int], _ tag: dnnl_format_tag_t) -> dnnl_memory_desc_t {
    var result = dnnl_memory_desc_t()
    let dims = dimensions.map(Int64.init)
    check(
      dnnl_memory_desc_init_by_tag(&result, Int32(dims.count), dims, dnnl_f32, tag),
      "describe an array of shape \(dimensions)")
    return result
  }

  /// A memory object without storage; its handle is set before each use.
  static func makeMemory(_ descriptor: dnnl_memory_desc_t) -> dnnl_memory_t {
    var memory: dnnl_memory_t?
    var descriptor = descriptor
    check(dnnl_memory_create(&memory, &descriptor, engine, nil), "create a memory object")
    return unwrap(memory)
  }

  static func setHandle(_ memory: dnnl_memory_t, _ pointer: UnsafeRawPointer) {
    check(
      dnnl_memory_set_data_handle(memory, UnsafeMutableRawPointer(mutating: pointer)),
      "attach storage")
  }

  static func size(_ descriptor: dnnl_memory_desc_t) -> Int {
    var descriptor = descriptor
    return dnnl_memory_desc_get_size(&descriptor)
  }
}
