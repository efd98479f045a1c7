import { execFileSync } from 'node:child_process'
import { pythonCommand } from '../../src/local/runs/start/python-file.ts'

/** Tells whether the Python that runs would start can run at all. */
export const hasPython = await pythonCommand('.', ['--version']).then(
  ({ file, args }) => runs(file, args),
  () => false,
)

/** Ends the title of a test that needs Python, so that a report shows why it was skipped. */
export const WITHOUT_PYTHON = hasPython ? '' : ' (skipped: no Python here)'

function runs(file: string, args: string[]): boolean {
  try {
    execFileSync(file, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
