extension WinogradConvolution {
  /// Writes the convolution of the sources.
  ///
  /// - Parameters:
  ///   - sources: one `[batch, row, column, input]` a source.
  ///   - finish: called for the samples of each chunk as soon as their results stand.
  package func forward(
    _ sources: [UnsafePointer<Float>], into destination: UnsafeMutablePointer<Float>,
    finish: (Range<Int>) -> Void = { _ in }
  ) {
    for chunk in chunks {
      let count = chunk.count * tiles.count
      transformSources(sources, chunk)
      multiplication(.forward, tiles: count).run(
        self.sources.pointer, kernels.pointer, into: products.pointer)
      transformResults(into: destination, chunk)
      finish(chunk)
    }
  }

  /// Adds to the gradients of the sources and to the kept sums of the kernels' gradients.
  ///
  /// - Parameters:
  ///   - gradient: that of the result.
  ///   - sourceGradients: where to add, one a source; nil for those that want none.
  ///   - addsKernels: whether the kernels want gradients.
  ///   - prepare: called for the samples of each chunk before their gradient is read.
  package func backward(
    _ gradient: UnsafePointer<Float>, sources: [UnsafePointer<Float>],
    sourceGradients: [UnsafeMutablePointer<Float>?], addsKernels: Bool,
    prepare: (Range<Int>) -> Void = { _ in }
  ) {
    if addsKernels, !hasKernelGradients {
      kernelGradients.pointer.update(repeating: 0, count: kernelGradients.count)
      hasKernelGradients = true
    }
    let wantsSources = sourceGradients.contains { $0 != nil }
    for chunk in chunks {
      let count = chunk.count * tiles.count
      prepare(chunk)
      transformResultGradients(gradient, chunk)
      if addsKernels {
        transformSources(sources, chunk)
        multiplication(.kernel, tiles: count).run(
          self.sources.pointer, products.pointer, into: kernelGradients.pointer)
      }
      if wantsSources {
        multiplication(.source, tiles: count).run(
          products.pointer, kernels.pointer, into: self.sources.pointer)
        addSourceGradients(sourceGradients, chunk)
      }
    }
  }

  private func transformSources(_ maps: [UnsafePointer<Float>], _ chunk: Range<Int>) {
    let (width, area) = (shape.width, shape.rows * shape.columns)
    let step = chunk.count * tiles.count * width
    var first = 0
    for (map, channels) in zip(maps, shape.inputs) {
      for (row, sample) in chunk.enumerated() {
        let target = sources.pointer + row * tiles.count * width + first
        forEachTile(
          tiles.sources, 16, from: map + sample * area * channels, channels,
          outside: UnsafePointer(outside.pointer)
        ) { tile, places in
          let to = target + tile * width
          WinogradTransforms.forEachLane(channels) {
            WinogradTransforms.transformSource(places, $0, to, step, SIMD8<Float>.self)
          } narrow: {
            WinogradTransforms.transformSource(places, $0, to, step, Float.self)
          }
        }
      }
      first += channels
    }
  }

  private func addSourceGradients(
    _ gradients: [UnsafeMutablePointer<Float>?], _ chunk: Range<Int>
  ) {
    let (width, area) = (shape.width, shape.rows * shape.columns)
    let step = chunk.count * tiles.count * width
    var first = 0
    for (gradient, channels) in zip(gradients, shape.inputs) {
      defer { first += channels }
      guard let gradient else { continue }
      for (row, sample) in chunk.enumerated() {
        let source = UnsafePointer(sources.pointer + row * tiles.count * width + first)
        forEachTile(
          tiles.sources, 16, from: gradient + sample * area * channels, channels,
          outside: nowhere.pointer
        ) { tile, places in
          let from = source + tile * width
          WinogradTransforms.forEachLane(channels) {
            WinogradTransforms.addSourceGradient(from, step, places, $0, SIMD8<Float>.self)
          } narrow: {
            WinogradTransforms.addSourceGradient(from, step, places, $0, Float.self)
          }
        }
      }
    }
  }

  private func transformResults(
    into destination: UnsafeMutablePointer<Float>, _ chunk: Range<Int>
  ) {
    let (outputs, area) = (shape.outputs, shape.rows * shape.columns)
    let step = chunk.count * tiles.count * outputs
    for (row, sample) in chunk.enumerated() {
      let source = UnsafePointer(products.pointer + row * tiles.count * outputs)
      forEachTile(
        tiles.results, 4, from: destination + sample * area * outputs, outputs,
        outside: nowhere.pointer
      ) { tile, places in
        let from = source + tile * outputs
        WinogradTransforms.forEachLane(outputs) {
          WinogradTransforms.transformResult(from, step, places, $0, SIMD8<Float>.self)
        } narrow: {
          WinogradTransforms.transformResult(from, step, places, $0, Float.self)
        }
      }
    }
  }

  private func transformResultGradients(_ gradient: UnsafePointer<Float>, _ chunk: Range<Int>) {
    let (outputs, area) = (shape.outputs, shape.rows * shape.columns)
    let step = chunk.count * tiles.count * outputs
    for (row, sample) in chunk.enumerated() {
      let target = products.pointer + row * tiles.count * outputs
      forEachTile(
        tiles.results, 4, from: gradient + sample * area * outputs, outputs,
        outside: UnsafePointer(outside.pointer)
      ) { tile, places in
        let to = target + tile * outputs
        WinogradTransforms.forEachLane(outputs) {
          WinogradTransforms.transformResultGradient(places, $0, to, step, SIMD8<Float>.self)
        } narrow: {
          WinogradTransforms.transformResultGradient(places, $0, to, step, Float.self)
        }
      }
    }
  }

  /// Calls `body` for each tile with where its places are in a map's storage.
  ///
  /// - Parameters:
  ///   - table: the places of each tile, so many a tile.
  ///   - outside: what stands for places outside of the map.
  @inline(__always)
  private func forEachTile<Place: Strideable>(
    _ table: [Int], _ count: Int, from start: Place, _ channels: Int, outside: Place,
    _ body: (_ tile: Int, _ places: UnsafePointer<Place>) -> Void
  ) where Place.Stride == Int {
    withUnsafeTemporaryAllocation(of: Place.self, capacity: count) { places in
      table.withUnsafeBufferPointer { table in
        guard let places = places.baseAddress, let table = table.baseAddress else { return }
        for tile in 0..<tiles.count {
          for index in 0..<count {
            let position = table[tile &* count &+ index]
            places[index] = position < 0 ? outside : start.advanced(by: position &* channels)
          }
          body(tile, places)
        }
      }
    }
  }
}
