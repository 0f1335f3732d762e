package import Foundation

/// Writes arrays of single precision as NumPy's `save` does.
package enum NumPyFile {
  /// The bytes of a `.npy` file.
  package static func bytes(_ values: [Float], shape: [Int]) -> Data {
    let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(axes)), }"
    while (header.utf8.count + 11) % 64 != 0 { header += " " }
    header += "\n"
    var data = Data([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
    data.append(UInt8(header.utf8.count & 0xff))
    data.append(UInt8(header.utf8.count >> 8))
    data.append(Data(header.utf8))
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data
  }

  package static func write(_ values: [Float], shape: [Int]? = nil, to path: String) throws {
    try bytes(values, shape: shape ?? [values.count]).write(to: URL(fileURLWithPath: path))
  }
}
