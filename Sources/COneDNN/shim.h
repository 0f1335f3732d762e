#ifndef MESASCOPE_CONEDNN_SHIM_H
#define MESASCOPE_CONEDNN_SHIM_H

#include <dnnl.h>

// Constants that are macros or enumerators with no Swift counterpart.
static inline int64_t ms_dnnl_runtime_dim(void) { return DNNL_RUNTIME_DIM_VAL; }

#endif
