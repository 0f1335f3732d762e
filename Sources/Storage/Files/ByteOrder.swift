/// The order of texts by their UTF-8 bytes: the same everywhere, whatever the locale.
package enum ByteOrder {
  /// Whether `first` comes before `second`.
  package static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }
}
