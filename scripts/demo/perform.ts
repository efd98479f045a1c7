import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { z } from 'zod'
import { exactTokens, type RawApi } from './raw-api.ts'
import { INDENT, resultLines } from './show-result.ts'
import type { Result, Step } from './steps.ts'
import type { Terminal } from './terminal.ts'
import { wrapText } from './text-width.ts'

/** The bar that compares two numbers of tokens, in columns. */
const BAR = 24
/** What is before a remark. */
const ARROW = '→ '

const answer = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
})

/** What the calls of a demo cost, of those that can be compared. */
export interface Totals {
  calls: number
  tokens: number
  rawTokens: number
}

/** Performs the steps of the demo, and prints each. */
export class Performer {
  readonly totals: Totals = { calls: 0, tokens: 0, rawTokens: 0 }

  constructor(
    private readonly client: Client,
    private readonly api: () => Promise<RawApi>,
    private readonly terminal: Terminal,
  ) {}

  /**
   * Calls a tool as an agent would and prints what the agent sees.
   * @throws {Error} if the call fails, or its result is not as it should be
   */
  async perform(step: Step): Promise<Result> {
    this.totals.calls++
    this.printCall(step)
    const begin = performance.now()
    const { text, result } = await this.call(step)
    const seconds = (performance.now() - begin) / 1000
    print(resultLines(result, this.terminal))
    await this.printCost(step, text, result, seconds)
    const remark = step.remark?.(result)
    if (remark !== undefined) print(['', ...this.remarkLines(remark)])
    return result
  }

  private remarkLines(remark: string): string[] {
    const { style, width } = this.terminal
    const lines = wrapText(remark, width - INDENT.length - ARROW.length)
    return lines.map((line, i) => style('green', i === 0 ? ARROW : ' '.repeat(ARROW.length)) + line)
  }

  private async call({ tool, args }: Step): Promise<{ text: string; result: Result }> {
    const onprogress = ({ message = '' }: { message?: string }) =>
      print([this.terminal.style('dim', `… ${message}`)])
    const given = await this.client.callTool({ name: tool, arguments: args }, undefined, {
      onprogress,
    })
    const { content, structuredContent, isError } = answer.parse(given)
    const text = content.map((block) => block.text ?? '').join('\n')
    if (isError || structuredContent === undefined) throw new Error(`${tool} failed: ${text}`)
    return { text, result: structuredContent }
  }

  private printCall({ heading, tool, args }: Step): void {
    const { style, width } = this.terminal
    const number = String(this.totals.calls).padStart(2)
    console.log(`\n${style('cyan', number)} ${style('bold', heading)}`)
    const words = `${tool} ${JSON.stringify(args).replaceAll('","', '", "').replaceAll(',"', ', "')}`
    const [first = '', ...rest] = wrapText(words, width - INDENT.length - 2)
    print([`${style('green', '▶')} ${style('cyan', first)}`])
    print(rest.map((line) => `  ${style('cyan', line)}`))
  }

  private async printCost(step: Step, text: string, result: Result, secs: number): Promise<void> {
    const { style } = this.terminal
    const tokens = exactTokens(text)
    const took = style('dim', `${secs.toFixed(2)} s`)
    if (!step.raw) {
      print(['', `The agent reads ${count(tokens)} tokens.  ${took}`])
      return
    }
    const api = await this.api()
    const answers = await Promise.all(step.raw(result).map((path) => api.send(path)))
    const rawTokens = answers.reduce((sum, each) => sum + exactTokens(each), 0)
    this.totals.tokens += tokens
    this.totals.rawTokens += rawTokens
    const [own, raw] = bars(tokens, rawTokens)
    const width = Math.max(count(tokens).length, count(rawTokens).length)
    const line = (label: string, number: number) =>
      `${label} ${count(number).padStart(width)} tokens`
    print([
      '',
      `${line('The agent reads', tokens)}  ${style('green', own)}  ${took}`,
      `${line('The API sends  ', rawTokens)}  ${style('dim', raw)}`,
    ])
  }
}

/** Returns two bars whose lengths are in the proportion of two numbers. */
function bars(a: number, b: number): [string, string] {
  const most = Math.max(a, b, 1)
  const bar = (n: number) => '█'.repeat(Math.max(1, Math.round((n / most) * BAR)))
  return [bar(a), bar(b)]
}

export function count(number: number): string {
  return number.toLocaleString('en-US')
}

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(line === '' ? '' : INDENT + line)
}
