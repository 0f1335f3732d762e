import Environments
import LinearAlgebra
import Testing

/// A sampled task in one configuration, with configurations that have to be refused.
private struct SampleCase: Sendable, CustomTestStringConvertible {
  let type: any SampledTask.Type
  let configurations: [[String: String]]
  let refused: [KeyValuePairs<String, String>]

  var testDescription: String { type.name }

  static let all = [
    SampleCase(
      type: RegressionTask.self,
      configurations: [
        [:], ["dimension": "3", "pairs": "1", "outputs": "2", "inputs": "normal"],
        ["noise": "0.5", "scale": "2.0"],
      ],
      refused: [
        ["dimension": "0"], ["pairs": "0"], ["outputs": "65"], ["inputs": "binary"],
        ["scale": "0"], ["noise": "nan"],
      ]),
    SampleCase(
      type: CountingTask.self,
      configurations: [[:], ["side": "3", "largest": "4", "others": "5...5"], ["noise": "0.1"]],
      refused: [
        ["side": "1"], ["largest": "0"], ["largest": "101"], ["others": "0...96"],
        ["others": "2...1"], ["noise": "-1"],
      ]),
  ]
}

@Test func everySampledTaskIsPutThroughTheLaws() {
  #expect(SampleCase.all.map { $0.type.name } == SampledTaskCatalogue.all.map { $0.name })
  for law in SampleCase.all {
    let refused = law.refused.compactMap { $0.first?.key }
    #expect(Set(refused + ["environment"]) == Set(law.type.settings))
  }
}

@Test(arguments: SampleCase.all)
private func samplesAreWholeAndFunctionsOfTheirStream(_ law: SampleCase) throws {
  for configuration in law.configurations {
    let task = try law.type.init(configuration: configuration)
    let first = task.samples(6, from: RandomStream(seed: 72))
    let again = task.samples(9, from: RandomStream(seed: 72))
    #expect(first.inputs.elements[...] == again.inputs.elements[..<first.inputs.count])
    #expect(first.targets.elements[...] == again.targets.elements[..<first.targets.count])
    #expect(task.samples(6, from: RandomStream(seed: 73)).inputs != first.inputs)
    var input = [Float](repeating: .nan, count: task.inputShape.count)
    var target = [Float](repeating: .nan, count: task.targetCount)
    var random = RandomStream(seed: 72).split(0)
    input.withUnsafeMutableBufferPointer { input in
      target.withUnsafeMutableBufferPointer { target in
        task.sample(using: &random, input: input, target: target)
      }
    }
    #expect(input == Array(first.inputs.elements[..<input.count]))
    #expect((input + target).allSatisfy { $0.isFinite })
    #expect(target == Array(first.targets.elements[..<target.count]))
  }
}

@Test(arguments: SampleCase.all)
private func configurationsOfSampledTasksComeBackOrAreRefused(_ law: SampleCase) throws {
  for settings in law.configurations {
    let configuration = try law.type.init(configuration: settings).configuration
    #expect(try law.type.init(configuration: configuration).configuration == configuration)
    for (setting, value) in settings { #expect(configuration[setting] == value) }
  }
  for settings in law.refused {
    let first = try #require(settings.first)
    do {
      _ = try law.type.init(configuration: [first.key: first.value])
      Issue.record("\(law.type.name) takes \(first.key) \(first.value).")
    } catch {
      #expect(error.description.contains(first.key))
    }
  }
  #expect(throws: EnvironmentError.self) { try law.type.init(configuration: ["size": "1"]) }
}
