internal import Agents
internal import LinearAlgebra
internal import Storage

/// Reads the direction that is added to a site's activations.
package enum DirectionFile {
  /// The numbers of one array in a `.npy` file, one a channel; axes of length one do not count.
  ///
  /// - Throws: ``InterventionError`` where it is no such array, has another length, is zero, or holds
  ///   numbers that are not finite; `FileError`, `ArrayFileError` and `NPYError` for what cannot be
  ///   read.
  package static func read(_ path: String, for place: InterventionPlace) throws -> [Float] {
    let file: ArrayFile
    do {
      file = try ArrayFile(path: path)
    } catch is SafetensorsError {
      throw InterventionError.notOneArray(path: path, format: "no .npy file")
    }
    guard file.format == .npy, let entry = file.arrays.first else {
      throw InterventionError.notOneArray(path: path, format: "a .\(file.format.rawValue) file")
    }
    let channels = place.description.channels
    let long = entry.shape.filter { $0 != 1 }
    guard entry.shape.reduce(1, *) == channels, long.count <= 1, !entry.shape.isEmpty else {
      throw InterventionError.wrongDirection(
        path: path, shape: entry.shape, site: place.name, channels: channels)
    }
    let values = try file.floats(named: entry.name)
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw InterventionError.notFiniteDirection(path: path, index: index)
    }
    guard values.contains(where: { $0 != 0 }) else {
      throw InterventionError.zeroDirection(path: path)
    }
    return values
  }
}
