import LinearAlgebra

extension SafetensorsError: CustomStringConvertible {
  private static let again = "Copy or export the file again."

  package var description: String {
    headerSentence ?? tensorSentence ?? requestSentence
  }

  private var headerSentence: String? {
    switch self {
    case .otherFormat(let path, let format):
      "'\(path)' is \(format), not a safetensors file. Convert it to safetensors first."
    case .fileTooShort(let path, let bytes):
      "'\(path)' has \(bytes) bytes and a safetensors file at least 8: it is truncated or "
        + "something else. \(Self.again)"
    case .headerTooLong(let path, let bytes, let limit):
      "'\(path)' announces a header of \(bytes) bytes where at most \(limit) are allowed: "
        + "it is no safetensors file, or damaged. Check that it is the file you mean."
    case .headerBeyondEnd(let path, let headerBytes, let fileBytes):
      "'\(path)' announces a header of \(headerBytes) bytes and has \(fileBytes) bytes in all: "
        + "it is truncated. \(Self.again)"
    case .headerNotText(let path, let offset):
      "The header of '\(path)' is not UTF-8: byte \(offset) of it is not valid. \(Self.again)"
    case .headerNotJSON(let path, let problem):
      "The header of '\(path)' is not JSON: \(problem). \(Self.again)"
    case .headerNotAnObject(let path):
      "The header of '\(path)' is no JSON object that begins with '{'. \(Self.again)"
    case .metadataNotText(let path, ""):
      "'__metadata__' in the header of '\(path)' is no object of names and texts. "
        + "Write the file again with texts only."
    case .metadataNotText(let path, let key):
      "The metadata '\(key)' of '\(path)' is no text. Write the file again with texts only."
    default: nil
    }
  }

  private var tensorSentence: String? {
    switch self {
    case .duplicateTensor(let path, let tensor):
      "'\(path)' names the tensor '\(tensor)' twice. Write each tensor once."
    case .invalidField(let path, let tensor, let field, let problem):
      "The tensor '\(tensor)' of '\(path)': the field '\(field)' \(problem). \(Self.again)"
    case .unknownElementType(let path, let tensor, let type):
      "The tensor '\(tensor)' of '\(path)' has elements of the type '\(type)', which is not "
        + "read. Convert it to one of "
        + ElementType.allCases.map(\.rawValue).joined(separator: ", ") + "."
    case .shapeTooLarge(let path, let tensor, let shape):
      "The tensor '\(tensor)' of '\(path)' has the shape \(shape), whose size in bytes does "
        + "not fit into 64 bits. \(Self.again)"
    case .rangeReversed(let path, let tensor, let start, let end):
      "The bytes of the tensor '\(tensor)' of '\(path)' end at \(end), before their start "
        + "at \(start). \(Self.again)"
    case .sizeMismatch(let path, let tensor, let type, let shape, let needed, let found):
      "The tensor '\(tensor)' of '\(path)' has the shape \(shape) and elements of type "
        + "\(type.rawValue), which need \(needed) bytes, and \(found) are given. \(Self.again)"
    case .rangeBeyondEnd(let path, let tensor, let end, let dataBytes):
      "The bytes of the tensor '\(tensor)' of '\(path)' end at \(end), and the file holds "
        + "\(dataBytes) bytes of data: it is truncated. \(Self.again)"
    case .hole(let path, let tensor, let start, let expectedStart):
      "The bytes of the tensor '\(tensor)' of '\(path)' start at \(start) where \(expectedStart) "
        + "was expected: the bytes between belong to no tensor. \(Self.again)"
    case .overlap(let path, let tensor, let other, let start, let otherEnd):
      "The bytes of the tensor '\(tensor)' of '\(path)' start at \(start), before those of "
        + "'\(other)' end at \(otherEnd). \(Self.again)"
    case .trailingBytes(let path, let bytes):
      "'\(path)' has \(bytes) bytes after its last tensor that belong to none. \(Self.again)"
    default: nil
    }
  }

  private var requestSentence: String {
    switch self {
    case .noSuchTensor(let path, let tensor, let names):
      "'\(path)' has no tensor '\(tensor)'. \(NearNames.suggestion(for: tensor, among: names))"
    case .notWholeNumbers(let path, let tensor, let type):
      "The tensor '\(tensor)' of '\(path)' holds elements of type \(type.rawValue) where whole "
        + "numbers are needed. Store it as I64, I32 or U8."
    case .wholeNumberTooLarge(let path, let tensor, let index, let value):
      "Element \(index) of the tensor '\(tensor)' of '\(path)' is \(value), too large for a "
        + "whole number with sign. Store numbers up to \(Int.max)."
    case .reservedName(let path, let tensor):
      "A tensor named '\(tensor)' cannot be written to '\(path)': the format keeps that name "
        + "for itself. Rename it."
    default: "A safetensors file is not as it should be."
    }
  }
}
