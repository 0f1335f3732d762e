/// One number or eight at a time: what the transforms of a tile are written for.
protocol Lane {
  static var width: Int { get }
  static func load(_ source: UnsafePointer<Float>) -> Self
  func store(_ target: UnsafeMutablePointer<Float>)
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Float) -> Self
}

extension SIMD8<Float>: Lane {
  static var width: Int { 8 }

  @inline(__always)
  static func load(_ source: UnsafePointer<Float>) -> Self {
    UnsafeRawPointer(source).loadUnaligned(as: Self.self)
  }

  @inline(__always)
  func store(_ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: self, as: Self.self)
  }
}

extension Float: Lane {
  static var width: Int { 1 }

  @inline(__always)
  static func load(_ source: UnsafePointer<Float>) -> Self { source.pointee }

  @inline(__always)
  func store(_ target: UnsafeMutablePointer<Float>) { target.pointee = self }
}

/// The linear maps of F(2x2, 3x3), and their transposes for the gradients.
///
/// With `B' d B` of a 4x4 piece of the source, `G g G'` of the kernel and `A' m A` of their
/// elementwise products summed over channels, a 2x2 piece of the convolution takes 16 products
/// instead of 36. Source: Lavin and Gray, *Fast algorithms for convolutional neural networks*
/// (2016).
enum WinogradTransforms {
  typealias Four<Value> = (Value, Value, Value, Value)
  typealias Source = UnsafePointer<Float>
  typealias Target = UnsafeMutablePointer<Float>

  /// `B' x`.
  @inline(__always)
  static func source<L: Lane>(_ x: Four<L>) -> Four<L> {
    (x.0 - x.2, x.1 + x.2, x.2 - x.1, x.1 - x.3)
  }

  /// `B x`.
  @inline(__always)
  static func sourceTransposed<L: Lane>(_ x: Four<L>) -> Four<L> {
    (x.0, x.1 - x.2 + x.3, x.1 + x.2 - x.0, x.3 * -1)
  }

  /// `A' x`.
  @inline(__always)
  static func result<L: Lane>(_ x: Four<L>) -> (L, L) {
    (x.0 + x.1 + x.2, x.1 - x.2 - x.3)
  }

  /// `A x`.
  @inline(__always)
  static func resultTransposed<L: Lane>(_ x: (L, L)) -> Four<L> {
    (x.0, x.0 + x.1, x.0 - x.1, x.1 * -1)
  }

  /// `G x`.
  @inline(__always)
  static func kernel<L: Lane>(_ x: (L, L, L)) -> Four<L> {
    let ends = x.0 + x.2
    return (x.0, (ends + x.1) * 0.5, (ends - x.1) * 0.5, x.2)
  }

  /// `G' x`.
  @inline(__always)
  static func kernelTransposed<L: Lane>(_ x: Four<L>) -> (L, L, L) {
    let half = (x.1 + x.2) * 0.5
    return (x.0 + half, (x.1 - x.2) * 0.5, half + x.3)
  }

  /// Eight channels at a time, then one at a time.
  @inline(__always)
  static func forEachLane(
    _ channels: Int, wide: (Int) -> Void, narrow: (Int) -> Void
  ) {
    var channel = 0
    while channel &+ 8 <= channels {
      wide(channel)
      channel &+= 8
    }
    while channel < channels {
      narrow(channel)
      channel &+= 1
    }
  }

  /// From a tile's sixteen places to sixteen numbers `step` apart.
  @inline(__always)
  static func transformSource<L: Lane>(
    _ places: UnsafePointer<Source>, _ channel: Int, _ target: Target, _ step: Int, _: L.Type
  ) {
    @inline(__always) func at(_ index: Int) -> L { L.load(places[index] + channel) }
    let a = source((at(0), at(4), at(8), at(12)))
    let b = source((at(1), at(5), at(9), at(13)))
    let c = source((at(2), at(6), at(10), at(14)))
    let d = source((at(3), at(7), at(11), at(15)))
    let to = target + channel
    store(source((a.0, b.0, c.0, d.0)), to, step)
    store(source((a.1, b.1, c.1, d.1)), to + 4 * step, step)
    store(source((a.2, b.2, c.2, d.2)), to + 8 * step, step)
    store(source((a.3, b.3, c.3, d.3)), to + 12 * step, step)
  }

  /// Adds to a tile's sixteen places what sixteen numbers `step` apart mean for them.
  @inline(__always)
  static func addSourceGradient<L: Lane>(
    _ gradient: Source, _ step: Int, _ places: UnsafePointer<Target>, _ channel: Int, _: L.Type
  ) {
    let from = gradient + channel
    let a = sourceTransposed(column(from, step, L.self))
    let b = sourceTransposed(column(from + step, step, L.self))
    let c = sourceTransposed(column(from + 2 * step, step, L.self))
    let d = sourceTransposed(column(from + 3 * step, step, L.self))
    add(sourceTransposed((a.0, b.0, c.0, d.0)), places, channel)
    add(sourceTransposed((a.1, b.1, c.1, d.1)), places + 4, channel)
    add(sourceTransposed((a.2, b.2, c.2, d.2)), places + 8, channel)
    add(sourceTransposed((a.3, b.3, c.3, d.3)), places + 12, channel)
  }

