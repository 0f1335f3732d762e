/// A place in an agent whose activation can be read or replaced.
///
/// The name is stable (`cell/hidden`); a recurrent agent has a tick beside it, counted from one.
/// What has no ticks is at tick zero.
package struct Site: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let name: String
  package let tick: Int

  package init(_ name: String, tick: Int = 0) {
    self.name = name
    self.tick = tick
  }

  package static func < (left: Site, right: Site) -> Bool {
    (left.name, left.tick) < (right.name, right.tick)
  }

  package var description: String { tick == 0 ? name : "\(name)@\(tick)" }
}
