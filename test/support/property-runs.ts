/**
 * Returns how fast-check runs a property: with the same cases each time in `npm test`, so that a
 * change is what makes it fail. `npm run test:fuzz` runs more, of a new seed each time, and shrinks
 * what fails.
 * @param cases how many cases `npm test` runs
 * @param share the share of the long form's cases, for properties that are slow
 */
export function propertyRuns(cases: number, share = 1) {
  const long = process.env.FUZZ_CASES
  return long
    ? { numRuns: Math.ceil(Number(long) * share) }
    : { numRuns: cases, seed: 20_260_102, endOnFailure: true }
}
