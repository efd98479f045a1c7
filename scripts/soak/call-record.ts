import type { Answer } from './client.ts'

export interface Call {
  tool: string
  args: Record<string, unknown>
  /** Records how the call ended. */
  recordAnswer(answer: Answer): void
}

export type CallRecord = ReturnType<typeof createCallRecord>

interface Write {
  name: string
  answer?: Answer
  /** How often the API has carried it out. */
  done(): number
}

/** Records the calls that were made, to compare them with what the API holds. */
export function createCallRecord() {
  const writes: Write[] = []
  const counts = { calls: 0, correct: 0, errors: 0 }
  const lost: string[] = []
  const wrong: string[] = []

  const addOutcome = (name: string, answer: Answer, isCorrect: boolean) => {
    counts.calls++
    if (answer.outcome === 'gone') lost.push(`${name}: no answer, ${answer.text}`)
    else if (answer.outcome === 'error') counts.errors++
    else if (isCorrect) counts.correct++
    else wrong.push(`${name}: ${answer.text.slice(0, 300)}`)
  }
  return {
    /**
     * Returns a call that changes something.
     * @param done how often the API has carried it out
     */
    write(tool: string, args: Record<string, unknown>, done: () => number): Call {
      const entry: Write = { name: `${tool} ${JSON.stringify(args).slice(0, 80)}`, done }
      writes.push(entry)
      const recordAnswer = (answer: Answer) => {
        entry.answer = answer
        addOutcome(entry.name, answer, true)
      }
      return { tool, args, recordAnswer }
    },
    /**
     * Returns a call that reads.
     * @param part what a correct answer contains
     */
    read(tool: string, args: Record<string, unknown>, part: string): Call {
      const recordAnswer = (answer: Answer) => addOutcome(tool, answer, answer.text.includes(part))
      return { tool, args, recordAnswer }
    },
    /** Compares every write with what the API holds. */
    close() {
      const duplicated: string[] = []
      for (const { name, answer, done } of writes) {
        const times = done()
        if (times > 1) duplicated.push(`${name}: done ${times} times`)
        if (times < 1 && answer?.outcome === 'ok') lost.push(`${name}: ${answer.text}`)
        const denied = answer?.outcome === 'error' && /was not sent/.test(answer.text)
        if (times > 0 && denied) wrong.push(`${name}: ${answer.text}`)
      }
      return { ...counts, lost, duplicated, wrong }
    },
  }
}
