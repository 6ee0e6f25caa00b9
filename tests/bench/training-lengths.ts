/** Steps that both sides make before the clock starts: compilation, first allocations, the first sample picture. */
export const warmUpSteps = 20;
/** Steps a repeat trains, warm-up included: some seconds on one core. */
export const trainedSteps = 120;
