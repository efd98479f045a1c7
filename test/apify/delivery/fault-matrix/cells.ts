import { FAULTS, type Fault } from '../../../support/fake-apify/faults.ts'
import type { MatrixTool } from './matrix-tool.ts'
import { MATRIX_TOOLS } from './rows/index.ts'

/** Faults that last until a timeout, or that ask to wait. */
const SLOW: readonly Fault[] = ['slow drip', 'hangs after the work', '429 with Retry-After']

/** One tool with one fault. */
export interface Cell {
  matrixTool: MatrixTool
  fault: Fault
  how: 'once' | 'always'
}

const cellsOf = (fault: Fault): Cell[] =>
  (['always', 'once'] as const).flatMap((how) =>
    MATRIX_TOOLS.map((matrixTool) => ({ matrixTool, fault, how })),
  )

/** The cells that only wait, and all others. */
export const SLOW_CELLS = SLOW.flatMap(cellsOf)
export const QUICK_CELLS = FAULTS.filter((fault) => !SLOW.includes(fault)).flatMap(cellsOf)
