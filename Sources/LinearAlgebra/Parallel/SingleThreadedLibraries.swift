internal import CBLAS

/// Holds the OpenMP pools of OpenBLAS and oneDNN at one thread on the calling thread.
///
/// OpenMP keeps its thread count a thread, so each thread that calls into them sets it once.
package enum SingleThreadedLibraries {
  @inline(__always)
  package static func enforce() {
    if omp_get_max_threads() != 1 { omp_set_num_threads(1) }
  }
}
