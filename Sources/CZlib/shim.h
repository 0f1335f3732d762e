#ifndef MESASCOPE_CZLIB_SHIM_H
#define MESASCOPE_CZLIB_SHIM_H

#include <zlib.h>

#endif
