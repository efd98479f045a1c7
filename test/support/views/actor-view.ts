import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { z } from 'zod'
import type { Quirks, ViewRequest } from './contract.ts'
import type { OpenView, ViewWorld } from './open-view.ts'

/** The Actor of the seeded platform with a field of every kind. Only `keyword` has to be filled in. */
export const FIELD_TESTER = 'local/field-tester'

const runList = z.object({ structuredContent: z.object({ runs: z.array(z.unknown()) }) })

/** Shows the view of a call once its result is there. */
export async function showResult(world: ViewWorld, request: ViewRequest): Promise<OpenView> {
  const view = await world.openView(request)
  await view.waitForEvents('result-sent')
  return view
}

/** Shows the view of the Actor with a field of every kind. */
export function showActor(world: ViewWorld, quirks: Quirks = {}, more: Partial<ViewRequest> = {}) {
  return showResult(world, {
    tool: 'get_actor',
    args: { actorId: FIELD_TESTER },
    quirks,
    ...more,
  })
}

/** Returns the button of a name. */
export function button({ frame }: OpenView, name: string) {
  return frame.getByRole('button', { name, exact: true })
}

/** Returns the calls of a tool that the view has sent. */
export async function callsOf(view: OpenView, tool: string) {
  return (await view.events()).filter((one) => one.kind === 'tool-call' && one.name === tool)
}

/** Fills in the Actor's form and asks for a run. Returns the question. */
export async function askToRun(view: OpenView) {
  await view.frame.getByLabel('Keyword').fill('tea')
  await button(view, 'Run…').click()
  return view.frame.getByRole('alertdialog')
}

/** Counts the runs of the Actor on the platform. */
export async function countRuns({ serverUrl }: ViewWorld): Promise<number> {
  const client = new Client({ name: 'count', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(serverUrl)))
  const params = { name: 'list_runs', arguments: { actorId: FIELD_TESTER, limit: 100 } }
  const result = runList.parse(await client.callTool(params))
  await client.close()
  return result.structuredContent.runs.length
}
