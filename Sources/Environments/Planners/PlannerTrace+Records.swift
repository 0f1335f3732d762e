extension BreadthFirstRecord {
  /// 1 at the squares found so far: `d <= t`.
  package var visitedTrace: PlannerTrace { trace { $0.visited.map { $0 ? 1 : 0 } } }

  /// The distance so far, `min(d, t)`: the steps to the source where they are known, the number of
  /// iterations where the square has not been found.
  package var distanceTrace: PlannerTrace {
    PlannerTrace(
      rows: rows, columns: columns,
      maps: iterations.enumerated().map { t, iteration in
        iteration.distances.map { Float($0 < 0 ? t : $0) }
      })
  }

  private func trace(_ map: (Iteration) -> [Float]) -> PlannerTrace {
    PlannerTrace(rows: rows, columns: columns, maps: iterations.map(map))
  }
}

extension ValueIterationRecord {
  /// `V_t`, with 0 on walls.
  package var valueTrace: PlannerTrace {
    PlannerTrace(
      rows: rows, columns: columns, maps: values.map { $0.map { $0.isNaN ? 0 : Float($0) } })
  }
}
