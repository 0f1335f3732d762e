#ifndef MESASCOPE_CONEDNN_SHIM_H
#define MESASCOPE_CONEDNN_SHIM_H

#include <dnnl.h>
#include <immintrin.h>

// Function-like macros that Swift cannot import.
static inline int ms_dnnl_post_op_source(int index) {
  return DNNL_ARG_ATTR_MULTIPLE_POST_OP(index) | DNNL_ARG_SRC_1;
}

// The processor's treatment of numbers below the normal range: flush results to zero and read
// such arguments as zero. Gradients that fade through many ticks reach that range, where each
// operation is otherwise some hundred times slower.
static inline unsigned ms_floating_point_mode(void) { return _mm_getcsr(); }
static inline void ms_flush_denormals(void) { _mm_setcsr(_mm_getcsr() | 0x8040); }

#endif
