import Foundation

/// A Python script that does the same work with another library, kept alive between rounds so
/// that its imports and warm-up are never timed. `peers/protocol.py` describes the conversation.
final class PeerProcess {
  private let script: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()
  /// The library and its version, as the script names itself.
  private(set) var library = ""

  private struct Announcement: Decodable {
    let ready: Bool
    let peer: String?
    let reason: String?
  }
  private struct Timing: Decodable { let seconds: Double }

  /// Starts a script of `peers/` and waits until it has warmed up.
  ///
  /// - Parameter settings: handed to the script as one JSON object, so that both sides work on
  ///   the same numbers.
  init(script: String, settings: [String: Int]) throws {
    self.script = script
    let python = FileManager.default.currentDirectoryPath + "/.build/bench-python/bin/python"
    guard FileManager.default.isExecutableFile(atPath: python) else {
      throw PeerError.noEnvironment(path: python)
    }
    let json = try JSONSerialization.data(withJSONObject: settings, options: .sortedKeys)
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["Tests/Benchmarks/peers/\(script)", String(decoding: json, as: UTF8.self)]
    process.standardInput = input
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw PeerError.cannotStart(script: script, reason: "\(error)")
    }
    let announcement = try receive(Announcement.self)
    guard announcement.ready, let peer = announcement.peer else {
      throw PeerError.refused(script: script, reason: announcement.reason ?? "no reason given")
    }
    library = peer
  }

  /// The seconds of one round of the peer's work.
  func time() throws -> Double {
    try send("time")
    return try receive(Timing.self).seconds
  }

  /// Lets the script end, and waits for it.
  func quit() {
    try? send("quit")
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  private func send(_ word: String) throws {
    do {
      try input.fileHandleForWriting.write(contentsOf: Data("\(word)\n".utf8))
    } catch {
      throw PeerError.silent(script: script, said: "")
    }
  }

  private func receive<Message: Decodable>(_ type: Message.Type) throws -> Message {
    while !unread.contains(UInt8(ascii: "\n")) {
      let part = output.fileHandleForReading.availableData
      guard !part.isEmpty else { throw PeerError.silent(script: script, said: "") }
      unread.append(part)
    }
    let line = unread.prefix { $0 != UInt8(ascii: "\n") }
    unread = Data(unread.dropFirst(line.count + 1))
    do {
      return try JSONDecoder().decode(type, from: Data(line))
    } catch {
      throw PeerError.silent(script: script, said: String(decoding: line, as: UTF8.self))
    }
  }
}
