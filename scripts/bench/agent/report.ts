import type { Report, Row } from '../table.ts'
import type { Outcome } from './task.ts'

/**
 * Makes the table of a trial: the totals, then tokens and calls of each task. The tokens of what a server
 * does not solve end early, so those of the tasks that both solve are added up too.
 * @param incumbent `undefined` if it could not be started
 */
export function agentReport(
  names: readonly string[],
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
      total('solved', `of ${names.length} tasks`, solved),
      total('calls', 'calls', (outcomes) => sum(outcomes, 'calls')),
      total('tokens', 'tokens', (outcomes) => sum(outcomes, 'tokens')),
      ...(incumbent ? [bothSolved(ours, incumbent)] : []),
      ...names.flatMap((name, i) => taskRows(name, ours[i], incumbent?.[i])),
    ],
  }
}

const sum = (outcomes: readonly Outcome[], key: 'calls' | 'tokens') =>
  outcomes.reduce((total, outcome) => total + outcome[key], 0)

function bothSolved(ours: readonly Outcome[], incumbent: readonly Outcome[]): Row {
  const isSolved = (_: Outcome, i: number) =>
    ours[i]?.reason === undefined && incumbent[i]?.reason === undefined
  return {
    name: '  in tasks that both solve',
    unit: 'tokens',
    ours: sum(ours.filter(isSolved), 'tokens'),
    incumbent: sum(incumbent.filter(isSolved), 'tokens'),
  }
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
