internal import Glibc
internal import Synchronization

/// Set by the handler; constant initialisation, so touching it takes no lock.
private let signalArrived = Atomic<Bool>(false)

extension Interruption {
  /// Stops on Ctrl-C (SIGINT) and on SIGTERM.
  ///
  /// The first of these signals sets a flag and does nothing else, and it puts the signal's
  /// default behaviour back: a second Ctrl-C ends the process at once. Calls that were waiting
  /// in the operating system go on. Calling this again arms the signals again and clears the
  /// flag, so a command calls it once, at its start.
  package static func onSignals() -> Interruption {
    signalArrived.store(false, ordering: .relaxed)
    // A program that started this one may have left them blocked, and they would wait for ever.
    var mask = sigset_t()
    sigemptyset(&mask)
    for signal in [SIGINT, SIGTERM] { sigaddset(&mask, signal) }
    pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    for signal in [SIGINT, SIGTERM] {
      var action = sigaction()
      sigemptyset(&action.sa_mask)
      // SA_RESETHAND as a signed number: the C constant has the top bit set.
      action.sa_flags = SA_RESTART | Int32(truncatingIfNeeded: SA_RESETHAND)
      action.__sigaction_handler.sa_handler = { _ in
        signalArrived.store(true, ordering: .relaxed)
      }
      sigaction(signal, &action, nil)
    }
    return Interruption { signalArrived.load(ordering: .relaxed) }
  }
}
