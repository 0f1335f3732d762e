/// What can be wrong with a safetensors file, or with what is asked of it.
///
/// Every case names the file; offsets and lengths are in bytes.
package enum SafetensorsError: Error, Equatable, Sendable {
  /// The file is of another format, known by its first bytes.
  case otherFormat(path: String, format: String)
  /// Fewer than the eight bytes that hold the header's length.
  case fileTooShort(path: String, bytes: Int)
  /// The header says to be longer than any header may be.
  case headerTooLong(path: String, bytes: UInt64, limit: Int)
  /// The header says to be longer than the file.
  case headerBeyondEnd(path: String, headerBytes: Int, fileBytes: Int)
  /// The header is not UTF-8; `offset` counts from the start of the header.
  case headerNotText(path: String, offset: Int)
  /// The header is not JSON.
  case headerNotJSON(path: String, problem: JSONError)
  /// The header is JSON and no object.
  case headerNotAnObject(path: String)
  /// `__metadata__` is no object of texts; `key` is empty if it is no object at all.
  case metadataNotText(path: String, key: String)
  /// Two tensors have one name.
  case duplicateTensor(path: String, tensor: String)
  /// What is said of a tensor lacks a field, has one that is not known, or one of a wrong kind.
  case invalidField(path: String, tensor: String, field: String, problem: String)
  /// An element type that is not read.
  case unknownElementType(path: String, tensor: String, type: String)
  /// The number of bytes of a shape does not fit into 64 bits.
  case shapeTooLarge(path: String, tensor: String, shape: [Int])
  /// The end of a tensor's bytes comes before their start.
  case rangeReversed(path: String, tensor: String, start: Int, end: Int)
  /// The shape and the element type need another number of bytes than the range holds.
  case sizeMismatch(
    path: String, tensor: String, type: ElementType, shape: [Int], needed: Int, found: Int)
  /// A tensor's bytes go on after the end of the file.
  case rangeBeyondEnd(path: String, tensor: String, end: Int, dataBytes: Int)
  /// Bytes before a tensor belong to none.
  case hole(path: String, tensor: String, start: Int, expectedStart: Int)
  /// A tensor's bytes begin before those of another one end.
  case overlap(path: String, tensor: String, other: String, start: Int, otherEnd: Int)
  /// Bytes after the last tensor belong to none.
  case trailingBytes(path: String, bytes: Int)

  /// There is no tensor of that name.
  case noSuchTensor(path: String, tensor: String, names: [String])
  /// Whole numbers were asked for and the elements are floating point numbers.
  case notWholeNumbers(path: String, tensor: String, type: ElementType)
  /// An unsigned number is too large for a whole number with sign.
  case wholeNumberTooLarge(path: String, tensor: String, index: Int, value: UInt64)
  /// A tensor to be written has a name that the format keeps for itself.
  case reservedName(path: String, tensor: String)
}
