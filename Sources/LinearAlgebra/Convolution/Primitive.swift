internal import COneDNN

/// A oneDNN primitive with its scratch memory and its argument list.
final class Primitive {
  private let handle: dnnl_primitive_t
  private let stream: dnnl_stream_t
  private let scratch: AlignedBuffer
  private var arguments: [dnnl_exec_arg_t] = []

  /// Takes ownership of `descriptor`.
  init(descriptor: dnnl_primitive_desc_t, stream: dnnl_stream_t) {
    var handle: dnnl_primitive_t?
    OneDNN.check(dnnl_primitive_create(&handle, descriptor), "create a primitive")
    self.handle = OneDNN.unwrap(handle)
    self.stream = stream
    let needed = Self.memory(descriptor, dnnl_query_scratchpad_md)
    scratch = AlignedBuffer(count: OneDNN.size(needed) / MemoryLayout<Float>.stride + 1)
    let memory = OneDNN.makeMemory(needed)
    OneDNN.setHandle(memory, scratch.pointer)
    bind(DNNL_ARG_SCRATCHPAD, memory)
    OneDNN.check(dnnl_primitive_desc_destroy(descriptor), "release a descriptor")
  }

  /// The layout that the primitive asks for.
  static func memory(_ descriptor: dnnl_primitive_desc_t, _ query: dnnl_query_t)
    -> dnnl_memory_desc_t
  {
    guard let found = dnnl_primitive_desc_query_md(descriptor, query, 0) else {
      return dnnl_memory_desc_t()
    }
    return found.pointee
  }

  /// Adds an argument; the memory object belongs to the primitive from here on.
  @discardableResult
  func bind(_ argument: Int32, _ memory: dnnl_memory_t) -> dnnl_memory_t {
    arguments.append(dnnl_exec_arg_t(arg: argument, memory: memory))
    return memory
  }

  func run() {
    OneDNN.check(
      dnnl_primitive_execute(handle, stream, Int32(arguments.count), arguments),
      "run a primitive")
  }

  deinit {
    dnnl_primitive_destroy(handle)
    for argument in arguments { dnnl_memory_destroy(argument.memory) }
  }
}
