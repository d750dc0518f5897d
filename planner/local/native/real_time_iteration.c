/* One real-time iteration for each of many vehicles: linearise along the guess, solve the quadratic
 * problem, take the step. `names.h` comes from state.py, `stage.c` from CasADi (model.py).
 *
 * Source: M. Diehl, H. G. Bock, J. P. Schloeder, "A real-time iteration scheme for nonlinear optimization
 * in optimal feedback control", SIAM J. Control and Optimization 43 (2005).
 */
#define _GNU_SOURCE
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "names.h"
#include "stage.c"

#define ROWS (12 + OBJECTS * DISCS)
#include "interior_point.h"

typedef struct {
    QpStage qp[STAGES + 1];
    Lq lq[STAGES + 1];
} Work;

typedef struct { /* one vehicle's part of the arrays, see solver.py */
    const double *measured, *car, *path, *reference, *weight, *disc, *object;
    double *x, *u, *outcome;
} Task;

static void look_up(const Task *task, double s, double *at)
{
    double place = (s - task->car[CAR_PATH_BEGIN]) / SPACING_M;
    if (!(place > 0.0)) place = 0.0;
    if (place > SAMPLES - 1) place = SAMPLES - 1;
    int first = place < SAMPLES - 1 ? (int)place : SAMPLES - 2;
    const double *low = task->path + first * PATH_COUNT, *high = low + PATH_COUNT;
    for (int c = 0; c < PATH_COUNT; c++) at[c] = low[c] + (place - first) * (high[c] - low[c]);
}

/* A penalty on (z - wanted)^2, around the guess. */
static void track(QpStage *stage, int component, double weight, double guess, double wanted)
{
    stage->H[component][component] += weight;
    stage->g[component] += weight * (guess - wanted);
}

static void keep_clear(const Task *task, QpStage *stage, int k, const double *at)
{
    const double *x = task->x + k * STATE_COUNT;
    double work[WORK];
    double frame[6] = {at[PATH_X], at[PATH_Y], at[PATH_DIRECTION], at[PATH_CURVATURE],
                       x[STATE_S], task->car[CAR_DIRECTION]};
    for (int d = 0; d < DISCS; d++) {
        const double *disc = task->disc + 3 * d;
        if (!(disc[2] > 0.0)) break;
        double point[2], slope[6];
        const double *in[3] = {x, frame, disc};
        double *out[2] = {point, slope};
        fleet_body(in, out, 0, work, 0);
        for (int m = 0; m < OBJECTS; m++) {
            const double *object = task->object + 3 * (m * (STAGES + 1) + k);
            if (!(object[2] > 0.0)) break;
            double dx = point[0] - object[0], dy = point[1] - object[1];
            double apart = sqrt(dx * dx + dy * dy) + 1e-6, gap = apart - disc[2] - object[2];
            double a[NZ] = {0};
            for (int c = 0; c < 3; c++)
                a[NU + c] = -(dx * slope[2 * c] + dy * slope[2 * c + 1]) / apart;
            add_row(&stage->rows, gap, task->weight[WEIGHT_CLEAR], a);
        }
    }
}

static void bound_state(const Task *task, QpStage *stage, int k, const double *at)
{
    const double *x = task->x + k * STATE_COUNT, *car = task->car, *weight = task->weight;
    const double *reference = task->reference + k * REFERENCE_COUNT;
    double hard = weight[WEIGHT_LIMIT], room = fmax(car[CAR_STEER_MAX], fabs(task->measured[STATE_STEER]));
    Rows *rows = &stage->rows;
    add_bound(rows, NU + STATE_V, 1.0, reference[REFERENCE_V_MAX] - x[STATE_V], hard);
    add_bound(rows, NU + STATE_V, -1.0, x[STATE_V], hard);
    add_bound(rows, NU + STATE_STEER, 1.0, room - x[STATE_STEER], hard);
    add_bound(rows, NU + STATE_STEER, -1.0, room + x[STATE_STEER], hard);
    add_bound(rows, NU + STATE_N, 1.0, at[PATH_LEFT] - x[STATE_N], weight[WEIGHT_CORRIDOR]);
    add_bound(rows, NU + STATE_N, -1.0, x[STATE_N] - at[PATH_RIGHT], weight[WEIGHT_CORRIDOR]);
    double brake[NZ] = {0}; /* s + v^2 / (2 b) <= release */
    brake[NU + STATE_S] = 1.0;
    brake[NU + STATE_V] = x[STATE_V] / car[CAR_BRAKING];
    add_row(rows, car[CAR_RELEASE] - x[STATE_S] - 0.5 * x[STATE_V] * x[STATE_V] / car[CAR_BRAKING],
            hard, brake);
#if TURN_IS_STATE == 0
    double constants[3] = {at[PATH_CURVATURE], car[CAR_DIRECTION], car[CAR_WHEELBASE]};
    double rate, slope[STATE_COUNT], work[WORK], a[NZ] = {0};
    const double *in[2] = {x, constants};
    double *out[2] = {&rate, slope};
    fleet_turn(in, out, 0, work, 0);
    for (int sign = -1; sign <= 1; sign += 2) {
        for (int c = 0; c < NX; c++) a[NU + c] = sign * slope[c];
        add_row(rows, car[CAR_TURN_MAX] - sign * rate, hard, a);
    }
#endif
}

