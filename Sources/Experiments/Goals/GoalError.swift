/// Why a test of goals could not be made.
package enum GoalError: Error, Equatable, Sendable {
  /// A test got no levels.
  case noLevels(test: String)
  /// A level of the factorial set has another number of things than two.
  case notTwoThings(level: String, things: Int)
  /// A thing of a factorial level cannot be reached from the start.
  case unreachableThing(level: String, thing: String)
  /// The network's logits are NaN or infinite.
  case notFinite(level: String)
  /// Too few levels pass the filter on digests.
  case tooFewAllowed(wanted: Int, found: Int, drawn: Int)
  /// In no level are the two things so far apart that the code of one can be changed without the
  /// other's.
  case noneApart(levels: Int, squares: Int)
  /// Two runs are compared on other levels.
  case unequalLevels(first: String, second: String)
  /// There is no checkpoint to follow.
  case noCheckpoints
  /// Why a network cannot be asked for the prerequisites of deception.
  case noRetention(String)
  /// Why the order of ways and goal cannot be told.
  case noOrder(String)
  /// Why no small updates can be taken.
  case noUpdates(String)
  /// A remembered goal is looked for in a memory of one vector, and the network has another or none.
  case noVectorMemory(architecture: String)
  /// No episode with the goal at that end was under way at the step.
  case noGoal(end: String, step: Int)
  /// Adding nothing changed what the network did.
  case nothingChanges(what: String)
  /// Why what a run's choices go by cannot be followed.
  case noCourse(String)
}
