/** Interleaved rounds of a full run, and seconds of each stretch; `BENCH_ROUNDS` and `BENCH_SECONDS` make a short one. */
export const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
export const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);
