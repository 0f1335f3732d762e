import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Testing

@Test(arguments: CamouflageSubject.all)
private func permutedAndRescaledNetworksComputeTheSame(_ subject: CamouflageSubject) throws {
  let scaled = try Camouflage.rescaled(subject.agent, seed: 1)
  #expect(scaled.parameters.values != subject.agent.parameters.values)
  #expect(try subject.difference(scaled) < 1e-4)
  // Of two channels there are only two orders.
  let permuted = try (1...UInt64(6)).map { try Camouflage.permuted(subject.agent, seed: $0) }
  #expect(Set(permuted.map(\.parameters.values)).count > 1)
  for other in permuted { #expect(try subject.difference(other) < 1e-4) }
}

@Test(arguments: CamouflageSubject.all)
private func networksWithDistractorsComputeTheSame(_ subject: CamouflageSubject) throws {
  let wide = try Camouflage.withDistractors(subject.agent, count: 3, seed: 4)
  #expect(wide.parameters.values != subject.agent.parameters.values)
  #expect(try subject.difference(wide) < 1e-4)
  // One after another, as a benchmark does.
  let both = try Camouflage.permuted(
    Camouflage.rescaled(wide, seed: 5), seed: 6)
  #expect(try subject.difference(both) < 1e-4)
}

/// Where channels are tied to each other or to a meaning they stay as they are.
@Test func channelsOfProgramsThatAreTiedStay() throws {
  let subject = try CamouflageSubject.everyOperation()
  let permuted = try (1...UInt64(6)).map { try Camouflage.permuted(subject.agent, seed: $0) }
  for other in permuted { #expect(try subject.difference(other) < 1e-4) }
  // The order of what is gated is free, and so is that of the code; logits keep theirs.
  for name in ["embedding/weight", "code/weight", "plan/weight", "moved/weight"] {
    #expect(permuted.contains { $0.parameters[name] != subject.agent.parameters[name] })
  }
  #expect(
    permuted.allSatisfy { $0.parameters["policy/bias"] == subject.agent.parameters["policy/bias"] })
  // Gates and softmax are not homogeneous, and a maximum sees what is added.
  #expect(
    try Camouflage.rescaled(subject.agent, seed: 3).parameters.values
      == subject.agent.parameters.values)
  #expect(throws: CamouflageError.self) {
    try Camouflage.withDistractors(subject.agent, seed: 3)
  }
}

/// Channels that are added to a program live in its repeated part and pass its vectors.
@Test func programsGrow() throws {
  let subject = try #require(CamouflageSubject.twins.first { $0.description == "N12" })
  let wide = try Camouflage.withDistractors(subject.agent, count: 3, seed: 4)
  #expect(wide.parameters["choice/weight"].shape == [8, 23])
  #expect(wide.parameters["choice/bias"].elements.suffix(3).contains { $0 != 0 })
  // What is known is four channels and four again, of one space that is tied to the moves.
  #expect(wide.parameters["exits/weight"].shape[3] == 4)
  let wave = try #require(CamouflageSubject.twins.first { $0.description == "N16" })
  let grown = try Camouflage.withDistractors(wave.agent, count: 3, seed: 4)
  #expect(grown.parameters["hidden/weight"].shape == [3, 3, 6, 9])
  let output = try grown.run(
    wave.observations, reads: wave.reads, capturing: [Site("hidden", tick: 5)])
  let state = try #require(output.activations[Site("hidden", tick: 5)])
  #expect((6..<9).allSatisfy { state[0, 3, 3, $0] != 0 || state[1, 5, 5, $0] != 0 })
}

