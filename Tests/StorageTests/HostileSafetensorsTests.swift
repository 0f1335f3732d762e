import Storage
import Testing

// One test a file of Fixtures/Hostile.

private func expectRefused(
  _ name: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ expected: (String) -> SafetensorsError
) {
  let path = Surroundings.fixture("Hostile/\(name).safetensors")
  expectRefusal(expected(path), naming: path, sourceLocation: sourceLocation) {
    _ = try SafetensorsFile(path: path)
  }
}

private func invalid(_ path: String, _ field: String, _ problem: String) -> SafetensorsError {
  .invalidField(path: path, tensor: "a", field: field, problem: problem)
}

@Test func refusesAnEmptyFile() {
  expectRefused("empty") { .fileTooShort(path: $0, bytes: 0) }
}

@Test func refusesAFileTooShortForALength() {
  expectRefused("seven-bytes") { .fileTooShort(path: $0, bytes: 7) }
}

@Test func recognisesAZIPArchive() {
  expectRefused("zip-archive") {
    .otherFormat(path: $0, format: "a ZIP archive (perhaps of PyTorch, or NumPy's .npz)")
  }
}

@Test func recognisesALargeFilePointer() {
  expectRefused("lfs-pointer") {
    .otherFormat(
      path: $0,
      format: "a Git LFS pointer, whose content was not fetched ('git lfs pull' does that)")
  }
}

@Test func refusesAHeaderLengthWithItsTopBitSet() {
  expectRefused("header-length-huge") {
    .headerTooLong(path: $0, bytes: 1 << 63 + 5, limit: 100_000_000)
  }
}

@Test func refusesAHeaderOneByteOverTheLimit() {
  expectRefused("header-length-over-limit") {
    .headerTooLong(path: $0, bytes: 100_000_001, limit: 100_000_000)
  }
}

@Test func refusesAHeaderThatEndsAfterTheFile() {
  expectRefused("header-beyond-end") {
    .headerBeyondEnd(path: $0, headerBytes: 4096, fileBytes: 13)
  }
}

@Test func refusesAHeaderThatIsNotText() {
  expectRefused("header-not-utf8") { .headerNotText(path: $0, offset: 3) }
}

@Test func refusesAHeaderWithHalfASurrogatePair() {
  expectRefused("header-lone-surrogate") { .headerNotText(path: $0, offset: 2) }
}

@Test func refusesAHeaderThatIsNotJSON() {
  expectRefused("header-not-json") {
    .headerNotJSON(path: $0, problem: .unexpected(offset: 6, expected: "a value"))
  }
}

@Test func refusesAHeaderThatIsAList() {
  expectRefused("header-is-a-list") { .headerNotAnObject(path: $0) }
}

@Test func refusesAHeaderThatBeginsWithSpace() {
  expectRefused("header-after-space") { .headerNotAnObject(path: $0) }
}

@Test func refusesAHeaderOfTwoObjects() {
  expectRefused("header-two-objects") {
    .headerNotJSON(path: $0, problem: .unexpected(offset: 2, expected: "the end"))
  }
}

@Test func refusesAHeaderNestedTooDeep() {
  expectRefused("header-nested-deep") {
    .headerNotJSON(path: $0, problem: .tooDeep(offset: 69, limit: 64))
  }
}

@Test func refusesANumberBeyond64Bits() {
  expectRefused("header-number-huge") {
    .headerNotJSON(
      path: $0, problem: .numberOutOfRange(offset: 29, text: "99999999999999999999"))
  }
}

@Test func refusesMetadataThatIsAList() {
  expectRefused("metadata-a-list") { .metadataNotText(path: $0, key: "") }
}

@Test func refusesMetadataThatHoldsANumber() {
  expectRefused("metadata-a-number") { .metadataNotText(path: $0, key: "step") }
}

@Test func refusesMetadataGivenTwice() {
  expectRefused("metadata-twice") { .duplicateTensor(path: $0, tensor: "__metadata__") }
}

