import LinearAlgebra
import NeuralNetworks

extension Camouflage {
  /// The network with further channels that live and that nothing reads which decides.
  ///
  /// Further channels of a space read all channels with random weights, and each other from tick
  /// to tick; no channel that was there reads them, nor does the head. Action channels of value
  /// iteration are mixtures of those that are there, so that none is ever the largest. Where a
  /// rectified layer of fixed width has units that nobody reads, these get random weights too; a
  /// tree's states, which are divided by their length, stay as they are.
  ///
  /// - Parameter count: how many further channels each space gets.
  /// - Throws: ``CamouflageError``, also where nothing of this kind can be added.
  package static func withDistractors(
    _ agent: Agent, count: Int = 4, seed: UInt64
  ) throws(CamouflageError) -> Agent {
    precondition(count > 0, "Adding \(count) channels leaves the network as it is.")
    let random = RandomStream(seed: seed).split("distractors")
    let narrow = try spaced(agent)
    let wide = narrow.widened(by: count).map { wide in
      Agent(
        wide,
        parameters: Widening(narrow: narrow, wide: wide, random: random).parameters(
          agent.parameters)
      )
    }
    let (result, revived) = try reviving(wide ?? agent, random: random)
    guard wide != nil || revived > 0 else {
      throw .notPossible(
        camouflage: "adding distractors", architecture: type(of: narrow).name,
        reason: "it cannot be wider and every unit is read")
    }
    return result
  }

  /// The standard deviation of a new weight, times the root of the number of what it sums over.
  static let gain = 0.5

  /// Gives random weights to units of rectified layers of fixed width that nobody reads.
  private static func reviving(
    _ agent: Agent, random: RandomStream
  ) throws(CamouflageError) -> (agent: Agent, units: Int) {
    let architecture = try spaced(agent)
    let axes = architecture.channelAxes
    var result = agent
    var units = 0
    for space in architecture.channelSpaces
    where space.growth == .none && space.scaling == .each && space.count > 1 {
      let dead = unread(architecture, agent.parameters, space)
      units += dead.filter { $0 }.count
      for entry in agent.parameters.layout.entries {
        let last = entry.shape.count - 1
        guard axes[entry.name]?[last]?.spaces.contains(space.name) == true,
          let places = architecture.places(entry, axis: last)
        else { continue }
        var stream = random.split("dead \(entry.name)")
        let fanIn = Double(max(entry.count / entry.shape[last], 1))
        for element in 0..<entry.count {
          let place = places[element % entry.shape[last]]
          let value = Float(gain * stream.normal() / fanIn.squareRoot())
          if place.space == space.name, dead[place.channel] {
            result.parameters.values[entry.offset + element] = value
          }
        }
      }
    }
    return (result, units)
  }

  /// Which channels of a space are read by zeros alone.
  private static func unread(
    _ architecture: any ChannelSpaced, _ parameters: ParameterSet, _ space: ChannelSpace
  ) -> [Bool] {
    let axes = architecture.channelAxes
    var dead = [Bool](repeating: true, count: space.count)
    for entry in parameters.layout.entries {
      for axis in 0..<(entry.shape.count - 1) {
        guard axes[entry.name]?[axis]?.spaces.contains(space.name) == true,
          let places = architecture.places(entry, axis: axis)
        else { continue }
        for element in 0..<entry.count
        where parameters.values[entry.offset + element] != 0 {
          let place = places[entry.index(of: element)[axis]]
          if place.space == space.name { dead[place.channel] = false }
        }
      }
    }
    return dead
  }
}
