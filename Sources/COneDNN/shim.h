#ifndef MESASCOPE_CONEDNN_SHIM_H
#define MESASCOPE_CONEDNN_SHIM_H

#include <dnnl.h>

// Function-like macros that Swift cannot import.
static inline int ms_dnnl_post_op_source(int index) {
  return DNNL_ARG_ATTR_MULTIPLE_POST_OP(index) | DNNL_ARG_SRC_1;
}

#endif
