import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Ended, runProgram } from '../built-program.ts'
import { makeFolder } from '../folder.ts'

/** A home folder of its own, in which the built program runs with nothing else on PATH. */
export interface ClientHome {
  path: (file: string) => string
  write: (file: string, text: string) => Promise<string>
  read: (file: string) => Promise<string>
  run: (args: string[], env?: Record<string, string>) => Promise<Ended>
  /** Puts a program on PATH: the body of a script in JavaScript, with `args` and `home`. */
  addProgram: (name: string, body: string) => Promise<string>
}

export async function makeClientHome(): Promise<ClientHome> {
  const home = await makeFolder('home-')
  const programs = join(home, 'bin')
  await mkdir(programs)
  const path = (file: string) => join(home, file)
  return {
    path,
    async write(file, text) {
      await mkdir(dirname(path(file)), { recursive: true })
      await writeFile(path(file), text)
      return path(file)
    },
    read: (file) => readFile(path(file), 'utf8'),
    run: (args, env = {}) => runProgram(args, { HOME: home, PATH: programs, ...env }),
    async addProgram(name, body) {
      const script = `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs')
const args = process.argv.slice(2)
const home = ${JSON.stringify(home)}
writeFileSync(home + '/${name}-args.json', JSON.stringify(args))
${body}
`
      await writeFile(join(programs, name), script)
      await chmod(join(programs, name), 0o755)
      return join(programs, name)
    },
  }
}
