import { count } from './token-corpus.ts'

/** Returns what each further character of a run costs, in 1/100 token: up to the eighth, and later. */
function fitRun(char: string): [early: number, late: number] {
  const counts = Array.from({ length: 118 }, (_, i) => ({ n: i + 3, k: count(char.repeat(i + 3)) }))
  let best = { loss: Number.POSITIVE_INFINITY, early: 0, late: 0 }
  for (let early = 0; early <= 100; early += 2) {
    for (let late = 0; late <= 100; late++) {
      let loss = 0
      for (const { n, k } of counts) {
        const cost = 1 + (Math.min(n - 2, 6) * early + Math.max(0, n - 8) * late) / 100
        loss += ((cost - k) / (k + 1)) ** 2 * (cost < k ? 3 : 1)
      }
      if (loss < best.loss) best = { loss, early, late }
    }
  }
  return [best.early, best.late]
}

/** Returns the costs of each printable ASCII character except digits, in the form of `RUNS` in src/budget/estimate/weights.generated.ts. */
export function runsOfEach(): string {
  const chars = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
  return chars
    .filter((char) => !/\d/.test(char))
    .map((char) => char + fitRun(char).join())
    .join(' ')
}
