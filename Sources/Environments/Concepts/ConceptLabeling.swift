/// The label functions behind the ``ConceptCatalogue``.
enum ConceptLabeling {
  /// The only optimal action at each free square without a thing; -1 at ties, at things and
  /// where no way leads.
  static func directions(_ paths: ShortestPaths?, in level: MazeLevel) -> ConceptLabels {
    var classes = [Int](repeating: -1, count: level.grid.count)
    guard let paths else { return .classes(classes) }
    for index in classes.indices where paths.distances[index] > 0 {
      let cell = level.grid.cell(index)
      guard level.object(at: cell) == nil else { continue }
      classes[index] = paths.uniqueAction(at: cell) ?? -1
    }
    return .classes(classes)
  }

  /// The number of steps, 0 at the goal; NaN where no way leads.
  static func distances(_ paths: ShortestPaths?, in level: MazeLevel) -> ConceptLabels {
    guard let paths else {
      return .values([Float](repeating: .nan, count: level.grid.count))
    }
    return .values(paths.distances.map { $0 < 0 ? .nan : Float($0) })
  }

  /// 1 at things that satisfy the condition, 0 at other free squares, -1 on walls.
  static func presence(
    in level: MazeLevel, _ condition: (PlacedObject) -> Bool
  ) -> ConceptLabels {
    var classes = level.grid.walls.map { $0 ? -1 : 0 }
    for object in level.objects where condition(object) {
      classes[level.grid.index(object.cell)] = 1
    }
    return .classes(classes)
  }

  /// 0 at free squares without a thing, else 1 + ``ObjectType/index``; -1 on walls.
  static func types(in level: MazeLevel) -> ConceptLabels {
    var classes = level.grid.walls.map { $0 ? -1 : 0 }
    for object in level.objects {
      classes[level.grid.index(object.cell)] = 1 + object.type.index
    }
    return .classes(classes)
  }
}
