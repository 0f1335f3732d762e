internal import CBLAS
internal import COneDNN

/// The conditions under which every numerical thread runs.
///
/// The OpenMP pools of OpenBLAS and oneDNN are held at one thread, and numbers below the normal
/// range are flushed to zero. Both are kept a thread by their owners, so each thread that
/// calculates sets them before it does; results are then the same on every thread.
package enum SingleThreadedLibraries {
  @inline(__always)
  package static func enforce() {
    if omp_get_max_threads() != 1 { omp_set_num_threads(1) }
    if ms_floating_point_mode() & 0x8040 != 0x8040 { ms_flush_denormals() }
  }
}
