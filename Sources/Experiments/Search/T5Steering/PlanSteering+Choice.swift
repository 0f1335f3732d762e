internal import Agents

extension PlanSteering {
  /// The place, the reader and the dose with which most routes are followed to their end on fit
  /// levels; the first of equals.
  struct Choice {
    let writing: PlanWriting
    let place: String
    let dose: (percentile: Double, margin: Float)
    let tried: [(name: String, share: Double)]

    /// Nothing else is tried once so many routes are followed.
    static let enough = 0.95

    init(_ candidates: [PlanCandidate], agent: Agent, most: Int) throws {
      precondition(!candidates.isEmpty, "There has to be a place to write.")
      var best: (writing: PlanWriting, place: String, dose: Int, share: Double)?
      var tried: [(name: String, share: Double)] = []
      search: for candidate in candidates {
        let writing = try PlanWriting(candidate, agent: agent)
        let tasks = try writing.tasks(on: candidate.base.fit, most: most)
        for (index, dose) in writing.doses.enumerated() {
          let followed = try PlanSteering.followed(writing, tasks, dose.margin)
          let share = tasks.isEmpty ? 0 : Double(followed.count { $0 }) / Double(tasks.count)
          tried.append(
            (
              "\(candidate.description), \(Wording.percent(dose.percentile, decimals: 1))", share
            ))
          if best.map({ share > $0.share }) ?? true {
            best = (writing, candidate.description, index, share)
          }
          if share >= Self.enough { break search }
        }
      }
      guard let best else { preconditionFailure("A writing has at least one dose.") }
      writing = best.writing
      place = best.place
      dose = best.writing.doses[best.dose]
      self.tried = tried
    }
  }
}