static void bound_input(const Task *task, QpStage *stage, const double *u)
{
    const double *car = task->car;
    double hard = task->weight[WEIGHT_LIMIT];
    add_bound(&stage->rows, INPUT_A, 1.0, car[CAR_ACCELERATION] - u[INPUT_A], hard);
    add_bound(&stage->rows, INPUT_A, -1.0, car[CAR_BRAKING] + u[INPUT_A], hard);
    double rate = u[INPUT_STEER_RATE], most = car[CAR_STEER_RATE_MAX];
    add_bound(&stage->rows, INPUT_STEER_RATE, 1.0, most - rate, hard);
    add_bound(&stage->rows, INPUT_STEER_RATE, -1.0, most + rate, hard);
}

/* The steering that follows the path at speed v. */
static double steer_along(const Task *task, const double *at, double v)
{
#if TURN_IS_STATE
    return at[PATH_CURVATURE] * v;
#else
    return atan(task->car[CAR_DIRECTION] * task->car[CAR_WHEELBASE] * at[PATH_CURVATURE]);
#endif
}

static void linearise_stage(const Task *task, QpStage *stage, Lq *lq, int k, double *next)
{
    const double *x = task->x + k * STATE_COUNT, *car = task->car, *weight = task->weight;
    const double *reference = task->reference + k * REFERENCE_COUNT;
    double at[PATH_COUNT];
    look_up(task, x[STATE_S], at);
    for (int i = 0; i < PAD; i++) {
        stage->g[i] = stage->z[i] = 0.0;
        for (int j = 0; j < PAD; j++) stage->H[i][j] = 0.0;
    }
    stage->rows.count = 0;
    track(stage, NU + STATE_S, weight[WEIGHT_S], x[STATE_S], reference[REFERENCE_S]);
    track(stage, NU + STATE_N, weight[WEIGHT_N], x[STATE_N], 0.0);
    track(stage, NU + STATE_PSI, weight[WEIGHT_PSI], x[STATE_PSI], 0.0);
    track(stage, NU + STATE_V, weight[WEIGHT_V], x[STATE_V], reference[REFERENCE_V]);
    track(stage, NU + STATE_STEER, weight[WEIGHT_STEER], x[STATE_STEER],
          steer_along(task, at, reference[REFERENCE_V]));
    if (k > 0) {
        bound_state(task, stage, k, at);
        keep_clear(task, stage, k, at);
    }
    if (k == STAGES) return;
    const double *u = task->u + k * INPUT_COUNT;
    track(stage, INPUT_A, weight[WEIGHT_A], u[INPUT_A], 0.0);
    track(stage, INPUT_STEER_RATE, weight[WEIGHT_STEER_RATE], u[INPUT_STEER_RATE], 0.0);
    bound_input(task, stage, u);

    double constants[3] = {at[PATH_CURVATURE], car[CAR_DIRECTION], car[CAR_WHEELBASE]};
    double A[NX * NX], B[NX * NU], work[WORK];
    const double *in[3] = {x, u, constants};
    double *out[3] = {next, A, B};
    fleet_step(in, out, 0, work, 0);
    for (int i = 0; i < NX; i++) {
        for (int j = 0; j < NU; j++) lq->F[i][j] = B[j * NX + i];
        for (int j = 0; j < NX; j++) lq->F[i][NU + j] = A[j * NX + i];
        lq->F[i][NZ] = 0.0;
    }
}

/* Everything around the guess; z begins where the linear dynamics lead from the measured state. */
static void linearise(const Task *task, Work *work)
{
    double dx[NX], next[NX];
    for (int i = 0; i < NX; i++) dx[i] = task->measured[i] - task->x[i];
    for (int k = 0; k <= STAGES; k++) {
        linearise_stage(task, &work->qp[k], &work->lq[k], k, next);
        for (int i = 0; i < NX; i++) work->qp[k].z[NU + i] = dx[i];
        if (k == STAGES) break;
        const double *following = task->x + (k + 1) * STATE_COUNT;
        for (int i = 0; i < NX; i++) {
            double sum = next[i] - following[i];
            for (int j = 0; j < NX; j++) sum += work->lq[k].F[i][NU + j] * work->qp[k].z[NU + j];
            dx[i] = sum;
        }
    }
}