/// Distractors live: they are not the same everywhere, and pushing them changes no logit.
@Test(arguments: [
  (0, "cell/hidden", 8, 5), (1, "cell.1/hidden", 5, 5), (2, "cell.1/hidden", 9, 5),
  (5, "latent", 2, 0), (7, "waves", 8, 5), (8, "place.3", 1, 5),
  (9, "things", 8, 0),
])
private func distractorsLiveAndAreNotRead(
  _ place: Int, _ site: String, _ channels: Int, _ tick: Int
) throws {
  let subject = CamouflageSubject.planted[place]
  let wide = try Camouflage.withDistractors(subject.agent, count: 3, seed: 4)
  let site = Site(site, tick: tick)
  let output = try wide.run(subject.observations, reads: subject.reads, capturing: [site])
  let state = try #require(output.activations[site])
  #expect(state.shape[3] == channels + 3)
  var push = Tensor(shape: state.shape)
  for channel in channels..<channels + 3 {
    let values = stride(from: channel, to: state.count, by: channels + 3).map {
      state.elements[$0]
    }
    let mean = values.reduce(0, +) / Float(values.count)
    let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)
    #expect(spread.squareRoot() > 1e-3 && spread.isFinite)
    for index in stride(from: channel, to: push.count, by: channels + 3) {
      push.elements[index] = 0.5
    }
  }
  let pushed = try wide.run(
    subject.observations, reads: subject.reads, edits: [SiteEdit(at: site, .add(push))])
  #expect(zip(pushed.logits.elements, output.logits.elements).allSatisfy { abs($0 - $1) < 1e-4 })
}

@Test func actionChannelsThatAreAddedToValueIterationAreNeverTheLargest() throws {
  let subject = CamouflageSubject.planted[3]
  let wide = try Camouflage.withDistractors(subject.agent, count: 3, seed: 4)
  let site = Site("q", tick: 12)
  let output = try wide.run(subject.observations, reads: subject.reads, capturing: [site])
  let q = try #require(output.activations[site])
  #expect(q.shape[3] == 8)
  var isLive = false
  for start in stride(from: 0, to: q.count, by: 8) {
    let own = q.elements[start..<start + 5].max() ?? 0
    for added in q.elements[start + 5..<start + 8] {
      #expect(added <= own + 1e-3 * max(1, abs(own)))
      if added != 0 && added != own { isLive = true }
    }
  }
  #expect(isLive)
}

@Test(arguments: CamouflageSubject.planted, Camouflage.NoiseScale.allCases)
private func noiseIsMadeSmallUntilActionsStay(
  _ subject: CamouflageSubject, _ scale: Camouflage.NoiseScale
) throws {
  let noisy = try Camouflage.noisy(
    subject.agent, from: 0.1, scale: scale, seed: 7, on: subject.observations,
    reads: subject.reads)
  #expect(noisy.agreement >= 0.99)
  #expect(noisy.agent.parameters.values != subject.agent.parameters.values)
  #expect(noisy.relativeSize >= 1e-5)
  // Large noise is another network.
  let other = Camouflage.noisy(subject.agent, relativeSize: 3, scale: scale, seed: 7)
  #expect(
    try Camouflage.agreement(
      of: other, with: subject.agent, on: subject.observations, reads: subject.reads) < 0.9)
}

@Test func noiseThatCannotBeMadeSmallEnoughIsAnError() throws {
  let subject = CamouflageSubject.planted[5]
  #expect(throws: CamouflageError.self) {
    try Camouflage.noisy(
      subject.agent, keeping: 1.1, seed: 7, on: subject.observations, reads: subject.reads)
  }
}

@Test func noiseHasTheSizeThatWasAskedFor() {
  let agent = CamouflageSubject.drawn[0].agent
  let noisy = Camouflage.noisy(agent, relativeSize: 0.05, seed: 3)
  for entry in agent.parameters.layout.entries where entry.count > 100 {
    let range = entry.offset..<entry.offset + entry.count
    let (own, added) = zip(agent.parameters.values[range], noisy.parameters.values[range]).reduce(
      (Float(0), Float(0))
    ) { ($0.0 + $1.0 * $1.0, $0.1 + ($1.1 - $1.0) * ($1.1 - $1.0)) }
    #expect(abs((added / own).squareRoot() - 0.05) < 0.01)
  }
  // Relative to the weight itself, zeros stay.
  let planted = CamouflageSubject.planted[0].agent
  let scaled = Camouflage.noisy(planted, relativeSize: 0.05, scale: .weight, seed: 3)
  for (before, after) in zip(planted.parameters.values, scaled.parameters.values) {
    #expect(before == 0 ? after == 0 : abs(after - before) < 0.3 * abs(before))
  }
}

