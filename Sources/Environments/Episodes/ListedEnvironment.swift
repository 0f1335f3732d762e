/// An environment whose levels may be listed, as when they were read from a file.
package protocol ListedEnvironment: Environment {
  /// How many levels are listed; 0 where levels are drawn from more than could be.
  var listedLevels: Int { get }

  /// The episode that begins a listed level, as it was written.
  func episode(ofLevel number: Int) -> Running
}
