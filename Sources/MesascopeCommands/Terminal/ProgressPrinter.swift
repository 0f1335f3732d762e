internal import Foundation
internal import Storage
internal import Synchronization

/// Shows progress: one line that is written over on a terminal, else a plain line now and then.
final class ProgressPrinter: Sendable {
  private struct State {
    var stage = ""
    var began = ContinuousClock.now
    /// The units done when the stage began.
    var start = 0
    /// The share of the work done then, where it is told.
    var startShare = 0.0
    var shown = ContinuousClock.now
    var isLineOpen = false
    var isEstimateDue = false
    /// When the rate began to be measured for the estimate, and the units done by then: the first
    /// moments have more checkpoints than the rest.
    var mark: (time: ContinuousClock.Instant, completed: Int)?
  }

  private let state = Mutex(State())
  private let isTerminal: Bool
  private let isSilent: Bool
  private let announcesTime: Bool
  /// Seconds between two lines.
  private let interval: Double

  /// - Parameters:
  ///   - isSilent: prints nothing, as for `--json` with a program that reads both streams.
  ///   - announcesTime: whether a stage's expected time is said once its rate is known.
  init(isSilent: Bool = false, announcesTime: Bool = false) {
    isTerminal = Console.isInteractive
    self.isSilent = isSilent
    self.announcesTime = announcesTime
    interval = isTerminal ? 0.1 : 10
  }

  var handler: ProgressHandler { { [self] in show($0) } }

  func show(_ progress: Storage.Progress) {
    guard !isSilent else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if progress.stage != state.stage {
        if state.isLineOpen { Console.write("\n", to: STDERR_FILENO) }
        state = State()
        state.stage = progress.stage
        state.start = max(0, progress.completed - 1)
        state.startShare = progress.share ?? 0
        state.isEstimateDue = announcesTime
        state.shown = isTerminal ? now - .seconds(1) : now
      }
      let seconds = Self.seconds(now - state.began)
      let line = progress.line(
        seconds: seconds, start: state.start, startShare: state.startShare)
      if state.isEstimateDue, seconds > 2, state.mark == nil {
        state.mark = (now, progress.completed)
      }
      if state.isEstimateDue, seconds > 4, let total = progress.total, let mark = state.mark {
        state.isEstimateDue = false
        announce(
          progress, total: total, seconds: Self.seconds(now - mark.time),
          done: progress.completed - mark.completed)
      }
      let isLast = progress.completed == progress.total && seconds > 1
      guard isLast || Self.seconds(now - state.shown) >= interval else { return }
      state.shown = now
      if isTerminal {
        Console.write("\r\u{1B}[K" + Self.cut(line), to: STDERR_FILENO)
        state.isLineOpen = true
      } else {
        Console.note(line)
      }
    }
  }

  /// Ends the open line, if there is one; to be called before anything else is printed.
  func finish() {
    state.withLock { state in
      if state.isLineOpen { Console.write("\n", to: STDERR_FILENO) }
      state = State()
    }
  }

  private func announce(
    _ progress: Storage.Progress, total: Int, seconds: Double, done: Int
  ) {
    guard done > 0, total > progress.completed else { return }
    let left = seconds / Double(done) * Double(total - progress.completed)
    let text =
      "\(progress.stage): about \(Storage.Progress.durationText(left)) for the remaining "
      + "\(total - progress.completed) \(progress.unit). Ctrl-C saves and stops."
    Console.write((isTerminal ? "\r\u{1B}[K" : "") + text + "\n", to: STDERR_FILENO)
  }

  /// A line that a terminal does not wrap.
  private static func cut(_ line: String) -> String {
    var size = winsize()
    let known = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20
    return String(line.prefix(known ? Int(size.ws_col) - 1 : 118))
  }

  static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