@Test func latentStatesOfThePlannerCanBeTurned() throws {
  let subject = CamouflageSubject.planted[5]
  let turned = try Camouflage.rotated(subject.agent, seed: 2)
  #expect(
    turned.parameters["model/direct/weight"] != subject.agent.parameters["model/direct/weight"])
  #expect(try subject.difference(turned) < 1e-4)
  // Also where units read the latent state, as long as errors are small.
  let wide = try Camouflage.withDistractors(subject.agent, count: 3, seed: 4)
  var small = wide
  var latent = wide.parameters["encoder/latent/weight"]
  for index in latent.elements.indices { latent.elements[index] *= 0.05 }
  small.parameters["encoder/latent/weight"] = latent
  let bias = wide.parameters["encoder/latent/bias"]
  small.parameters["encoder/latent/bias"] = Tensor(shape: bias.shape)
  var output = wide.parameters["model/output/weight"]
  for index in output.elements.indices { output.elements[index] = Float(index % 3) * 0.02 - 0.02 }
  small.parameters["model/output/weight"] = output
  let again = try Camouflage.rotated(small, seed: 3)
  let clean = try small.run(subject.observations, reads: subject.reads).logits
  let found = try again.run(subject.observations, reads: subject.reads).logits
  #expect(zip(clean.elements, found.elements).allSatisfy { abs($0 - $1) < 1e-4 })
  #expect(throws: CamouflageError.self) {
    try Camouflage.rotated(CamouflageSubject.planted[0].agent, seed: 2)
  }
}

@Test(arguments: ["M7", "M7 with weights of each layer"])
func linearAttentionCanBePermutedAndRescaled(_ name: String) throws {
  let specimen = try #require(Specimen.all.first { $0.description == name })
  let subject = CamouflageSubject(specimen)
  for seed in 1...UInt64(3) {
    let other = try Camouflage.permuted(
      Camouflage.rescaled(subject.agent, seed: seed), seed: seed)
    #expect(
      zip(other.parameters.values, subject.agent.parameters.values).filter { $0 != $1 }.count
        > subject.agent.parameters.values.count / 2)
    #expect(try subject.difference(other) < 1e-4)
  }
  // Every value is read, and matrices are as wide as a token.
  #expect(throws: CamouflageError.self) {
    try Camouflage.withDistractors(subject.agent, seed: 1)
  }
}

/// In the planted one the values of x are read by no one, and can be anything.
@Test func plantedDescentTakesDistractors() throws {
  let agent = PlantedGradientDescent.agent(dimension: 4, pairs: 19, steps: 3, stepSize: 1)
  let wide = try Camouflage.withDistractors(agent, seed: 1)
  #expect(wide.parameters["layer/value/weight"] != agent.parameters["layer/value/weight"])
  let observations = Specimen.observations(6)
  let reads = [[Int]](repeating: [19], count: 6)
  let clean = try agent.run(observations, reads: reads).logits.elements
  let found = try wide.run(observations, reads: reads).logits.elements
  #expect(clean.contains { abs($0) > 0.1 } && zip(clean, found).allSatisfy { abs($0 - $1) < 1e-4 })
}

@Test func theKernelOfAConvLSTMOfOneLayerCanBeSplit() throws {
  for place in [1, 2] {
    let subject = CamouflageSubject.planted[place]
    let split = try Camouflage.split(subject.agent, seed: 2)
    let below = split.parameters["cell.1/from-below/weight"].elements
    let hidden = split.parameters["cell.1/from-hidden/weight"].elements
    #expect(below.contains { $0 != 0 } && hidden.contains { $0 != 0 })
    #expect(try subject.difference(split) < 1e-4)
  }
  #expect(throws: CamouflageError.self) {
    try Camouflage.split(CamouflageSubject.planted[0].agent, seed: 2)
  }
}

@Test func whatCannotBeDisguisedSaysSo() throws {
  let unknown = try #require(Specimen.all.first { $0.description == "M9" }).agent
  let error = CamouflageError.unknownChannels(architecture: GatedRecurrentUnit.name)
  #expect(throws: error) { try Camouflage.permuted(unknown, seed: 1) }
  #expect(error.description.contains(GatedRecurrentUnit.name))
  // A tree whose every unit is read and that sees its state as it is has no room.
  let tree = Agent(
    TreeQNetwork(planes: 3, encoder: .dense, dims: 3), drawnFrom: RandomStream(seed: 1))
  #expect(throws: CamouflageError.self) { try Camouflage.withDistractors(tree, seed: 1) }
}
