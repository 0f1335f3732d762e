/// What identifies a level: its name, and a digest that its near copies share.
///
/// Rotations, reflections, colour swaps, edited versions and later steps of a level have the same
/// digest. Levels of one digest are never taken apart: they share a fold, a bootstrap weight and
/// the moment they are left out.
package struct LevelKey: Sendable, Hashable, Codable {
  /// The name of the level, unique in a data set.
  package let id: String
  /// The digest of the level's canonical form.
  package let digest: UInt64

  package init(id: String, digest: UInt64) {
    self.id = id
    self.digest = digest
  }
}
