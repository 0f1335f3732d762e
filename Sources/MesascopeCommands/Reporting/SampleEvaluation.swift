internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Storage
internal import Training

/// What `evaluate` says of a network that answers samples.
struct SampleEvaluation {
  private let task: String
  private let count: Int
  private let result: HeldOutSamples.Result

  init(
    _ network: LoadedCheckpoint, on task: any SampleTask, count: Int, seed: UInt64
  ) throws {
    self.task = type(of: task).name
    self.count = count
    let samples = HeldOutSamples(
      task, count: count, random: RandomStream(seed: seed).split("fresh samples"))
    result = try samples.measure(network.agent)
  }

  var text: String {
    let accuracy = result.accuracy.map { ", right in \(NumberFormat.percent($0))" } ?? ""
    let loss = NumberFormat.fixed(result.loss, 4)
    return "\(count) fresh samples of \(task): mean loss \(loss)\(accuracy)"
  }

  var json: JSON {
    .object([
      .init("task", .string(task)), .init("samples", .integer(count)),
      .init("loss", .number(result.loss)),
      .init("accuracy", result.accuracy.map { .number($0) } ?? .null),
    ])
  }
}
