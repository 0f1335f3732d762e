internal import Foundation

/// Pixels as indices into a palette of up to 256 colours.
///
/// The colours of areas are kept as they are. Where there are more than 256 colours, the
/// blends at the rims of letters and lines take the nearest colour kept, and no channel of
/// theirs may move by more than ``greatestShift``.
package struct IndexedPixels {
  /// Row-major, no padding.
  package let indices: [UInt8]
  /// Three bytes a colour.
  package let palette: [UInt8]

  /// How far a channel of a rare colour may move, of 255.
  package static let greatestShift = 28

  /// `nil` where the pixels have too many colours, or too different ones, for a palette.
  package init?(_ pixels: UnsafePointer<UInt32>, width: Int, height: Int, rowLength: Int) {
    var table = ColourTable()
    // Most rows of a figure repeat the one above; they are counted and copied whole.
    var source = [Int](repeating: 0, count: height)
    for row in 0..<height {
      source[row] = row
      if row > 0 {
        let same = memcmp(pixels + row * rowLength, pixels + (row - 1) * rowLength, width * 4) == 0
        if same { source[row] = source[row - 1] }
      }
    }
    var repeats = [Int](repeating: 0, count: height)
    for row in source { repeats[row] += 1 }
    for row in 0..<height where repeats[row] > 0 {
      guard table.count(pixels + row * rowLength, width, times: repeats[row]) else { return nil }
    }
    guard let mapping = table.mapping() else { return nil }
    palette = mapping.palette
    indices = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
      count = width * height
      guard let base = target.baseAddress else { return }
      for row in 0..<height {
        let place = base + row * width
        if source[row] == row {
          table.write(pixels + row * rowLength, width, mapping.index, to: place)
        } else {
          place.update(from: base + source[row] * width, count: width)
        }
      }
    }
  }
}

/// Colours in order of first appearance, with the pixels of each that belong to areas.
private struct ColourTable {
  private static let slots = 8192
  private static let greatestCount = 4096
  /// Runs of as many pixels belong to an area, not to a rim.
  private static let areaRun = 8
  /// Colour + 1 in the low half and the colour's number in the high half; 0 is free.
  private var slots = [UInt64](repeating: 0, count: ColourTable.slots)
  private(set) var colours: [UInt32] = []
  private var areaCounts: [Int] = []

  /// The number of a colour that is in the table.
  @inline(__always)
  private static func find(_ slots: UnsafePointer<UInt64>, _ colour: UInt32) -> Int {
    var slot = Int((colour &* 0x9E37_79B1) >> 19)
    while slots[slot] != 0, UInt32(truncatingIfNeeded: slots[slot]) != colour + 1 {
      slot = (slot + 1) & (ColourTable.slots - 1)
    }
    return slot
  }

  /// Where the run of equal pixels that begins at `start` ends.
  @inline(__always)
  private static func runEnd(_ row: UnsafePointer<UInt32>, _ start: Int, _ width: Int) -> Int {
    let colour = row[start] & 0xFF_FFFF
    var end = start + 1
    guard end < width, row[end] & 0xFF_FFFF == colour else { return end }
    // Eight pixels at a time, two in a word.
    let pair = UInt64(colour) << 32 | UInt64(colour)
    while end + 8 <= width {
      let raw = UnsafeRawPointer(row + end)
      let first = raw.loadUnaligned(as: UInt64.self) ^ pair
      let second = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) ^ pair
      let third = raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self) ^ pair
      let fourth = raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self) ^ pair
      guard (first | second | third | fourth) & 0x00FF_FFFF_00FF_FFFF == 0 else { break }
      end += 8
    }
    while end < width, row[end] & 0xFF_FFFF == colour { end += 1 }
    return end
  }

  /// Counts a row of pixels, as often as it occurs; false where there are too many colours.
  mutating func count(_ row: UnsafePointer<UInt32>, _ width: Int, times: Int) -> Bool {
    var start = 0
    while start < width {
      let colour = row[start] & 0xFF_FFFF
      let end = ColourTable.runEnd(row, start, width)
      let slot = slots.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { ColourTable.find($0, colour) } ?? 0
      }
      if slots[slot] == 0 {
        guard colours.count < ColourTable.greatestCount else { return false }
        slots[slot] = UInt64(colours.count) << 32 | UInt64(colour + 1)
        colours.append(colour)
        areaCounts.append(0)
      }
      let number = Int(slots[slot] >> 32)
      if end - start >= ColourTable.areaRun { areaCounts[number] += (end - start) * times }
      start = end
    }
    return true
  }

  /// The palette, and the index that each colour takes in it.
  ///
  /// Areas come first; then, again and again, the colour farthest from all those kept
  /// (Gonzalez, 1985), so that no colour has to move far.
  func mapping() -> (palette: [UInt8], index: [UInt8])? {
    var kept = Array(colours.indices)
    if colours.count > 256 {
      kept = kept.filter { areaCounts[$0] > 0 }
      kept.sort { areaCounts[$0] == areaCounts[$1] ? $0 < $1 : areaCounts[$0] > areaCounts[$1] }
      kept = Array(kept.prefix(256))
    }
    var index = [UInt8](repeating: 0, count: colours.count)
    var distance = [Int](repeating: .max, count: colours.count)
    func keep(_ place: Int) {
      for number in colours.indices {
        let shift = ColourTable.shift(colours[number], colours[kept[place]])
        if shift < distance[number] {
          distance[number] = shift
          index[number] = UInt8(place)
        }
      }
    }
    for place in kept.indices { keep(place) }
    while true {
      var farthest = 0
      for number in colours.indices where distance[number] > distance[farthest] {
        farthest = number
      }
      if distance[farthest] == 0 { break }
      guard kept.count < 256 else {
        guard distance[farthest] <= IndexedPixels.greatestShift else { return nil }
        break
      }
      kept.append(farthest)
      keep(kept.count - 1)
    }
    let palette = kept.flatMap { number in
      [16, 8, 0].map { UInt8(truncatingIfNeeded: colours[number] >> UInt32($0)) }
    }
    return (palette, index)
  }

  /// The greatest difference of a channel.
  private static func shift(_ first: UInt32, _ second: UInt32) -> Int {
    func channel(_ bits: UInt32) -> Int {
      abs(Int(first >> bits & 0xFF) - Int(second >> bits & 0xFF))
    }
    return max(channel(16), channel(8), channel(0))
  }

  /// Writes a row's indices.
  func write(
    _ row: UnsafePointer<UInt32>, _ width: Int, _ index: [UInt8],
    to target: UnsafeMutablePointer<UInt8>
  ) {
    slots.withUnsafeBufferPointer { buffer in
      guard let slots = buffer.baseAddress else { return }
      var start = 0
      while start < width {
        let end = ColourTable.runEnd(row, start, width)
        let slot = ColourTable.find(slots, row[start] & 0xFF_FFFF)
        (target + start).update(repeating: index[Int(slots[slot] >> 32)], count: end - start)
        start = end
      }
    }
  }
}
