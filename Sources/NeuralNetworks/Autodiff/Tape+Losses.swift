import Foundation
import LinearAlgebra

extension Tape {
  /// `scale` times the sum over rows of `-log sum_{a in set} softmax(logits)_a`.
  ///
  /// - Parameters:
  ///   - logits: `[row, 1, 1, class]`, at most 31 classes.
  ///   - sets: a bit mask a row, not empty.
  package func setCrossEntropy(_ logits: Variable, sets: [Int32], scale: Float) -> Variable {
    let extent = self[logits].extent
    precondition(
      sets.count == extent.positions && extent.channels <= 31,
      "There are \(sets.count) class sets for logits of shape \(extent.array).")
    let range = indices.count..<(indices.count + sets.count)
    indices.append(contentsOf: sets)
    let result = append(
      .setCrossEntropy(logits, range, scale: scale), extent: .scalar, from: logits)
    var total = 0.0
    for (row, set) in sets.enumerated() {
      precondition(set != 0, "Row \(row) has an empty set of classes.")
      let values = self[logits].value + row * extent.channels
      total += Self.logSumExp(values, extent.channels, mask: ~0)
      total -= Self.logSumExp(values, extent.channels, mask: set)
    }
    self[result].value.pointee = Float(total) * scale
    return result
  }

  /// `scale` times the sum of squared differences of two arrays of one shape.
  package func squaredError(_ left: Variable, _ right: Variable, scale: Float) -> Variable {
    requireEqual(left, right, "compared")
    let result = append(
      .squaredError(left, right, scale: scale), extent: .scalar, from: left, right)
    let (a, b) = (self[left].value, self[right].value)
    var total = 0.0
    for index in 0..<self[left].extent.count {
      let difference = Double(a[index] - b[index])
      total += difference * difference
    }
    self[result].value.pointee = Float(total) * scale
    return result
  }

  /// The logarithm of the sum of exponentials over the classes of a mask.
  static func logSumExp(_ values: UnsafePointer<Float>, _ count: Int, mask: Int32) -> Double {
    var largest = -Float.infinity
    for index in 0..<count where mask & (1 << Int32(index)) != 0 {
      largest = max(largest, values[index])
    }
    guard largest.isFinite else { return Double(largest) }
    var sum = 0.0
    for index in 0..<count where mask & (1 << Int32(index)) != 0 {
      sum += exp(Double(values[index] - largest))
    }
    return Double(largest) + log(sum)
  }
}

extension GradientRules {
  static func setCrossEntropy(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .setCrossEntropy(let logits, let range, let scale) = node.operation else { return }
    let (classes, factor) = (tape[logits].extent.channels, gradient.pointee * scale)
    let (target, isFirst) = tape.gradientStorage(logits)
    if isFirst { target.update(repeating: 0, count: tape[logits].extent.count) }
    for (row, index) in range.enumerated() {
      let set = tape.indices[index]
      let values = tape[logits].value + row * classes
      let all = Tape.logSumExp(values, classes, mask: ~0)
      let within = Tape.logSumExp(values, classes, mask: set)
      for label in 0..<classes {
        var slope = exp(Double(values[label]) - all)
        if set & (1 << Int32(label)) != 0 { slope -= exp(Double(values[label]) - within) }
        target[row * classes + label] += factor * Float(slope)
      }
    }
  }

  static func squaredError(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .squaredError(let left, let right, let scale) = node.operation else { return }
    let (a, b) = (tape[left].value, tape[right].value)
    for (variable, sign) in [(left, Float(2)), (right, Float(-2))]
    where tape[variable].needsGradient {
      let factor = sign * scale * gradient.pointee
      let (target, isFirst) = tape.gradientStorage(variable)
      for index in 0..<tape[variable].extent.count {
        let slope = factor * (a[index] - b[index])
        target[index] = isFirst ? slope : target[index] + slope
      }
    }
  }
}
