import { onTestFinished } from 'vitest'
import { variableOf } from '../../../src/config/variables.ts'
import type { CreateServerOptions } from '../../../src/index.ts'
import { demandPayments } from '../fake-apify/payments.ts'
import { startHttp } from '../http.ts'
import { type Issuer, startIssuer } from '../issuer.ts'
import { ACTOR, BUILD, RUN } from '../seeded-server.ts'
import { environmentOf } from '../server-options.ts'
import { writeConfig } from '../settings.ts'
import { spendingWorld } from '../spending-world.ts'
import { LONG_ROWS } from './calls.ts'
import type { Cell } from './cells.ts'
import { type Address, type ControlClient, connectTo } from './connect.ts'
import { ISSUER } from './control.ts'

/** Those that all transports have; `dynamic` is tried in test/tools/dynamic. */
const TOOLSETS_EVERYWHERE = ['default', 'automation', 'docs', 'develop']

/** What a server has beside its control, by the names of flags and of options. */
const BESIDE = {
  tools: { flag: `--tools=${TOOLSETS_EVERYWHERE}`, option: { tools: TOOLSETS_EVERYWHERE } },
  'actor-tools': {
    flag: '--actor-tools=alice/crawler,mallory/miner',
    option: { actorTools: ['alice/crawler', 'mallory/miner'] },
  },
}
/** For lists that forbid the other Actor: a server whose settings contradict each other does not start. */
const ALICE_ALONE = {
  flag: '--actor-tools=alice/crawler',
  option: { actorTools: ['alice/crawler'] },
}

/** A control that is set in one way; without `way`, a server that nothing restricts. */
export type Opened = Pick<Cell, 'control' | 'transport'> & { way: Cell['way'] | 'none' }

/** Starts a server with a control and connects a client to it. Both end after the test. */
export async function openCell(cell: Opened) {
  const { control, way, transport } = cell
  const world = await openWorld(cell)
  const issuer = control.hasIssuer && way !== 'none' ? await startIssuer() : undefined
  const open = { stdio: stdioAddress, HTTP: httpAddress, embedded: embeddedAddress }[transport.kind]
  const address = await open(cell, { fake: world.fake, issuer })
  const client: ControlClient = await connectTo(address, transport)
  return { ...world, ...client, address }
}

async function openWorld({ control, way }: Opened) {
  const world = await spendingWorld()
  const { fake } = world
  for (const name of ['actor2', 'mallory~miner']) {
    fake.catalog.actors.set(name, { ...ACTOR, id: 'actor2', username: 'mallory', name: 'miner' })
    fake.catalog.builds.set(name, { ...BUILD, actId: 'actor2' })
  }
  fake.datasets.set('long1', LONG_ROWS)
  // A tool of an Actor waits until its run has ended.
  if (!control.runsGoOn || way === 'none')
    fake.on('GET /v2/actor-runs/:id', ({ params: { id = '' } }) => {
      if (world.starts.some((start) => start.id === id)) fake.setRun({ ...RUN, id })
      return 'pass'
    })
  if (control.isPaid && way !== 'none') demandPayments(fake)
  return world
}

interface Outside {
  fake: Awaited<ReturnType<typeof spendingWorld>>['fake']
  issuer: Issuer | undefined
}

/** Whether the control takes the place of what is beside it: of a narrowed request the server has both. */
const replaces = ({ control, way }: Opened, name: string) =>
  control.name === name && ['flag', 'variable', 'file', 'option'].includes(way)

function besideOf(cell: Opened) {
  const { control, way } = cell
  const isListed = way !== 'none' && /^(?:allow|deny)-actors$/.test(control.name)
  return [
    ...(replaces(cell, 'tools') ? [] : [BESIDE.tools]),
    ...(replaces(cell, 'actor-tools') || (control.isPaid && way !== 'none')
      ? []
      : [isListed ? ALICE_ALONE : BESIDE['actor-tools']]),
  ]
}

/** Returns the flags and variables that set a control as its way says. */
async function settingsOf(cell: Opened, issuer: Issuer | undefined) {
  const { control, way } = cell
  const { name } = control
  const text = control.text === ISSUER && issuer ? issuer.url : control.text
  const json = control.json === ISSUER && issuer ? issuer.url : control.json
  const args = besideOf(cell).map(({ flag }) => flag)
  if (way === 'flag') args.push(`--${name}=${text}`)
  if (way === 'file') args.push(`--config=${await writeConfig({ [name]: json })}`)
  if (way === 'scopes' && issuer) args.push(`--oauth-issuer=${issuer.url}`)
  const env: Record<string, string> = way === 'variable' ? { [variableOf(name)]: text } : {}
  return { args, env }
}

async function stdioAddress(cell: Opened, { fake, issuer }: Outside): Promise<Address> {
  const { args, env } = await settingsOf(cell, issuer)
  const { APIFY_TOKEN = '', ...rest } = await environmentOf({ fake, env })
  const isPaid = cell.control.isPaid && cell.way !== 'none'
  return { args, env: isPaid ? rest : { ...rest, APIFY_TOKEN } }
}

async function httpAddress(cell: Opened, { fake, issuer }: Outside): Promise<Address> {
  const { control, way } = cell
  const { args, env } = await settingsOf(cell, issuer)
  const isPaid = control.isPaid && way !== 'none'
  const key = { APIFY_TOKEN: fake.token, ...(!issuer && { MCP_ACCESS_KEY: fake.token }) }
  const { url } = await startHttp({
    fake,
    args: isPaid ? args : ['--shared-token', ...args],
    env: isPaid ? env : { ...env, ...key },
  })
  const scope = way === 'scopes' ? (control.scope ?? '') : 'apify:run apify:write'
  const token = issuer ? await issuer.sign(url, { claims: { scope } }) : fake.token
  return {
    url: way === 'address' ? `${url}?${control.address}` : url,
    headers: {
      ...(!isPaid && { authorization: `Bearer ${token}` }),
      ...(way === 'header' && control.headers),
    },
  }
}

async function embeddedAddress(cell: Opened, { fake }: Outside): Promise<Address> {
  const { control, way } = cell
  const index = new URL('../../../dist/index.js', import.meta.url).href
  const { createServer }: typeof import('../../../src/index.ts') = await import(index)
  const isPaid = control.isPaid && way !== 'none'
  const options: CreateServerOptions = {
    baseUrl: fake.url,
    ...(!isPaid && { token: fake.token }),
    ...Object.assign({}, ...besideOf(cell).map(({ option }) => option)),
    ...(way === 'option' && control.option),
  }
  const server = await createServer(options)
  onTestFinished(() => server.close())
  return { serve: (transport) => server.connect(transport) }
}
