/// A 3x3 convolution, zero padded and of stride one, by Winograd's F(2x2, 3x3), forward and
/// backward: 16 products for four results instead of 36, in single precision throughout.
///
/// The sums are added up in another order than in ``Convolution`` and through differences of
/// inputs, which costs about a bit of accuracy. Several arrays may stand side by side as the source,
/// each with a kernel of its own. Samples are worked on a few at a time, so that what lies between
/// stays in the core's cache; how many depends on the shape alone. Runs on the calling thread; an
/// instance belongs to one thread at a time.
package final class WinogradConvolution {
  /// The extents; `inputs` are the channels of each source.
  package struct Shape: Hashable, Sendable {
    package let batch: Int
    package let rows: Int
    package let columns: Int
    package let inputs: [Int]
    package let outputs: Int

    package init(batch: Int, rows: Int, columns: Int, inputs: [Int], outputs: Int) {
      self.batch = batch
      self.rows = rows
      self.columns = columns
      self.inputs = inputs
      self.outputs = outputs
    }

    /// Channels of all sources together.
    package var width: Int { inputs.reduce(0, +) }
  }

  package let shape: Shape
  let tiles: WinogradTiles
  /// Samples that are worked on together.
  let samplesAChunk: Int
  /// The transformed kernels, `[16, input, output]`, and the sums of their gradients.
  let kernels: AlignedBuffer
  lazy var kernelGradients = AlignedBuffer(count: kernels.count)
  var hasKernelGradients = false
  /// The transformed sources `[16, tile, input]` and products `[16, tile, output]` of a chunk.
  let sources: AlignedBuffer
  let products: AlignedBuffer
  /// Stands for places outside of the map: zeros to read, and room to write what nobody reads.
  let outside: AlignedBuffer
  let nowhere: AlignedBuffer
  private var stamp: UInt64?
  private var multiplications: [Multiplication: BatchedProduct] = [:]

  /// About so many tiles make products that are long enough and short enough for the cache.
  private static let tilesAChunk = 64

  package init(_ shape: Shape) {
    self.shape = shape
    tiles = WinogradTiles(rows: shape.rows, columns: shape.columns)
    samplesAChunk = max(1, min(shape.batch, Self.tilesAChunk / max(tiles.count, 1)))
    let count = samplesAChunk * tiles.count
    kernels = AlignedBuffer(count: 16 * shape.width * shape.outputs)
    sources = AlignedBuffer(count: 16 * count * shape.width)
    products = AlignedBuffer(count: 16 * count * shape.outputs)
    outside = AlignedBuffer(count: max(shape.width, shape.outputs))
    nowhere = AlignedBuffer(count: max(shape.width, shape.outputs))
  }

  /// The ranges of samples that are worked on together, in order.
  var chunks: [Range<Int>] {
    stride(from: 0, to: shape.batch, by: samplesAChunk).map {
      $0..<min(shape.batch, $0 + samplesAChunk)
    }
  }

  /// The three kinds of products.
  enum Kind { case forward, source, kernel }

  private struct Multiplication: Hashable {
    let kind: Kind
    let tiles: Int
  }

  /// The product of a kind for so many tiles; made once.
  func multiplication(_ kind: Kind, tiles: Int) -> BatchedProduct {
    let key = Multiplication(kind: kind, tiles: tiles)
    if let known = multiplications[key] { return known }
    let (width, outputs) = (shape.width, shape.outputs)
    let product =
      switch kind {
      case .forward:
        BatchedProduct.Shape(count: 16, rows: tiles, inner: width, columns: outputs)
      case .source:
        BatchedProduct.Shape(
          count: 16, rows: tiles, inner: outputs, columns: width, right: .transposed)
      case .kernel:
        BatchedProduct.Shape(
          count: 16, rows: width, inner: tiles, columns: outputs, left: .transposed,
          accumulates: true)
      }
    let made = BatchedProduct(product)
    multiplications[key] = made
    return made
  }

  /// Transforms the kernels where they have changed.
  ///
  /// - Parameters:
  ///   - weights: one `[3, 3, input, output]` a source.
  ///   - stamp: changes whenever the weights do.
  package func load(_ weights: [UnsafePointer<Float>], stamp: UInt64) {
    guard self.stamp != stamp else { return }
    self.stamp = stamp
    let outputs = shape.outputs
    let step = shape.width * outputs
    var start = 0
    for (weights, inputs) in zip(weights, shape.inputs) {
      let tap = inputs * outputs
      let target = kernels.pointer + start
      WinogradTransforms.forEachLane(tap) {
        WinogradTransforms.transformKernel(
          weights + $0, tap, target + $0, step, SIMD8<Float>.self)
      } narrow: {
        WinogradTransforms.transformKernel(weights + $0, tap, target + $0, step, Float.self)
      }
      start += tap
    }
  }

  /// Adds the kept sums to the given gradients, one a source, and empties them.
  package func flushWeightGradient(into gradients: [UnsafeMutablePointer<Float>?]) {
    guard hasKernelGradients else { return }
    hasKernelGradients = false
    let outputs = shape.outputs
    let step = shape.width * outputs
    var start = 0
    for (gradient, inputs) in zip(gradients, shape.inputs) {
      let tap = inputs * outputs
      let from = UnsafePointer(kernelGradients.pointer + start)
      start += tap
      guard let gradient else { continue }
      WinogradTransforms.forEachLane(tap) {
        WinogradTransforms.addKernelGradient(
          from + $0, step, gradient + $0, tap, SIMD8<Float>.self)
      } narrow: {
        WinogradTransforms.addKernelGradient(from + $0, step, gradient + $0, tap, Float.self)
      }
    }
  }
}
