import { execFile } from 'node:child_process'

/** A guard against hangs. Every command takes much less. */
const TIMEOUT_MS = 60_000
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/** Runs a command and waits for its exit, whatever the exit code. */
export function runCommand(
  [file = '', ...args]: string[],
  options: { env: Record<string, string>; cwd: string },
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const limits = { timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES }
    const child = execFile(file, args, { ...options, ...limits }, (error, stdout, stderr) => {
      const code = child.exitCode
      if (code !== null) resolve({ code, stdout, stderr })
      else reject(new Error(`${file} did not exit on its own: ${stderr}`, { cause: error }))
    })
    child.stdin?.end()
  })
}
