import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Storage

// What trainers keep beside the network, and what is checked when it comes back.
extension Checkpoint {
  /// A checkpoint of a trainer's network, with no state but the count of its operations.
  init(_ trainer: borrowing some Trainer) {
    let (configuration, agent) = (trainer.configuration, trainer.agent)
    self.init(
      architecture: type(of: agent.architecture).name,
      configuration: agent.architecture.configuration.entries, step: trainer.update,
      seed: configuration.seed, environment: configuration.environment.configuration,
      toolVersion: Version.text, parameters: agent.parameters.tensors)
    setState(trainer.operations, for: OperationCount.key)
  }

  // MARK: Whole numbers

  /// The largest number that ``setNumbers(_:for:)`` keeps.
  static var largestNumber: Int { 1 << 44 - 1 }

  /// Whole numbers below 2^24 are exact in single precision; larger ones are kept in two parts.
  mutating func setNumbers(_ values: [Int], for name: String) {
    var elements: [Float] = []
    elements.reserveCapacity(values.count * 2)
    for value in values {
      precondition(
        (0...Self.largestNumber).contains(value), "The number \(value) cannot be kept.")
      elements.append(Float(value >> 20))
      elements.append(Float(value & 0xf_ffff))
    }
    state.append((name, Tensor(shape: [values.count, 2], elements: elements)))
  }

  /// - Throws: ``TrainingError/badReplay(reason:)``, as do all that follow.
  func numbers(_ name: String) throws(TrainingError) -> [Int] {
    guard let tensor = stateTensor(named: name), tensor.count % 2 == 0,
      tensor.elements.allSatisfy({ $0 >= 0 && $0 < 16_777_216 && $0 == $0.rounded() })
    else { throw .badReplay(reason: "\"\(name)\" is missing or not whole numbers") }
    return stride(from: 0, to: tensor.count, by: 2).map {
      Int(tensor.elements[$0]) << 20 | Int(tensor.elements[$0 + 1])
    }
  }

  /// A whole number that was kept as text, within bounds.
  func stateInteger(_ key: String, in range: ClosedRange<Int>) throws -> Int {
    let value = try stateInteger(key)
    guard range.contains(value) else {
      throw TrainingError.badReplay(reason: "\"\(key)\" is \(value), outside of \(range)")
    }
    return value
  }

  // MARK: What is remembered

  /// A number that tells the state tensors of a group from others: what comes back as something
  /// that could have been, but was not, shows in it.
  ///
  /// - Parameters:
  ///   - prefix: what their names begin with.
  ///   - further: a number that belongs to them.
  package func digest(ofState prefix: String, further: Int = 0) -> Int {
    var hash = SHA256()
    // A file gives them in another order.
    let group = state.filter { $0.name.hasPrefix(prefix) }.sorted { $0.name < $1.name }
    for (name, tensor) in group {
      Array(name.utf8).withUnsafeBytes { hash.update($0) }
      tensor.elements.withUnsafeBytes { hash.update($0) }
    }
    withUnsafeBytes(of: Int64(further).littleEndian) { hash.update($0) }
    return hash.finished().hexadecimal.utf8.prefix(15).reduce(0) { value, digit in
      value << 4 | Int(digit < 0x61 ? digit - 0x30 : digit - 0x61 + 10)
    }
  }

  /// Keeps the digest of the replay memory.
  mutating func setReplayDigest(further: Int = 0) {
    setState(digest(ofState: "replay/", further: further), for: "replay-digest")
  }

  /// - Throws: ``TrainingError/badReplay(reason:)`` where the memory is not the one kept.
  func checkReplayDigest(further: Int = 0) throws {
    let kept = try stateInteger("replay-digest", in: 0...Int.max)
    guard kept == digest(ofState: "replay/", further: further) else {
      throw TrainingError.badReplay(reason: "what is remembered is not what was saved")
    }
  }

  // MARK: Arrays

  mutating func setArray(_ values: [Float], for name: String) {
    state.append((name, Tensor(shape: [values.count], elements: values)))
  }

  /// An array of a known length with finite elements, none below the least.
  func array(
    _ name: String, count: Int, from least: Float = -.greatestFiniteMagnitude
  ) throws(TrainingError) -> [Float] {
    guard let tensor = stateTensor(named: name), tensor.count == count else {
      throw .badReplay(reason: "\"\(name)\" is missing or of another size")
    }
    guard tensor.elements.allSatisfy({ $0.isFinite && $0 >= least }) else {
      throw .badReplay(reason: "\"\(name)\" holds a value that it cannot have")
    }
    return tensor.elements
  }

  // MARK: Optimizer

  mutating func setAdam(_ adam: Adam) {
    setArray(adam.firstMoment, for: "adam/first")
    setArray(adam.secondMoment, for: "adam/second")
    setState(adam.updates, for: "adam-updates")
  }

  /// Gives an optimizer of the same size its moments back.
  ///
  /// - Parameter updates: how many updates it may have made.
  func restore(_ adam: inout Adam, updates: ClosedRange<Int>) throws {
    adam.firstMoment = try array("adam/first", count: adam.firstMoment.count)
    adam.secondMoment = try array("adam/second", count: adam.secondMoment.count, from: 0)
    adam.updates = try stateInteger("adam-updates", in: updates)
  }

  // MARK: Figures since the last row

  mutating func setTally(_ tally: LossTally) {
    setState(tally.updates, for: "tally-updates")
    setState(tally.loss, for: "tally-loss")
    setState(tally.norm, for: "tally-norm")
  }

  func tally() throws -> LossTally {
    var tally = LossTally()
    tally.updates = try stateInteger("tally-updates", in: 0...step)
    tally.loss = try stateDouble("tally-loss")
    tally.norm = try stateDouble("tally-norm")
    return tally
  }

  // MARK: Episodes under way

  /// Keeps each slot's episode by its number and the actions taken in it.
  mutating func setHistories(_ histories: [EpisodeHistory], for name: String) {
    setNumbers(histories.map(\.number), for: name + "/number")
    setNumbers(histories.map(\.actions.count), for: name + "/length")
    setNumbers(histories.flatMap(\.actions), for: name + "/actions")
  }

  func histories(_ name: String, count: Int) throws(TrainingError) -> [EpisodeHistory] {
    let (values, lengths) = (try numbers(name + "/number"), try numbers(name + "/length"))
    let actions = try numbers(name + "/actions")
    guard values.count == count, lengths.count == count, lengths.reduce(0, +) == actions.count
    else { throw .badReplay(reason: "the episodes under \"\(name)\" do not fit together") }
    var start = 0
    return zip(values, lengths).map { number, length in
      defer { start += length }
      return EpisodeHistory(number: number, actions: Array(actions[start..<start + length]))
    }
  }
}