@Test func refusesATensorNamedTwice() {
  expectRefused("tensor-twice") { .duplicateTensor(path: $0, tensor: "a") }
}

@Test func refusesATensorThatIsANumber() {
  expectRefused("tensor-a-number") {
    invalid($0, "dtype", "is missing, for the tensor is described by a whole number")
  }
}

@Test func refusesATensorWithoutAnElementType() {
  expectRefused("dtype-missing") { invalid($0, "dtype", "is missing") }
}

@Test func refusesAnElementTypeThatIsANumber() {
  expectRefused("dtype-a-number") { invalid($0, "dtype", "is a whole number, not a text") }
}

@Test func refusesAnUnknownElementType() {
  expectRefused("dtype-unknown") {
    .unknownElementType(path: $0, tensor: "a", type: "F33")
  }
}

@Test func refusesATensorWithoutAShape() {
  expectRefused("shape-missing") { invalid($0, "shape", "is missing") }
}

@Test func refusesNegativeLengths() {
  expectRefused("shape-negative") { invalid($0, "shape", "holds the negative number -2") }
}

@Test func refusesLengthsWithFractions() {
  expectRefused("shape-fraction") {
    invalid($0, "shape", "holds a number where a whole number is needed")
  }
}

@Test func refusesAShapeWhoseSizeOverflows() {
  expectRefused("shape-overflow") {
    .shapeTooLarge(path: $0, tensor: "a", shape: [1 << 31, 1 << 31, 1 << 31])
  }
}

@Test func refusesAShapeWhoseSizeWouldWrapToZero() {
  expectRefused("shape-overflow-to-zero") {
    .shapeTooLarge(path: $0, tensor: "a", shape: [1 << 62])
  }
}

@Test func refusesAShapeThatDoesNotFillItsBytes() {
  expectRefused("shape-too-small") {
    .sizeMismatch(path: $0, tensor: "a", type: .float32, shape: [1], needed: 4, found: 8)
  }
}

@Test func refusesATensorWithoutOffsets() {
  expectRefused("offsets-missing") { invalid($0, "data_offsets", "is missing") }
}

@Test func refusesThreeOffsets() {
  expectRefused("offsets-three") {
    invalid($0, "data_offsets", "has 3 numbers, not a start and an end")
  }
}

@Test func refusesNegativeOffsets() {
  expectRefused("offsets-negative") {
    invalid($0, "data_offsets", "holds the negative number -8")
  }
}

@Test func refusesOffsetsInReverse() {
  expectRefused("offsets-reversed") {
    .rangeReversed(path: $0, tensor: "a", start: 8, end: 0)
  }
}

@Test func refusesFieldsThatTheFormatDoesNotHave() {
  expectRefused("field-unknown") { invalid($0, "strides", "is not known to the format") }
}

@Test func refusesTruncatedData() {
  expectRefused("data-truncated") {
    .rangeBeyondEnd(path: $0, tensor: "a", end: 8, dataBytes: 5)
  }
}

@Test func refusesMissingData() {
  expectRefused("data-missing") {
    .rangeBeyondEnd(path: $0, tensor: "a", end: 8, dataBytes: 0)
  }
}

@Test func refusesBytesAfterTheLastTensor() {
  expectRefused("data-trailing") { .trailingBytes(path: $0, bytes: 3) }
}

@Test func refusesAHoleAtTheStart() {
  expectRefused("hole-at-start") {
    .hole(path: $0, tensor: "a", start: 8, expectedStart: 0)
  }
}

@Test func refusesAHoleBetweenTensors() {
  expectRefused("hole-between") {
    .hole(path: $0, tensor: "b", start: 12, expectedStart: 8)
  }
}

@Test func refusesTensorsThatOverlap() {
  expectRefused("overlap") {
    .overlap(path: $0, tensor: "b", other: "a", start: 4, otherEnd: 8)
  }
}

@Test func refusesTwoTensorsOverTheSameBytes() {
  expectRefused("same-range-twice") {
    .overlap(path: $0, tensor: "b", other: "a", start: 0, otherEnd: 8)
  }
}
