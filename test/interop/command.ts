import { execFile } from 'node:child_process'

/** Well beyond what any command takes; a guard against hangs. */
const TIMEOUT_MS = 60_000
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/** Runs a command to its end, whatever its exit code. */
export function runCommand(
  [file = '', ...args]: string[],
  options: { env: Record<string, string>; cwd: string },
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const bounds = { timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES }
    const child = execFile(file, args, { ...options, ...bounds }, (error, stdout, stderr) => {
      const code = child.exitCode
      if (code !== null) resolve({ code, stdout, stderr })
      else reject(new Error(`${file} did not end by itself: ${stderr}`, { cause: error }))
    })
    child.stdin?.end()
  })
}
