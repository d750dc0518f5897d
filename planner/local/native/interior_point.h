/* Primal-dual interior point method for the quadratic problem of one real-time iteration.
 *
 * Every constraint is a row  a' z <= b + sigma,  sigma >= 0, with the cost  rho sigma + rho2/2 sigma^2:
 * soft where rho is a price, as good as hard where rho is above every multiplier (an exact penalty), and
 * always feasible. Multipliers lambda of the row and mu of sigma >= 0; t = b + sigma - a' z.
 *
 *   lambda t = tau,  mu sigma = tau,  lambda + mu = rho + rho2 sigma
 *
 * The last line holds from the start and is linear, so each step keeps it. Eliminating t, sigma and mu
 * leaves a weight w a a' in the Hessian for every row, and the structure of the horizon as it is.
 * Predictor and corrector: S. Mehrotra, SIAM J. Optimization 2 (1992).
 */
#ifndef FLEET_INTERIOR_POINT_H
#define FLEET_INTERIOR_POINT_H

#include "riccati.h"

typedef struct {
    int count;
    double a[PAD][ROWS]; /* by component, so that loops over rows are vector loops */
    double b[ROWS], rho[ROWS];
    double t[ROWS], sigma[ROWS], lambda[ROWS], mu[ROWS];
    double dt[ROWS], dsigma[ROWS], dlambda[ROWS], dmu[ROWS];
    double r1[ROWS], r2[ROWS];
} Rows;

typedef struct {
    double H[PAD][PAD], g[PAD]; /* of the cost alone */
    double z[PAD];
    Rows rows;
} QpStage;

#define RHO2 1.0
#define SMALLEST 1e-3
#define STEP_BACK 0.995
#define ROUNDING_TAU 1e-3

static void add_row(Rows *rows, double b, double rho, const double *a)
{
    int r = rows->count++;
    for (int j = 0; j < PAD; j++) rows->a[j][r] = j < NZ ? a[j] : 0.0;
    rows->b[r] = b;
    rows->rho[r] = rho;
}

/* A row with one entry. */
static void add_bound(Rows *rows, int component, double sign, double b, double rho)
{
    double a[NZ] = {0};
    a[component] = sign;
    add_row(rows, b, rho, a);
}

static void begin(QpStage *qp, int stages, double tau)
{
    for (int k = 0; k <= stages; k++) {
        Rows *rows = &qp[k].rows;
        for (int r = 0; r < rows->count; r++) {
            double value = -rows->b[r];
            for (int j = 0; j < NZ; j++) value += rows->a[j][r] * qp[k].z[j];
            double scale = tau / rows->rho[r];
            double sigma = value + SMALLEST > scale ? value + SMALLEST : scale;
            double t = sigma - value, lambda = tau / t;
            double most = 0.5 * (rows->rho[r] + RHO2 * sigma);
            if (lambda > most) lambda = most;
            rows->sigma[r] = sigma;
            rows->t[r] = t;
            rows->lambda[r] = lambda;
            rows->mu[r] = rows->rho[r] + RHO2 * sigma - lambda;
        }
    }
}

/* The rows' share of the gradient for the targets r1, r2; with `hessian` of the Hessian as well. */
static void condense(const QpStage *qp, Lq *lq, int stages, int hessian)
{
    for (int k = 0; k <= stages; k++) {
        const QpStage *stage = &qp[k];
        const Rows *rows = &stage->rows;
        double weight[ROWS], pull[ROWS];
        int count = rows->count;
        for (int r = 0; r < count; r++) {
            double W = rows->lambda[r] / rows->t[r];
            double V = rows->mu[r] / rows->sigma[r] + RHO2;
            double r1 = rows->r1[r] / rows->t[r];
            double q = r1 + rows->r2[r] / rows->sigma[r];
            weight[r] = W * V / (W + V);
            pull[r] = rows->lambda[r] + r1 - W * q / (W + V);
        }
        for (int i = 0; i < NZ; i++) {
            double sum = stage->g[i];
            for (int j = 0; j < NZ; j++) sum += stage->H[i][j] * stage->z[j];
            for (int r = 0; r < count; r++) sum += pull[r] * rows->a[i][r];
            lq[k].g[i] = sum;
        }
        if (!hessian) continue;
        for (int i = 0; i < NZ; i++) {
            double scaled[ROWS];
            for (int r = 0; r < count; r++) scaled[r] = weight[r] * rows->a[i][r];
            for (int j = i; j < NZ; j++) {
                double sum = stage->H[i][j];
                for (int r = 0; r < count; r++) sum += scaled[r] * rows->a[j][r];
                lq[k].H[i][j] = lq[k].H[j][i] = sum;
            }
        }
    }
}

