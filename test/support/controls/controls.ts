import { tools } from '../../../tools/index.ts'
import { payment } from '../fake-apify/payments.ts'
import {
  ALICE_TOOL,
  type Call,
  costing,
  GET_RUN,
  MALLORY_TOOL,
  PUT,
  type Refused,
  ROWS,
  RUN_ALICE,
  RUN_MALLORY,
  tokensOf,
  WHOAMI,
} from './calls.ts'
import { type Control, ISSUER } from './control.ts'

/** The tools of the program that need no folder. */
const OWN = tools.filter(({ needs }) => needs === undefined)
/** What a server offers that nothing restricts, with the two Actors. */
export const EVERYTHING = [...OWN.map(({ name }) => name), ALICE_TOOL.tool, MALLORY_TOOL.tool]

const namesOf = (keep: (tool: (typeof OWN)[number]) => boolean) =>
  OWN.filter(keep).map(({ name }) => name)
const READING = namesOf(({ annotations }) => annotations.readOnlyHint)
const RUNS = namesOf(({ toolset }) => toolset === 'runs')
/** What a scope allows beside reading; a tool that starts runs later and saves them needs both. */
const RUNNING = [
  'run_actor',
  'run_actor_sync',
  'abort_run',
  'resurrect_run',
  ALICE_TOOL.tool,
  MALLORY_TOOL.tool,
]
const NEEDS_BOTH = ['save_schedule', 'build_actor']
const isWriting = (name: string) =>
  name === 'abort_run' || !(RUNNING.includes(name) || NEEDS_BOTH.includes(name))

const OPERATOR = 'a request narrows what it sees, and what may run or be spent is the operator’s'
const SCOPES = 'scopes say which kinds of tools a client may call, and nothing else'
const NO_HEADER = 'no header asks for it, the address does'
const NOT_NARROWED = { address: OPERATOR, header: OPERATOR, scopes: SCOPES }
const ONLY_SCOPES = 'it is a scope: the issuer grants it, with each access token'
const NO_TOOL = /^There is no tool "/
const refused = (call: Call, says: RegExp): Refused => ({ ...call, says })
const lacking = (...calls: Call[]) => calls.map((call) => refused(call, NO_TOOL))
/** What a client reads of a status 403. */
const FORBIDDEN = /scope|403/i
const forbidden = (...calls: Call[]) => calls.map((call) => refused(call, FORBIDDEN))

const flag = (name: string, text: string, json: unknown, option: Record<string, unknown>) => ({
  name,
  text,
  json,
  option,
})

const scope = (given: string): Pick<Control, 'name' | 'text' | 'json' | 'scope' | 'without'> => ({
  name: given,
  text: '',
  json: '',
  scope: given,
  without: Object.fromEntries(
    ['flag', 'variable', 'file', 'option', 'address', 'header'].map((way) => [way, ONLY_SCOPES]),
  ),
})

