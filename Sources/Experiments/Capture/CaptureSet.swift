package import LinearAlgebra
package import NeuralNetworks

/// Activations of one network on a set of levels, one observation a level, the agent at the
/// level's start and the network's state reset before each.
package struct CaptureSet: Sendable {
  package let levels: LevelSet
  /// `[level, row, column, plane]`.
  package let observations: Tensor
  /// How long the network thought.
  package let ticks: Int
  /// What was captured, in the order asked for.
  package let sites: [Site]
  /// `[level, row, column, channel]` for each site.
  package let activations: [Site: Tensor]
  /// The action logits at each level's start, `[level, action]`.
  package let logits: Matrix<Float>

  /// The activations at a site, `[level, row, column, channel]`.
  ///
  /// - Throws: ``CaptureError/notCaptured(site:)``.
  package func activations(at site: Site) throws(CaptureError) -> Tensor {
    guard let tensor = activations[site] else { throw .notCaptured(site: "\(site)") }
    return tensor
  }

  /// The map of one channel of one level, `[row, column]`.
  ///
  /// - Throws: ``CaptureError/notCaptured(site:)``, and ``CaptureError/notAMap(site:maps:)`` for a
  ///   site that holds no map.
  package func map(
    _ site: Site, level: Int, channel: Int
  ) throws(CaptureError) -> Matrix<Double> {
    let tensor = try activations(at: site)
    guard tensor.shape[1] == levels.rows, tensor.shape[2] == levels.columns else {
      throw .notAMap(site: site.name, maps: [])
    }
    let (cells, channels) = (levels.cells, tensor.shape[3])
    let start = level * cells * channels + channel
    return Matrix(
      rows: levels.rows, columns: levels.columns,
      elements: (0..<cells).map { Double(tensor.elements[start + $0 * channels]) })
  }
}