  /// From sixteen numbers `step` apart to a tile's four results.
  @inline(__always)
  static func transformResult<L: Lane>(
    _ products: Source, _ step: Int, _ places: UnsafePointer<Target>, _ channel: Int, _: L.Type
  ) {
    let from = products + channel
    let a = result(column(from, step, L.self))
    let b = result(column(from + step, step, L.self))
    let c = result(column(from + 2 * step, step, L.self))
    let d = result(column(from + 3 * step, step, L.self))
    let (first, second) = (result((a.0, b.0, c.0, d.0)), result((a.1, b.1, c.1, d.1)))
    first.0.store(places[0] + channel)
    first.1.store(places[1] + channel)
    second.0.store(places[2] + channel)
    second.1.store(places[3] + channel)
  }

  /// From the gradients of a tile's four results to sixteen numbers `step` apart.
  @inline(__always)
  static func transformResultGradient<L: Lane>(
    _ places: UnsafePointer<Source>, _ channel: Int, _ target: Target, _ step: Int, _: L.Type
  ) {
    @inline(__always) func at(_ index: Int) -> L { L.load(places[index] + channel) }
    let a = resultTransposed((at(0), at(2)))
    let b = resultTransposed((at(1), at(3)))
    let to = target + channel
    store(resultTransposed((a.0, b.0)), to, step)
    store(resultTransposed((a.1, b.1)), to + 4 * step, step)
    store(resultTransposed((a.2, b.2)), to + 8 * step, step)
    store(resultTransposed((a.3, b.3)), to + 12 * step, step)
  }

  /// From nine taps `tap` apart to sixteen numbers `step` apart.
  @inline(__always)
  static func transformKernel<L: Lane>(
    _ taps: Source, _ tap: Int, _ target: Target, _ step: Int, _: L.Type
  ) {
    @inline(__always) func at(_ index: Int) -> L { L.load(taps + index * tap) }
    let a = kernel((at(0), at(3), at(6)))
    let b = kernel((at(1), at(4), at(7)))
    let c = kernel((at(2), at(5), at(8)))
    store(kernel((a.0, b.0, c.0)), target, step)
    store(kernel((a.1, b.1, c.1)), target + 4 * step, step)
    store(kernel((a.2, b.2, c.2)), target + 8 * step, step)
    store(kernel((a.3, b.3, c.3)), target + 12 * step, step)
  }

  /// Adds to nine taps `tap` apart what sixteen numbers `step` apart mean for them.
  @inline(__always)
  static func addKernelGradient<L: Lane>(
    _ gradient: Source, _ step: Int, _ taps: Target, _ tap: Int, _: L.Type
  ) {
    let a = kernelTransposed(column(gradient, step, L.self))
    let b = kernelTransposed(column(gradient + step, step, L.self))
    let c = kernelTransposed(column(gradient + 2 * step, step, L.self))
    let d = kernelTransposed(column(gradient + 3 * step, step, L.self))
    @inline(__always) func add(_ row: (L, L, L), _ to: Target) {
      (L.load(to) + row.0).store(to)
      (L.load(to + tap) + row.1).store(to + tap)
      (L.load(to + 2 * tap) + row.2).store(to + 2 * tap)
    }
    add(kernelTransposed((a.0, b.0, c.0, d.0)), taps)
    add(kernelTransposed((a.1, b.1, c.1, d.1)), taps + 3 * tap)
    add(kernelTransposed((a.2, b.2, c.2, d.2)), taps + 6 * tap)
  }

  /// Four of sixteen numbers, a row apart.
  @inline(__always)
  private static func column<L: Lane>(_ from: Source, _ step: Int, _: L.Type) -> Four<L> {
    (
      L.load(from), L.load(from + 4 * step), L.load(from + 8 * step), L.load(from + 12 * step)
    )
  }

  @inline(__always)
  private static func store<L: Lane>(_ row: Four<L>, _ target: Target, _ step: Int) {
    row.0.store(target)
    row.1.store(target + step)
    row.2.store(target + 2 * step)
    row.3.store(target + 3 * step)
  }

  @inline(__always)
  private static func add<L: Lane>(
    _ row: Four<L>, _ places: UnsafePointer<Target>, _ channel: Int
  ) {
    (L.load(places[0] + channel) + row.0).store(places[0] + channel)
    (L.load(places[1] + channel) + row.1).store(places[1] + channel)
    (L.load(places[2] + channel) + row.2).store(places[2] + channel)
    (L.load(places[3] + channel) + row.3).store(places[3] + channel)
  }
}
