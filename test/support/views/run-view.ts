import type { CallToolResult } from '@modelcontextprotocol/client'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { ViewEvent, ViewRequest } from './contract.ts'
import type { OpenView, ViewWorld } from './open-view.ts'

/** A run that goes on and that no platform has. */
export const RUN = {
  runId: 'run1',
  actorName: 'ann/shop',
  status: 'RUNNING',
  statusMessage: 'Page 3 of 9',
  startedAt: '2026-03-01T10:00:00.000Z',
  durationSecs: 75,
  usageUsd: 0.45,
  maxTotalChargeUsd: 0.5,
  itemCount: 30,
}

/** Returns a result as a tool gives it. */
export function resultOf(value: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: value }
}

export function getRun(runId: string): ViewRequest {
  return { tool: 'get_run', args: { runId } }
}

/** Shows a view with its result, uses it and closes it. No error may have been thrown in it. */
export async function useRunView(
  world: ViewWorld,
  request: ViewRequest,
  use: (view: OpenView) => Promise<void>,
): Promise<void> {
  const view = await world.openView(request)
  const errors: string[] = []
  view.page.on('pageerror', ({ message }) => errors.push(message))
  try {
    await view.waitForEvents('result-sent')
    await use(view)
    expect(errors).toEqual([])
  } finally {
    await view.close()
  }
}

export const statusOf = ({ frame }: OpenView) => frame.locator('.run-status')
export const buttonIn = ({ frame }: OpenView, name: string) => frame.getByRole('button', { name })
export const logOf = ({ frame }: OpenView) =>
  frame.getByRole('region', { name: 'Lines of the log' })

/** Returns the calls of the view so far, of one tool if it is named. */
export async function callsOf(view: OpenView, name?: string) {
  const events = await view.events()
  return events.flatMap((event) =>
    event.kind === 'tool-call' && (name === undefined || event.name === name) ? [event] : [],
  )
}

/** Waits until the view has called a tool so often. */
export async function waitForCalls(view: OpenView, name: string, count: number): Promise<void> {
  await expect.poll(async () => (await callsOf(view, name)).length).toBeGreaterThanOrEqual(count)
}

/** Makes calls of a tool fail on their way: before the server gets them, or after it has answered. */
export async function failCalls(page: Page, tool: string, when: 'before' | 'after'): Promise<void> {
  await page.route('**/mcp', async (route) => {
    if (!route.request().postData()?.includes(`"${tool}"`)) return route.continue()
    if (when === 'after') await route.fetch()
    return route.abort()
  })
}

/** Pretends that the page of the view is in the background, or no longer is. */
export async function setVisibility(
  { frame }: OpenView,
  state: 'visible' | 'hidden',
): Promise<void> {
  await frame.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  `)
}

/** Returns how many calls of the view have no answer yet. */
export function unanswered(events: readonly ViewEvent[]): number {
  const count = (kind: ViewEvent['kind']) => events.filter((event) => event.kind === kind).length
  return count('tool-call') - count('tool-answer')
}
