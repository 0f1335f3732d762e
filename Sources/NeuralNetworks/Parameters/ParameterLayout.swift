/// The parameters of a network in a fixed order, each with a stable path and a place in one
/// flat buffer.
///
/// An architecture visits its parameters once, in order; the path is the checkpoint's key.
package struct ParameterLayout: Sendable {
  package struct Entry: Sendable {
    package let name: String
    /// As stored: `[kernelRow, kernelColumn, input, output]`, `[input, output]` or `[output]`.
    package let shape: [Int]
    package let offset: Int
    package let count: Int
    package let initializer: Initializer

    /// The shape as the tape sees it: leading extents of one.
    var extent: Extent {
      let padded = [Int](repeating: 1, count: 4 - shape.count) + shape
      return Extent(padded[0], padded[1], padded[2], padded[3])
    }
  }

  package private(set) var entries: [Entry] = []
  /// The length of the flat buffer, with the gaps that keep entries on cache lines.
  package private(set) var count = 0
  private var slots: [String: Int] = [:]

  package init() {}

  /// The number of parameters proper.
  package var parameterCount: Int { entries.reduce(0) { $0 + $1.count } }

  /// Adds a parameter at the end.
  ///
  /// - Precondition: the name is new and the shape has one to four extents.
  package mutating func add(_ name: String, _ shape: [Int], _ initializer: Initializer) {
    precondition(slots[name] == nil, "The layout already has a parameter named \(name).")
    precondition((1...4).contains(shape.count), "A parameter of shape \(shape) is not supported.")
    let size = shape.reduce(1, *)
    slots[name] = entries.count
    entries.append(
      Entry(name: name, shape: shape, offset: count, count: size, initializer: initializer))
    count += (size + 15) / 16 * 16
  }

  package func slot(named name: String) -> Int? { slots[name] }
}
