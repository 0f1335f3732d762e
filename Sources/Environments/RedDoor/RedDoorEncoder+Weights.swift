internal import LinearAlgebra

extension RedDoorEncoder {
  /// Weights of planes whose weighted sum is a value at things of each type, and 0 at empty squares;
  /// nil where there are none: in coloured light, and for values of shape and colour together where
  /// these have planes of their own.
  package func weights(_ value: (ObjectType) -> Float) -> [Float]? {
    var weights = [Float](repeating: 0, count: planes)
    switch encoding {
    case .mixed, .separate:
      // The codes are orthonormal: a type's own code weighs its planes to 1 there, and to 0 at others.
      for type in ObjectType.all {
        for plane in 0..<codes.columns {
          weights[Self.firstTypePlane + plane] += value(type) * codes[type.index, plane]
        }
      }
    case .shapeAndColour:
      let (shapes, colours) = (ObjectShape.allCases, ObjectColour.allCases)
      for shape in shapes {
        weights[Self.firstTypePlane + shape.rawValue] = value(ObjectType(.blue, shape))
      }
      for colour in colours {
        weights[Self.firstTypePlane + shapes.count + colour.rawValue] =
          value(ObjectType(colour, .key)) - value(ObjectType(.blue, .key))
      }
      let isSum = ObjectType.all.allSatisfy { type in
        weights[Self.firstTypePlane + type.shape.rawValue]
          + weights[Self.firstTypePlane + shapes.count + type.colour.rawValue] == value(type)
      }
      if !isSum { return nil }
    case .rgb: return nil
    }
    return weights
  }
}
