/// Formats that are often given where a safetensors file is needed, known by their first bytes.
enum OtherFormat {
  /// A name for the format with its article, nil if it is none of those known.
  ///
  /// None of these beginnings can be the length of a header that is allowed.
  static func recognise(_ bytes: UnsafeRawBufferPointer) -> String? {
    if starts(bytes, [0x50, 0x4b, 0x03, 0x04]) {
      return "a ZIP archive (perhaps of PyTorch, or NumPy's .npz)"
    }
    if starts(bytes, [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]) { return "a NumPy array (.npy)" }
    if starts(bytes, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a]) { return "an HDF5 file" }
    if starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]) { return "a PNG picture" }
    if starts(bytes, Array("version https://git-lfs".utf8)) {
      return "a Git LFS pointer, whose content was not fetched ('git lfs pull' does that)"
    }
    return nil
  }

  private static func starts(_ bytes: UnsafeRawBufferPointer, _ beginning: [UInt8]) -> Bool {
    // In the length of any allowed header the last four of the eight bytes are zero.
    bytes.count >= 8 && bytes.starts(with: beginning) && bytes[4..<8].contains { $0 != 0 }
  }
}
