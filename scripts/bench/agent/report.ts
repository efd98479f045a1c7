import type { Report, Row } from '../table.ts'
import type { Outcome } from './task.ts'

/** A task of the trial. */
interface Tried {
  name: string
  /** Whether it is a question about rows of datasets. */
  isOnRows: boolean
}

/**
 * Makes the table of a trial: the totals, then tokens and calls of each task. The tokens of what a server
 * does not solve end early, so those of the tasks that both solve are added up too, about rows and others.
 * @param ours what became of each task, in the same order
 * @param incumbent the same, `undefined` if it could not be started
 */
export function agentReport(
  tasks: readonly Tried[],
  ours: readonly Outcome[],
  incumbent: readonly Outcome[] | undefined,
): Report {
  const total = (
    name: string,
    unit: string,
    of: (outcomes: readonly Outcome[]) => number,
  ): Row => ({
    name,
    unit,
    ours: of(ours),
    ...(incumbent && { incumbent: of(incumbent) }),
  })
  const solved = (outcomes: readonly Outcome[]) =>
    outcomes.filter(({ reason }) => reason === undefined).length
  return {
    rows: [
      total('solved', `of ${tasks.length} tasks`, solved),
      total('calls', 'calls', (outcomes) => sum(outcomes, 'calls')),
      total('tokens', 'tokens', (outcomes) => sum(outcomes, 'tokens')),
      ...(incumbent ? bothSolved(tasks, ours, incumbent) : []),
      ...tasks.flatMap(({ name }, i) => taskRows(name, ours[i], incumbent?.[i])),
    ],
  }
}

const sum = (outcomes: readonly Outcome[], key: 'calls' | 'tokens') =>
  outcomes.reduce((total, outcome) => total + outcome[key], 0)

function bothSolved(
  tasks: readonly Tried[],
  ours: readonly Outcome[],
  incumbent: readonly Outcome[],
): Row[] {
  const solved = tasks.flatMap(({ isOnRows }, i) => {
    const [a, b] = [ours[i], incumbent[i]]
    return a && b && !a.reason && !b.reason ? [{ isOnRows, ours: a, incumbent: b }] : []
  })
  const row = (name: string, chosen: typeof solved): Row => ({
    name,
    unit: 'tokens',
    ours: sum(
      chosen.map((task) => task.ours),
      'tokens',
    ),
    incumbent: sum(
      chosen.map((task) => task.incumbent),
      'tokens',
    ),
  })
  return [
    row('  in tasks that both solve', solved),
    row(
      '  in questions about rows',
      solved.filter((task) => task.isOnRows),
    ),
    row(
      '  in the others that both solve',
      solved.filter((task) => !task.isOnRows),
    ),
  ]
}

function taskRows(name: string, ours?: Outcome, incumbent?: Outcome): Row[] {
  const row = (label: string, unit: 'calls' | 'tokens'): Row => ({
    name: label,
    unit,
    ours: ours?.[unit] ?? Number.NaN,
    ...(incumbent && { incumbent: incumbent[unit] }),
  })
  const unsolved = [
    ours?.reason && `ours: not solved, ${ours.reason}`,
    incumbent?.reason && `incumbent: not solved, ${incumbent.reason}`,
  ].filter(Boolean)
  return [
    { ...row(name, 'tokens'), ...(unsolved.length > 0 && { note: unsolved.join('; ') }) },
    row('  calls', 'calls'),
  ]
}
