// Runs the server over stdio and records the messages of both sides, for `versionOverStdio`.
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

const server = spawn(process.execPath, [MAIN, ...process.argv.slice(2)], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
const recordTo = (name) => createWriteStream(join(homedir(), name), { flags: 'a' })

process.stdin.pipe(recordTo('sent.jsonl'))
server.stdout.pipe(recordTo('received.jsonl'))
process.stdin.pipe(server.stdin)
server.stdout.pipe(process.stdout)
server.on('close', (code) => {
  process.exitCode = code ?? 1
  process.stdin.destroy()
})
