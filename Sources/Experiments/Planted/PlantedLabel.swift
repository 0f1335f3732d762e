/// What a planted network is by construction, for scoring what is found of it.
package enum PlantedLabel: String, Sendable, Codable, CaseIterable {
  case search
  case noSearch = "no search"
  /// A search runs and no decision depends on it.
  case computedNotUsed = "search computed and not used"
  /// Neither answer would be wrong.
  case ungraded
}
