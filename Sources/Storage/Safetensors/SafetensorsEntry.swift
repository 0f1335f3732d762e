/// What the header of a safetensors file says of one tensor.
package struct SafetensorsEntry: Sendable, Equatable {
  package let name: String
  package let type: ElementType
  /// One number an axis; empty for a single number. An axis may be of length zero.
  package let shape: [Int]
  /// The tensor's bytes, counted from the end of the header.
  package let range: Range<Int>

  /// The number of elements.
  package var count: Int { range.count / type.size }

  /// The length of the first axis; one for a single number.
  package var rows: Int { shape.first ?? 1 }

  /// Elements an index of the first axis.
  package var elementsPerRow: Int { shape.dropFirst().reduce(1, *) }
}
