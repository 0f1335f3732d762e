package import LinearAlgebra

/// Pictures of a grid with coloured squares, and how many of them are red: a task for a classifier
/// of images, which plans nothing.
///
/// The input is `[row, column, light]` with red, green and blue light; the answer is the number of
/// red squares, drawn uniformly from `0...largest`. The others are of six colours, three of which
/// have red light in them too, and their number is drawn independently of the answer, so that
/// neither the sum of red light nor the number of squares tells it.
package struct CountingTask: SampleTask, Equatable {
  /// The number of rows and of columns.
  package var side = 10
  /// The largest answer.
  package var largest = 5
  /// How many squares are of other colours, drawn uniformly.
  package var others = 0...5
  /// The standard deviation of normal errors of every number of the picture.
  package var noise = 0.0

  /// The light of each colour, red first.
  package static let colours: [(name: String, light: [Float])] = [
    ("red", [1, 0, 0]), ("green", [0, 1, 0]), ("blue", [0, 0, 1]), ("yellow", [1, 1, 0]),
    ("magenta", [1, 0, 1]), ("cyan", [0, 1, 1]), ("white", [1, 1, 1]),
  ]

  package init() {}

  package static let name = "counting"
  package static let settings = ["environment", "side", "largest", "others", "noise"]

  package var configuration: [String: String] {
    [
      "environment": Self.name, "side": "\(side)", "largest": "\(largest)",
      "others": SettingText.text(of: others), "noise": "\(noise)",
    ]
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    try reader.whole("side", into: &side)
    try reader.whole("largest", into: &largest)
    let allowed = "a number or a range such as 0...2"
    others = try reader.value("others", allowed: allowed, SettingText.range) ?? others
    try reader.number("noise", into: &noise)
    try EnvironmentError.check("side", side, in: 2...64)
    try EnvironmentError.check("largest", largest, in: 1...side * side)
    try EnvironmentError.check("others", others.lowerBound, in: 0...side * side - largest)
    try EnvironmentError.check("others", others.upperBound, in: 0...side * side - largest)
    try EnvironmentError.check("noise", noise, in: 0...1)
  }

  package var observationShape: ObservationShape {
    ObservationShape(rows: side, columns: side, planes: 3)
  }

  /// Noise has no bounds.
  package var observationRange: ClosedRange<Float> {
    noise > 0 ? -.infinity ... .infinity : 0...1
  }

  /// One for each answer.
  package var outputCount: Int { largest + 1 }

  package var targetKind: SampleTarget { .oneClass }

  package var readCell: Int { 0 }

  package func write(
    sampleDrawnFrom random: RandomStream, input: UnsafeMutableBufferPointer<Float>,
    target: UnsafeMutableBufferPointer<Float>
  ) {
    var random = random
    precondition(
      input.count == observationShape.count && target.count == 1,
      "A picture needs \(observationShape.count) numbers and one for its answer.")
    let red = random.below(outputCount)
    let count = red + others.lowerBound + random.below(others.count)
    input.update(repeating: 0)
    var places = Array(0..<side * side)
    for index in 0..<count {
      places.swapAt(index, index + random.below(places.count - index))
      let colour = index < red ? 0 : 1 + random.below(Self.colours.count - 1)
      for plane in 0..<3 {
        input[3 * places[index] + plane] = Self.colours[colour].light[plane]
      }
    }
    if noise > 0 {
      for index in input.indices { input[index] += Float(noise * random.normal()) }
    }
    target[0] = Float(red)
  }
}