/* Steps of all that was eliminated; returns the longest step that keeps everything positive. */
static double expand(QpStage *qp, const Lq *lq, int stages)
{
    double limit = 0.0; /* largest of -d/value */
    for (int k = 0; k <= stages; k++) {
        Rows *rows = &qp[k].rows;
        for (int r = 0; r < rows->count; r++) {
            double da = 0.0;
            for (int j = 0; j < NZ; j++) da += rows->a[j][r] * lq[k].step[j];
            double W = rows->lambda[r] / rows->t[r];
            double V = rows->mu[r] / rows->sigma[r] + RHO2;
            double r1 = rows->r1[r] / rows->t[r];
            double dsigma = (r1 + rows->r2[r] / rows->sigma[r] + W * da) / (W + V);
            double dt = dsigma - da, dlambda = r1 - W * dt, dmu = RHO2 * dsigma - dlambda;
            rows->dsigma[r] = dsigma;
            rows->dt[r] = dt;
            rows->dlambda[r] = dlambda;
            rows->dmu[r] = dmu;
            double x = -dt / rows->t[r], y = -dsigma / rows->sigma[r];
            double v = -dlambda / rows->lambda[r], w = -dmu / rows->mu[r];
            x = x > y ? x : y;
            v = v > w ? v : w;
            x = x > v ? x : v;
            limit = limit > x ? limit : x;
        }
    }
    return limit > STEP_BACK ? STEP_BACK / limit : 1.0;
}

/* Mean complementarity after a step of length `along`. */
static double complementarity(const QpStage *qp, int stages, double along)
{
    double sum = 0.0;
    int count = 0;
    for (int k = 0; k <= stages; k++) {
        const Rows *rows = &qp[k].rows;
        for (int r = 0; r < rows->count; r++)
            sum += (rows->lambda[r] + along * rows->dlambda[r]) * (rows->t[r] + along * rows->dt[r])
                   + (rows->mu[r] + along * rows->dmu[r])
                         * (rows->sigma[r] + along * rows->dsigma[r]);
        count += 2 * rows->count;
    }
    return count ? sum / count : 0.0;
}

static void aim_at_zero(QpStage *qp, int stages)
{
    for (int k = 0; k <= stages; k++) {
        Rows *rows = &qp[k].rows;
        for (int r = 0; r < rows->count; r++) {
            rows->r1[r] = -rows->lambda[r] * rows->t[r];
            rows->r2[r] = -rows->mu[r] * rows->sigma[r];
            rows->dt[r] = rows->dsigma[r] = rows->dlambda[r] = rows->dmu[r] = 0.0;
        }
    }
}

static void aim_at(QpStage *qp, int stages, double tau)
{
    for (int k = 0; k <= stages; k++) {
        Rows *rows = &qp[k].rows;
        for (int r = 0; r < rows->count; r++) {
            rows->r1[r] += tau - rows->dlambda[r] * rows->dt[r];
            rows->r2[r] += tau - rows->dmu[r] * rows->dsigma[r];
        }
    }
}

static void move(QpStage *qp, const Lq *lq, int stages, double along)
{
    for (int k = 0; k <= stages; k++) {
        Rows *rows = &qp[k].rows;
        for (int j = 0; j < NZ; j++) qp[k].z[j] += along * lq[k].step[j];
        for (int r = 0; r < rows->count; r++) {
            rows->t[r] += along * rows->dt[r];
            rows->sigma[r] += along * rows->dsigma[r];
            rows->lambda[r] += along * rows->dlambda[r];
            rows->mu[r] += along * rows->dmu[r];
        }
    }
}

/* Iterations used; `most` + 1 when the cap was reached, -1 when the problem is not convex. */
static int interior_point(QpStage *qp, Lq *lq, int stages, int most, double begin_tau, double end_tau)
{
    begin(qp, stages, begin_tau);
    for (int iteration = 1; iteration <= most; iteration++) {
        aim_at_zero(qp, stages);
        double tau = complementarity(qp, stages, 0.0);
        if (tau < end_tau) return iteration - 1;
        condense(qp, lq, stages, 1);
        /* Rounding at the very end of the way leaves what was found so far. */
        if (factor(lq, stages)) return tau < ROUNDING_TAU ? iteration - 1 : -1;
        solve(lq, stages);
        double along = expand(qp, lq, stages);
        double share = complementarity(qp, stages, along) / tau;
        aim_at(qp, stages, tau * share * share * share);
        condense(qp, lq, stages, 0);
        solve(lq, stages);
        move(qp, lq, stages, expand(qp, lq, stages));
    }
    return most + 1;
}

#endif