/* Takes the step; returns its length (the largest change of a component). */
static double take(const Task *task, const Work *work, double *slack)
{
    double longest = 0.0;
    for (int k = 0; k <= STAGES; k++) {
        const QpStage *stage = &work->qp[k];
        for (int i = 0; i < NX; i++) {
            task->x[k * NX + i] += stage->z[NU + i];
            longest = fmax(longest, fabs(stage->z[NU + i]));
        }
        for (int i = 0; k < STAGES && i < NU; i++) {
            task->u[k * NU + i] += stage->z[i];
            longest = fmax(longest, fabs(stage->z[i]));
        }
        for (int r = 0; r < stage->rows.count; r++)
            if (stage->rows.rho[r] < task->weight[WEIGHT_LIMIT])
                *slack = fmax(*slack, stage->rows.sigma[r]);
    }
    return longest;
}

static int sound(const Task *task)
{
    double sum = 0.0;
    for (int i = 0; i < (STAGES + 1) * NX; i++) sum += task->x[i];
    for (int i = 0; i < STAGES * NU; i++) sum += task->u[i];
    return isfinite(sum);
}

static void plan(const Task *task, Work *work, int rounds, int most, double end_tau)
{
    struct timespec begin, end;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    double slack = 0.0, step = 0.0;
    int status = STATUS_SOLVED, iterations = 0;
    for (int round = 0; round < rounds; round++) {
        linearise(task, work);
        int used = interior_point(work->qp, work->lq, STAGES, most, BEGIN_TAU, end_tau);
        if (used < 0) {
            status = STATUS_FAILED;
            break;
        }
        status = used > most ? STATUS_CAPPED : STATUS_SOLVED;
        iterations += used > most ? most : used;
        slack = 0.0;
        step = take(task, work, &slack);
        if (step < 1e-9) break;
    }
    if (!sound(task)) status = STATUS_FAILED;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    task->outcome[SOLVE_REPORT_STATUS] = status;
    task->outcome[SOLVE_REPORT_ITERATIONS] = iterations;
    task->outcome[SOLVE_REPORT_SLACK] = slack;
    task->outcome[SOLVE_REPORT_STEP] = step;
    task->outcome[SOLVE_REPORT_SOLVE_S] = (end.tv_sec - begin.tv_sec) + 1e-9 * (end.tv_nsec - begin.tv_nsec);
}

typedef struct {
    const Task *tasks;
    int count, rounds, most;
    double end_tau;
    atomic_int next;
} Batch;

static void *work_through(void *argument)
{
    Batch *batch = argument;
    Work *work = calloc(1, sizeof(Work));
    for (int i; work && (i = atomic_fetch_add(&batch->next, 1)) < batch->count;)
        plan(&batch->tasks[i], work, batch->rounds, batch->most, batch->end_tau);
    free(work);
    return 0;
}

/* 0, or 1 without memory. Vehicles whose outcome stays untouched (status -1) were not solved. */
int fleet_plan(int count, const double *measured, const double *car, const double *path,
               const double *reference, const double *weight, const double *disc, const double *object,
               double *x, double *u, double *outcome, int rounds, int most, double end_tau, int threads)
{
    Task *tasks = malloc(sizeof(Task) * (count > 0 ? count : 1));
    pthread_t thread[64];
    if (!tasks) return 1;
    for (int v = 0; v < count; v++) {
        tasks[v] = (Task){measured + v * NX, car + v * CAR_COUNT, path + v * SAMPLES * PATH_COUNT,
                          reference + v * (STAGES + 1) * REFERENCE_COUNT, weight + v * WEIGHT_COUNT,
                          disc + v * DISCS * 3, object + v * OBJECTS * (STAGES + 1) * 3,
                          x + v * (STAGES + 1) * NX, u + v * STAGES * NU, outcome + v * SOLVE_REPORT_COUNT};
        tasks[v].outcome[SOLVE_REPORT_STATUS] = -1.0;
    }
    Batch batch = {tasks, count, rounds, most, end_tau, 0};
    int started = 0;
    for (; started < threads - 1 && started < count - 1 && started < 64; started++)
        if (pthread_create(&thread[started], 0, work_through, &batch)) break;
    work_through(&batch);
    for (int i = 0; i < started; i++) pthread_join(thread[i], 0);
    free(tasks);
    return 0;
}
