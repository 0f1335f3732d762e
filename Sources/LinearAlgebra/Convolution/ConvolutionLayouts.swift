internal import COneDNN

/// The descriptors of a convolution's arrays: plain activations, weights as oneDNN likes.
struct ConvolutionLayouts {
  var source: dnnl_memory_desc_t
  var destination: dnnl_memory_desc_t
  var weights: dnnl_memory_desc_t
  var bias: dnnl_memory_desc_t
  /// Strides and the padding before and after, one number an axis of the image.
  let geometry: (strides: [Int64], before: [Int64], after: [Int64])

  init(_ shape: ConvolutionShape) {
    source = OneDNN.descriptor(
      [shape.batch, shape.inputs, shape.rows, shape.columns], dnnl_nhwc)
    destination = OneDNN.descriptor(
      [shape.batch, shape.outputs, shape.rows, shape.columns], dnnl_nhwc)
    weights = OneDNN.descriptor(
      [shape.outputs, shape.inputs, shape.kernel, shape.kernel], dnnl_format_tag_any)
    bias = OneDNN.descriptor([shape.outputs], dnnl_a)
    let (before, after) = (Int64(shape.paddingBefore), Int64(shape.paddingAfter))
    geometry = ([1, 1], [before, before], [after, after])
  }
}
