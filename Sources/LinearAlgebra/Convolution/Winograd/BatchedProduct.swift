internal import COneDNN

/// A number of single-precision matrix products of one shape in one call, kept for many uses.
///
/// The matrices of each factor stand one after another without gaps.
final class BatchedProduct {
  /// The shape of each product, and how its factors are stored.
  struct Shape {
    let count: Int
    let rows: Int
    let inner: Int
    let columns: Int
    var left = Orientation.plain
    var right = Orientation.plain
    /// Whether the products are added to what stands in the result.
    var accumulates = false
  }

  private let primitive: Primitive
  private let stream: dnnl_stream_t
  private let left: dnnl_memory_t
  private let right: dnnl_memory_t
  private let result: dnnl_memory_t

  init(_ shape: Shape) {
    SingleThreadedLibraries.enforce()
    var left = Self.layout(shape.count, shape.rows, shape.inner, shape.left)
    var right = Self.layout(shape.count, shape.inner, shape.columns, shape.right)
    var result = Self.layout(shape.count, shape.rows, shape.columns, .plain)
    var operation = dnnl_matmul_desc_t()
    OneDNN.check(
      dnnl_matmul_desc_init(&operation, &left, &right, nil, &result), "describe \(shape)")
    var attributes: dnnl_primitive_attr_t?
    OneDNN.check(dnnl_primitive_attr_create(&attributes), "create attributes")
    OneDNN.check(
      dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
      "take charge of scratch memory")
    var operations: dnnl_post_ops_t?
    OneDNN.check(dnnl_post_ops_create(&operations), "create fused operations")
    if shape.accumulates {
      OneDNN.check(dnnl_post_ops_append_sum(operations, 1), "fuse a sum")
    }
    OneDNN.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "set fused operations")
    var descriptor: dnnl_primitive_desc_t?
    OneDNN.check(
      dnnl_primitive_desc_create(&descriptor, &operation, attributes, OneDNN.engine, nil),
      "find a kernel for \(shape)")
    dnnl_post_ops_destroy(operations)
    dnnl_primitive_attr_destroy(attributes)
    stream = OneDNN.makeStream()
    primitive = Primitive(descriptor: OneDNN.unwrap(descriptor), stream: stream)
    self.left = primitive.bind(DNNL_ARG_SRC, OneDNN.makeMemory(left))
    self.right = primitive.bind(DNNL_ARG_WEIGHTS, OneDNN.makeMemory(right))
    self.result = primitive.bind(DNNL_ARG_DST, OneDNN.makeMemory(result))
  }

  deinit { dnnl_stream_destroy(stream) }

  func run(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
    into result: UnsafeMutablePointer<Float>
  ) {
    OneDNN.setHandle(self.left, left)
    OneDNN.setHandle(self.right, right)
    OneDNN.setHandle(self.result, result)
    primitive.run()
  }

  private static func layout(
    _ count: Int, _ rows: Int, _ columns: Int, _ orientation: Orientation
  ) -> dnnl_memory_desc_t {
    let strides = orientation == .plain ? [rows * columns, columns, 1] : [rows * columns, 1, rows]
    var result = dnnl_memory_desc_t()
    OneDNN.check(
      dnnl_memory_desc_init_by_strides(
        &result, 3, [count, rows, columns].map(Int64.init), dnnl_f32, strides.map(Int64.init)),
      "describe \(count) matrices of \(rows) x \(columns)")
    return result
  }
}
