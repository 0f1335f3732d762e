/// N2, a twin that copies: the observation holds the plan of an oracle, and a 1x1 convolution
/// passes it to the policy. Its state holds a perfect plan of every square, and it searched for
/// nothing.
package enum PlantedCopiedPlan {
  /// The site of the plan: channel k is ``gain`` where move k begins a shortest way.
  package static let site = "plan"
  package static let gain: Float = 8

  /// - Parameter plan: the planes of the plan, one a move.
  package static func agent(plan: Range<Int>, planes: Int) throws(ArchitectureError) -> Agent {
    var program = PlantedProgram()
    program.convolution(
      site, of: "observation", channels: plan.count,
      plan.map { PlantedTap($0, $0 - plan.lowerBound, gain) })
    program.policy(of: site)
    return try program.agent(planes: planes)
  }
}
