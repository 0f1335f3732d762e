#ifndef MESASCOPE_CBLAS_SHIM_H
#define MESASCOPE_CBLAS_SHIM_H

// The row-major BLAS and LAPACK entry points that LinearAlgebra uses, and the OpenMP
// setting that both OpenBLAS and oneDNN read. They are declared here, with plain
// integer types, because lapacke.h brings in C complex numbers, which Swift cannot import.

#include <stdint.h>

enum MSOrder { MSRowMajor = 101, MSColMajor = 102 };
enum MSTranspose { MSNoTrans = 111, MSTrans = 112 };
enum MSUplo { MSUpper = 121, MSLower = 122 };
enum MSDiag { MSNonUnit = 131, MSUnit = 132 };
enum MSSide { MSLeft = 141, MSRight = 142 };

void cblas_dgemm(int order, int transA, int transB, int m, int n, int k, double alpha,
                 const double *a, int lda, const double *b, int ldb, double beta, double *c,
                 int ldc);
void cblas_dsyrk(int order, int uplo, int trans, int n, int k, double alpha, const double *a,
                 int lda, double beta, double *c, int ldc);
void cblas_ssyrk(int order, int uplo, int trans, int n, int k, float alpha, const float *a,
                 int lda, float beta, float *c, int ldc);
void cblas_dtrsm(int order, int side, int uplo, int trans, int diag, int m, int n, double alpha,
                 const double *a, int lda, double *b, int ldb);


int LAPACKE_dsyevd(int layout, char jobz, char uplo, int n, double *a, int lda, double *w);
int LAPACKE_dpotrf(int layout, char uplo, int n, double *a, int lda);
int LAPACKE_dpotrs(int layout, char uplo, int n, int nrhs, const double *a, int lda, double *b,
                   int ldb);
int LAPACKE_dgesdd(int layout, char jobz, int m, int n, double *a, int lda, double *s, double *u,
                   int ldu, double *vt, int ldvt);

char *openblas_get_config(void);
char *openblas_get_corename(void);

void omp_set_num_threads(int count);
int omp_get_max_threads(void);

#endif
