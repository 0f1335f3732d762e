#ifndef MESASCOPE_CCAIRO_SHIM_H
#define MESASCOPE_CCAIRO_SHIM_H

#include <cairo.h>

#endif
