import Environments
import LinearAlgebra
import Testing

/// How many squares of each colour a picture without noise has; nil for a colour that is none.
private func colours(of picture: ArraySlice<Float>) -> [String: Int]? {
  var counts: [String: Int] = [:]
  for square in stride(from: picture.startIndex, to: picture.endIndex, by: 3) {
    let light = Array(picture[square..<square + 3])
    if light == [0, 0, 0] { continue }
    guard let colour = CountingTask.colours.first(where: { $0.light == light }) else { return nil }
    counts[colour.name, default: 0] += 1
  }
  return counts
}

@Test func theAnswerIsTheNumberOfRedSquares() throws {
  let task = try CountingTask(
    configuration: ["side": "6", "largest": "7", "others": "2...4"])
  let (pictures, answers) = task.samples(0..<2000, drawnFrom: RandomStream(seed: 70))
  var balance = [Int](repeating: 0, count: task.outputCount)
  var othersOf = [Double](repeating: 0, count: task.outputCount)
  var seen: Set<String> = []
  for sample in 0..<2000 {
    let size = task.observationShape.count
    let counts = try #require(
      colours(of: pictures.elements[sample * size..<(sample + 1) * size]))
    let red = counts["red"] ?? 0
    #expect(answers[sample, 0] == Float(red))
    let others = counts.values.reduce(0, +) - red
    #expect((2...4).contains(others))
    balance[red] += 1
    othersOf[red] += Double(others)
    seen.formUnion(counts.keys)
  }
  #expect(seen.count == 7)
  for red in 0...7 {
    // Each answer in one of eight, with three others in the mean whatever it is.
    #expect(abs(balance[red] - 250) < 4 * 15)
    #expect(abs(othersOf[red] / Double(balance[red]) - 3) < 4 * 0.82 / 14)
  }
}

@Test func noiseIsAddedToEveryNumber() throws {
  let plain = CountingTask().samples(0..<20, drawnFrom: RandomStream(seed: 71)).inputs.elements
  let noisy = try CountingTask(configuration: ["noise": "0.5"])
    .samples(0..<20, drawnFrom: RandomStream(seed: 71)).inputs.elements
  let differences = zip(plain, noisy).map { Double($1 - $0) }
  let count = Double(differences.count)
  let variance = differences.reduce(0) { $0 + $1 * $1 } / count
  #expect(abs(variance - 0.25) < 4 * 0.25 * (2 / count).squareRoot())
}
