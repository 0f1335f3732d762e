package import LinearAlgebra
internal import Statistics

extension SumFamily {
  /// What each set measures against itself: random halves of its columns, on the same rows,
  /// averaged over halvings; by measure, then set.
  ///
  /// Levels cannot be halved here, since the rows of the halves would not correspond.
  func ceilings(using random: inout RandomStream) throws -> [[Double?]] {
    var found = [[[Double]]](
      repeating: [[Double]](repeating: [], count: sets.count), count: measures.count)
    for _ in 0..<settings.halvings {
      for set in sets.indices where sets[set].columns >= 2 {
        let order = random.permutation(sets[set].columns)
        let half = order.count / 2
        let parts = [
          sets[set].selectingColumns(order[..<half].sorted()),
          sets[set].selectingColumns(order[half...].sorted()),
        ]
        for (index, value) in try figures(parts).enumerated() {
          if let value { found[index][set].append(value) }
        }
      }
    }
    return found.map { sets in
      sets.map { $0.count == settings.halvings && !$0.isEmpty ? Sample.mean($0) : nil }
    }
  }

  /// The figures of two sets, without intervals.
  private func figures(_ pair: [Matrix<Float>]) throws -> [Double?] {
    let family = try SumFamily(pair, plan, settings, measures, names: ["", ""])
    let packed = family.packed([(0, plan.groups), (1, plan.groups)])
    let moments = [packed.moments(0), packed.moments(1)]
    let groups = packed.pair(0, moments[0], 1, moments[1])
    let figures = PairFigures(
      groups: groups, total: .total(groups), settings: settings,
      first: [PairMoments(SetMoments.total(moments[0])).debiasedDependence()],
      second: [PairMoments(SetMoments.total(moments[1])).debiasedDependence()])
    return measures.map { figures.figure($0).value }
  }

  /// The sets without their first principal component.
  func withoutFirstComponents() throws -> [Matrix<Float>] {
    let all = plan.groups.flatMap { $0 }
    let packed = self.packed(sets.indices.map { ($0, [all]) })
    return try sets.indices.map { set in
      let eigen = try SymmetricEigen(packed.moments(set)[0].scatter)
      return sets[set].without(
        direction: eigen.vectors.column(eigen.values.count - 1).map { Float($0) },
        reference: surveys[set].means)
    }
  }
}

extension Matrix where Scalar == Float {
  /// The given columns, in that order.
  package func selectingColumns(_ selected: [Int]) -> Matrix {
    var result = Matrix(rows: rows, columns: selected.count)
    result.elements.withUnsafeMutableBufferPointer { result in
      elements.withUnsafeBufferPointer { source in
        for row in 0..<rows {
          for (place, column) in selected.enumerated() {
            result[row * selected.count + place] = source[row * columns + column]
          }
        }
      }
    }
    return result
  }

  /// Each row about the reference, without its part along a unit vector.
  func without(direction: [Float], reference: [Float]) -> Matrix {
    var result = self
    result.elements.withUnsafeMutableBufferPointer { result in
      for row in 0..<rows {
        var along = 0.0
        for column in 0..<columns {
          result[row * columns + column] -= reference[column]
          along += Double(result[row * columns + column]) * Double(direction[column])
        }
        for column in 0..<columns {
          result[row * columns + column] -= Float(along) * direction[column]
        }
      }
    }
    return result
  }
}
