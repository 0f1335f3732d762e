/// What is compared between runs in numbers, one a run.
package enum RunQuantity: String, CaseIterable, Sendable {
  case door, red, doorAndRed
  case base, proxy, neither, preference, capability
  case redDoor, plainDoor, redOther, plainOther, conjunction

  /// The name for axes and records.
  package var name: String {
    switch self {
    case .door: "being a door"
    case .red: "being red"
    case .doorAndRed: "being both"
    case .base: "reaches the door"
    case .proxy: "reaches the red thing"
    case .neither: "reaches neither"
    case .preference: "door rather than red thing"
    case .capability: "capability K"
    case .redDoor: ThingPull.Kind.redDoor.rawValue
    case .plainDoor: ThingPull.Kind.plainDoor.rawValue
    case .redOther: ThingPull.Kind.redOther.rawValue
    case .plainOther: ThingPull.Kind.plainOther.rawValue
    case .conjunction: "red doors as such"
    }
  }

  /// What the number can be.
  package var bounds: ClosedRange<Double> {
    switch self {
    case .door, .red, .doorAndRed, .preference, .conjunction: -1...1
    default: 0...1
    }
  }
}