/** The controls, each of which is tried with no other. */
export const CONTROLS: readonly Control[] = [
  {
    ...flag('tools', 'runs,whoami', ['runs', 'whoami'], { tools: ['runs', 'whoami'] }),
    address: 'tools=runs,whoami',
    headers: { 'x-mcp-toolsets': 'runs', 'x-mcp-tools': 'whoami' },
    without: { scopes: SCOPES },
    lists: (name) => [...RUNS, 'whoami', ALICE_TOOL.tool, MALLORY_TOOL.tool].includes(name),
    passes: [GET_RUN, RUN_ALICE, ALICE_TOOL],
    refuses: lacking(PUT, ROWS),
  },
  {
    ...flag('read-only', 'true', true, { readOnly: true }),
    address: 'read-only',
    headers: { 'x-mcp-readonly': 'true' },
    without: { scopes: 'the scope apify:read is a row of its own' },
    lists: (name) => READING.includes(name),
    passes: [GET_RUN, ROWS],
    refuses: lacking(PUT, RUN_ALICE, ALICE_TOOL),
    changes: [{ ...WHOAMI, has: ({ structured }) => structured?.readOnly === true }],
  },
  {
    ...flag('actor-tools', 'mallory/miner', ['mallory/miner'], { actorTools: ['mallory/miner'] }),
    address: 'actor-tools=mallory/miner',
    without: { header: NO_HEADER, scopes: SCOPES },
    lists: (name) => name !== ALICE_TOOL.tool,
    passes: [MALLORY_TOOL, RUN_ALICE],
    refuses: lacking(ALICE_TOOL),
  },
  {
    ...flag('allow-actors', 'alice/*', ['alice/*'], { allowActors: ['alice/*'] }),
    without: NOT_NARROWED,
    lists: (name) => name !== MALLORY_TOOL.tool,
    passes: [RUN_ALICE, ALICE_TOOL],
    refuses: [refused(RUN_MALLORY, /allow-?actors/i), ...lacking(MALLORY_TOOL)],
  },
  {
    ...flag('deny-actors', 'mallory/miner', ['mallory/miner'], { denyActors: ['mallory/miner'] }),
    without: NOT_NARROWED,
    lists: (name) => name !== MALLORY_TOOL.tool,
    passes: [RUN_ALICE, ALICE_TOOL],
    refuses: [refused(RUN_MALLORY, /deny-?actors/i), ...lacking(MALLORY_TOOL)],
  },
  {
    ...flag('max-runs', '2', 2, { maxRuns: 2 }),
    without: NOT_NARROWED,
    passes: [RUN_ALICE, ALICE_TOOL],
    refuses: [refused(RUN_ALICE, /at most 2 runs/), refused(MALLORY_TOOL, /at most 2 runs/)],
  },
  {
    ...flag('max-total-cost-usd', '2', 2, { maxTotalCostUsd: 2 }),
    without: NOT_NARROWED,
    runsGoOn: true,
    passes: [costing(1.5)],
    refuses: [refused(costing(1), /0\.5 USD are left of the 2 USD/)],
    changes: [{ ...RUN_ALICE, has: ({ structured }) => structured?.maxTotalChargeUsd === 0.5 }],
  },
  {
    ...flag('max-run-cost-usd', '0.5', 0.5, { maxRunCostUsd: 0.5 }),
    without: NOT_NARROWED,
    passes: [costing(0.25)],
    refuses: [refused(costing(1), /max-?run-?cost-?usd/i)],
    changes: [{ ...RUN_ALICE, has: ({ structured }) => structured?.maxTotalChargeUsd === 0.5 }],
  },
  {
    ...flag('max-result-tokens', '500', 500, { maxResultTokens: 500 }),
    address: 'max-result-tokens=500',
    without: { header: NO_HEADER, scopes: SCOPES },
    passes: [RUN_ALICE],
    changes: [{ ...ROWS, has: (outcome) => tokensOf(outcome) <= 500 }],
  },
  {
    ...flag('confirm', 'paid,write', ['paid', 'write'], { confirm: ['paid', 'write'] }),
    without: NOT_NARROWED,
    passes: [GET_RUN, ROWS],
    refuses: [RUN_ALICE, ALICE_TOOL, PUT].map((call) => refused(call, /confirm/)),
  },
  {
    ...flag('no-structured', 'true', true, { structured: false }),
    without: { ...NOT_NARROWED, address: 'the operator knows the clients', header: NO_HEADER },
    passes: [RUN_ALICE],
    changes: [{ ...GET_RUN, has: ({ structured }) => structured === undefined }],
  },
  {
    ...flag('payments', 'x402', 'x402', { payments: 'x402' }),
    without: NOT_NARROWED,
    isPaid: true,
    lists: (name) => name !== ALICE_TOOL.tool && name !== MALLORY_TOOL.tool,
    passes: [{ ...RUN_ALICE, meta: { 'x402/payment': payment() } }],
    refuses: [refused(RUN_ALICE, /pay/i), refused(GET_RUN, /pay|401/i)],
  },
  {
    name: 'oauth-issuer',
    text: ISSUER,
    json: ISSUER,
    without: {
      ...NOT_NARROWED,
      option: 'a program authorizes its own users',
      scopes: 'scopes come from the issuer that it names',
    },
    hasIssuer: true,
    passes: [RUN_ALICE, PUT],
  },
  {
    ...scope('apify:read'),
    hasIssuer: true,
    lists: (name) => READING.includes(name),
    passes: [GET_RUN, ROWS],
    refuses: forbidden(RUN_ALICE, PUT, ALICE_TOOL),
  },
  {
    ...scope('apify:run'),
    hasIssuer: true,
    lists: (name) => READING.includes(name) || RUNNING.includes(name),
    passes: [GET_RUN, RUN_ALICE, ALICE_TOOL],
    refuses: forbidden(PUT),
  },
  {
    ...scope('apify:write'),
    hasIssuer: true,
    lists: isWriting,
    passes: [GET_RUN, PUT],
    refuses: forbidden(RUN_ALICE, ALICE_TOOL),
  },
]
