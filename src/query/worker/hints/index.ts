export { cleanStatement } from './clean-statement.ts'
export { explainFailure } from './explain-failure.ts'
export { explainSecondStatement } from './explain-kind.ts'
export { explainParameters } from './explain-parameters.ts'
