import Foundation
import Storage
import Testing

private func handler(of signal: Int32) -> (isDefault: Bool, flags: Int32) {
  var action = sigaction()
  sigaction(signal, nil, &action)
  let pointer = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
  return (pointer == 0, action.sa_flags)
}

/// Sends a signal to this thread; threads of a pool hold signals back unless told otherwise.
private func send(_ signal: Int32) {
  var only = sigset_t()
  var before = sigset_t()
  sigemptyset(&only)
  sigaddset(&only, signal)
  pthread_sigmask(SIG_UNBLOCK, &only, &before)
  raise(signal)
  pthread_sigmask(SIG_SETMASK, &before, nil)
}

@Test func stopsAtTheFirstSignalAndGivesTheSecondBack() {
  var previous = sigaction()
  sigaction(SIGINT, nil, &previous)
  var previousTermination = sigaction()
  sigaction(SIGTERM, nil, &previousTermination)
  defer {
    sigaction(SIGINT, &previous, nil)
    sigaction(SIGTERM, &previousTermination, nil)
  }
  let interruption = Interruption.onSignals()
  #expect(!interruption.isRequested())
  #expect(!handler(of: SIGINT).isDefault && !handler(of: SIGTERM).isDefault)
  send(SIGINT)
  #expect(interruption.isRequested())
  #expect(handler(of: SIGINT).isDefault)
  let again = Interruption.onSignals()
  #expect(!again.isRequested() && !handler(of: SIGINT).isDefault)
  send(SIGTERM)
  #expect(again.isRequested())
}

@Test func neverStopsWithoutAReason() {
  #expect(!Interruption.never.isRequested())
}
