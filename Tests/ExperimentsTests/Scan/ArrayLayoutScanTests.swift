import Experiments
import LinearAlgebra
import Probing
import Statistics
import Storage
import TestSupport
import Testing

/// Maps of eight rows and eight columns whose channels are twice as many, in a layout, with a label
/// of each square.
private func convolution(_ layout: ArrayLayout, in path: String) throws {
  let (samples, channels, squares) = (60, 16, 64)
  var random = RandomStream(seed: 5)
  let labels = (0..<samples * squares).map { _ in random.below(2) }
  var elements = [Float](repeating: 0, count: samples * squares * channels)
  for sample in 0..<samples {
    for square in 0..<squares {
      for channel in 0..<channels {
        let value =
          Float(random.normal()) + (channel == 3 ? 3 * Float(labels[sample * 64 + square]) : 0)
        let place =
          layout == .channelsLast ? square * channels + channel : channel * squares + square
        elements[sample * squares * channels + place] = value
      }
    }
  }
  let shape = layout == .channelsLast ? [samples, 8, 8, 16] : [samples, 16, 8, 8]
  try SafetensorsWriter.write(
    [
      StoredTensor(name: "core", tensor: Tensor(shape: shape, elements: elements)),
      StoredTensor(name: "groups", shape: [samples], integers: Array(0..<samples)),
      StoredTensor(name: "labels/side", shape: [samples, 8, 8], integers: labels),
    ], to: path)
}

@Test func aConvolutionIsReadInItsOwnLayoutAndRefusedInTheOther() throws {
  let scratch = try ScratchFolder()
  func data(_ file: ArrayLayout, read: ArrayLayout) throws -> ExternalData {
    let path = scratch.file("\(file.rawValue).safetensors")
    try convolution(file, in: path)
    return try ExternalData(
      activations: path, labels: ["side"], groups: nil, observation: nil, untrained: [],
      layout: read)
  }
  let last = try data(.channelsLast, read: .channelsLast)
  let first = try data(.channelsFirst, read: .channelsFirst)
  #expect(try last.axes(quickScan()) == ["core: 8 rows x 8 columns x 16 channels"])
  #expect(try first.axes(quickScan()) == last.axes(quickScan()))
  let scores = try [last, first].map {
    try $0.scan(quickScan()).cells[0].entry.result.increment.value
  }
  #expect(scores[0] == scores[1] && scores[0] > 0.3)
  let wrong = try data(.channelsFirst, read: .channelsLast)
  let works: [() throws -> Void] = [
    { _ = try wrong.scan(quickScan()) }, { _ = try wrong.streamedScan(quickScan()) },
  ]
  for work in works {
    #expect(
      throws: ExternalError.otherLayout(
        what: "the site 'core'", shape: [60, 16, 8, 8], labels: "side", squares: [8, 8],
        layout: .channelsLast)
    ) { try work() }
  }
  let other = try data(.channelsLast, read: .channelsFirst)
  #expect {
    try other.scan(quickScan())
  } throws: {
    "\($0)".contains("fits only as [n, row, column, channel] (nhwc). Give --layout nhwc")
  }
}
