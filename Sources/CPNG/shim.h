#ifndef MESASCOPE_CPNG_SHIM_H
#define MESASCOPE_CPNG_SHIM_H

#include <png.h>

#endif
