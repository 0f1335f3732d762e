/// Numbers for the states of a room with the steps taken: the place of the box set among all sets
/// of as many floor squares, times the floor squares, plus the player's, times one more than the
/// time limit, plus the steps.
struct SokobanCode {
  private let boxes: BoxNumbering
  private let floor: Int
  private let clock: Int

  init(_ room: SokobanRoom, _ task: SokobanTask) {
    self.init(floor: room.floorCount, boxes: room.boxCount, task)
  }

  init(floor: Int, boxes: Int, _ task: SokobanTask) {
    self.boxes = BoxNumbering(floor: floor, boxes: boxes)
    self.floor = floor
    clock = task.timeLimit + 1
  }

  /// Codes are below this.
  static let limit: UInt64 = 1 << 44

  /// Whether all codes of the room are below ``limit``.
  var fits: Bool {
    let (states, first) = UInt64(boxes.count).multipliedReportingOverflow(by: UInt64(floor))
    let (all, second) = states.multipliedReportingOverflow(by: UInt64(clock))
    return !first && !second && all <= Self.limit
  }

  func code(of state: SokobanState, steps: Int) -> UInt64 {
    UInt64((boxes.number(of: state.boxes) * floor + state.player) * clock + steps)
  }

  /// The state and the steps of a code, nil where the code stands for none, or for one in which
  /// the episode is over.
  func state(of code: UInt64, in room: SokobanRoom) -> (state: SokobanState, steps: Int)? {
    guard code < Self.limit else { return nil }
    let (rest, steps) = Int(code).quotientAndRemainder(dividingBy: clock)
    let (number, player) = rest.quotientAndRemainder(dividingBy: floor)
    guard number < boxes.count, steps < clock - 1 else { return nil }
    let state = SokobanState(player: player, boxes: boxes.set(number))
    guard !state.boxes.contains(player), !state.isSolved(in: room) else { return nil }
    return (state, steps)
  }
}
