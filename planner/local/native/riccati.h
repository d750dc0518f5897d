/* Linear-quadratic problem over the horizon, solved by the Riccati recursion.
 *
 *   min  sum_k  1/2 z_k' H_k z_k + g_k' z_k      z_k = (u_k, x_k), x_{k+1} = F_k z_k, x_0 = 0
 *
 * factor() depends on H and F alone, so that predictor and corrector share it.
 * Source: G. Frison, "Algorithms and methods for high-performance model predictive control", thesis,
 * DTU 2015, chapter 4. Rows are padded to 8 doubles, one vector register of AVX-512.
 */
#ifndef FLEET_RICCATI_H
#define FLEET_RICCATI_H

#define NZ (NU + NX)
#define PAD 8

typedef struct {
    double H[PAD][PAD]; /* (u, x), symmetric */
    double g[PAD];
    double F[NX][PAD]; /* (B A) */
    /* made by factor() */
    double inverse[NU][NU]; /* of the part of u */
    double cross[NU][NX];
    double gain[NU][NX];
    double P[NX][PAD]; /* cost to go */
    /* made by solve() */
    double feed[NU];
    double step[PAD];
} Lq;

/* 0, or 1 where the problem is not convex in u. */
static int factor(Lq *stage, int stages)
{
    for (int i = 0; i < NX; i++)
        for (int j = 0; j < NX; j++)
            stage[stages].P[i][j] = stage[stages].H[NU + i][NU + j];
    for (int k = stages - 1; k >= 0; k--) {
        Lq *now = &stage[k];
        double PF[NX][PAD], M[PAD][PAD];
        for (int i = 0; i < NX; i++) {
            for (int j = 0; j < PAD; j++) PF[i][j] = 0.0;
            for (int l = 0; l < NX; l++)
                for (int j = 0; j < PAD; j++) PF[i][j] += stage[k + 1].P[i][l] * now->F[l][j];
        }
        for (int i = 0; i < NZ; i++) {
            for (int j = 0; j < PAD; j++) M[i][j] = now->H[i][j];
            for (int l = 0; l < NX; l++)
                for (int j = 0; j < PAD; j++) M[i][j] += now->F[l][i] * PF[l][j];
        }
        double a = M[0][0], b = M[0][1], c = M[1][1];
        if (!(a > 0.0) || !(c > 0.0)) return 1;
        /* Rounding, where one input is bound hard: what is coupled too closely is let go. */
        if (a * c - b * b < 1e-12 * a * c) b = 0.0;
        double determinant = a * c - b * b;
        now->inverse[0][0] = c / determinant;
        now->inverse[1][1] = a / determinant;
        now->inverse[0][1] = now->inverse[1][0] = -b / determinant;
        for (int i = 0; i < NU; i++)
            for (int j = 0; j < NX; j++) now->cross[i][j] = M[i][NU + j];
        for (int i = 0; i < NU; i++)
            for (int j = 0; j < NX; j++)
                now->gain[i][j] =
                    now->inverse[i][0] * now->cross[0][j] + now->inverse[i][1] * now->cross[1][j];
        for (int i = 0; i < NX; i++)
            for (int j = 0; j < NX; j++)
                now->P[i][j] = M[NU + i][NU + j] - now->cross[0][i] * now->gain[0][j]
                               - now->cross[1][i] * now->gain[1][j];
    }
    return 0;
}

static void solve(Lq *stage, int stages)
{
    double p[NX], m[PAD], x[NX] = {0};
    for (int i = 0; i < NX; i++) p[i] = stage[stages].g[NU + i];
    for (int k = stages - 1; k >= 0; k--) {
        Lq *now = &stage[k];
        for (int j = 0; j < PAD; j++) m[j] = now->g[j];
        for (int l = 0; l < NX; l++)
            for (int j = 0; j < PAD; j++) m[j] += now->F[l][j] * p[l];
        for (int i = 0; i < NU; i++)
            now->feed[i] = now->inverse[i][0] * m[0] + now->inverse[i][1] * m[1];
        for (int i = 0; i < NX; i++)
            p[i] = m[NU + i] - now->cross[0][i] * now->feed[0] - now->cross[1][i] * now->feed[1];
    }
    for (int k = 0; k <= stages; k++) {
        Lq *now = &stage[k];
        for (int i = 0; i < NX; i++) now->step[NU + i] = x[i];
        for (int i = 0; i < NU; i++) now->step[i] = 0.0;
        if (k == stages) break;
        for (int i = 0; i < NU; i++) {
            double u = -now->feed[i];
            for (int j = 0; j < NX; j++) u -= now->gain[i][j] * x[j];
            now->step[i] = u;
        }
        for (int i = 0; i < NX; i++) {
            double sum = 0.0;
            for (int j = 0; j < NZ; j++) sum += now->F[i][j] * now->step[j];
            x[i] = sum;
        }
    }
}

#endif
