/// Consecutive rows of a store, all in one shard.
package struct ActivationBlock: Sendable, Equatable {
  /// The position of the shard in ``ActivationStore/shardNames``.
  package let shard: Int
  /// The rows, counted from the start of the shard.
  package let rows: Range<Int>
  /// The number of rows of the store before this block.
  package let firstRow: Int
}
