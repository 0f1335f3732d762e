/// The fields of one tensor in a safetensors header, being checked.
struct SafetensorsFields {
  let path: String
  let tensor: String

  /// The checked entry; its range lies inside of the data, which has `dataBytes` bytes.
  func entry(_ value: JSON, dataBytes: Int) throws(SafetensorsError) -> SafetensorsEntry {
    guard case .object(let members) = value else {
      throw invalid("dtype", "is missing, for the tensor is described by \(value.kind)")
    }
    for member in members where !["dtype", "shape", "data_offsets"].contains(member.name) {
      throw invalid(member.name, "is not known to the format")
    }
    let type = try elementType(value)
    let shape = try wholeNumbers(value, field: "shape")
    let range = try range(value)
    let needed = try byteCount(of: shape, type: type)
    guard needed == range.count else {
      throw .sizeMismatch(
        path: path, tensor: tensor, type: type, shape: shape, needed: needed, found: range.count)
    }
    guard range.upperBound <= dataBytes else {
      throw .rangeBeyondEnd(
        path: path, tensor: tensor, end: range.upperBound, dataBytes: dataBytes)
    }
    return SafetensorsEntry(name: tensor, type: type, shape: shape, range: range)
  }

  private func elementType(_ value: JSON) throws(SafetensorsError) -> ElementType {
    guard let field = value["dtype"] else { throw invalid("dtype", "is missing") }
    guard let name = field.string else { throw invalid("dtype", "is \(field.kind), not a text") }
    guard let type = ElementType(rawValue: name) else {
      throw .unknownElementType(path: path, tensor: tensor, type: name)
    }
    return type
  }

  private func range(_ value: JSON) throws(SafetensorsError) -> Range<Int> {
    let offsets = try wholeNumbers(value, field: "data_offsets")
    guard offsets.count == 2 else {
      throw invalid("data_offsets", "has \(offsets.count) numbers, not a start and an end")
    }
    guard offsets[0] <= offsets[1] else {
      throw .rangeReversed(path: path, tensor: tensor, start: offsets[0], end: offsets[1])
    }
    return offsets[0]..<offsets[1]
  }

  private func wholeNumbers(_ value: JSON, field: String) throws(SafetensorsError) -> [Int] {
    guard let list = value[field] else { throw invalid(field, "is missing") }
    guard let values = list.array else { throw invalid(field, "is \(list.kind), not a list") }
    var numbers: [Int] = []
    for value in values {
      guard let number = value.integer else {
        throw invalid(field, "holds \(value.kind) where a whole number is needed")
      }
      guard number >= 0 else { throw invalid(field, "holds the negative number \(number)") }
      numbers.append(number)
    }
    return numbers
  }

  private func byteCount(
    of shape: [Int], type: ElementType
  ) throws(SafetensorsError) -> Int {
    var count = type.size
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow else { throw .shapeTooLarge(path: path, tensor: tensor, shape: shape) }
      count = product
    }
    return count
  }

  private func invalid(_ field: String, _ problem: String) -> SafetensorsError {
    .invalidField(path: path, tensor: tensor, field: field, problem: problem)
  }
}
