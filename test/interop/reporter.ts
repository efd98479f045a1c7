import type { Reporter, TestModule } from 'vitest/node'
import type {} from './workflow.ts'

/** Prints a line for each client: how it connected, and whether it completed the workflow. */
export default class InteropReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const rows = tests.map((test) => {
      const { state } = test.result()
      const meta = test.meta().interop
      if (!meta) return [state, test.fullName]
      const { client, runtime, transport, protocol, server } = meta
      return [
        state,
        `MCP ${protocol}`,
        transport.padEnd(5),
        `${client} on ${runtime}, server on ${server}`,
      ]
    })
    process.stdout.write(`\n${rows.map((row) => row.join('  ')).join('\n')}\n`)
  }
}
