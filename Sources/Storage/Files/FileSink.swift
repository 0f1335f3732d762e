internal import Glibc

/// A file being written, with a buffer and, if asked for, a running digest.
///
/// Not for use from two threads at once.
package final class FileSink {
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private var hash: SHA256?
  private static let capacity = 1 << 18

  /// The number of bytes appended so far.
  package private(set) var count = 0

  /// Takes over an open descriptor; `path` is the name used in errors.
  init(descriptor: Int32, path: String, hashing: Bool) {
    self.descriptor = descriptor
    self.path = path
    hash = hashing ? SHA256() : nil
    buffer.reserveCapacity(Self.capacity)
  }

  /// Appends bytes.
  package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    count += bytes.count
    hash?.update(bytes)
    if buffer.count + bytes.count > Self.capacity { try flush() }
    if bytes.count > Self.capacity {
      try put(bytes)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Appends bytes.
  package func append(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withBytes { bytes throws(FileError) in try append(bytes) }
  }

  /// Appends text as UTF-8.
  package func append(_ text: String) throws(FileError) {
    try append(Array(text.utf8))
  }

  /// Hands everything to the file and waits until the device has it.
  func synchronize() throws(FileError) {
    try flush()
    guard fsync(descriptor) == 0 else {
      throw .cannotWrite(path: path, reason: SystemFailure.reason(errno))
    }
  }

  /// The digest of everything appended, if it was asked for.
  func digest() -> String? { hash?.finished().hexadecimal }

  private func flush() throws(FileError) {
    try buffer.withBytes { bytes throws(FileError) in try put(bytes) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try Descriptor.writeAll(bytes, to: descriptor, path: path)
  }
}
