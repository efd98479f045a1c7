import { execFile } from 'node:child_process'
import { makeFolder } from './folder.ts'
import { MAIN } from './server-options.ts'

export interface Ended {
  code: number | string
  stdout: string
  stderr: string
}

/** Runs the built program to its end as people do, with nothing on its standard input. */
export function runProgram(args: string[], env = process.env): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
    child.stdin?.end()
  })
}

/** Runs it in an environment of its own, with a new home folder. */
export async function runAlone(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const home = await makeFolder('home-')
  return runProgram(args, { PATH: process.env.PATH ?? '', HOME: home, ...env })
}
