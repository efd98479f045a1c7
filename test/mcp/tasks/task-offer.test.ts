import { describe, expect, it } from 'vitest'
import { taskOffer, tasksCapability, withTaskSupport } from '../../../src/mcp/tasks/task-offer.ts'

const reading = { name: 'get_run' }
const running = { name: 'run_actor', task: true }

describe('what is offered of tasks', () => {
  it.each([
    ['nothing without a tool that starts runs', [reading, { name: 'abort_run' }], false, undefined],
    ['what the tools offer as well', [running, reading], false, { list: false, cancel: false }],
    [
      'all of it',
      [running, { name: 'list_runs' }, { name: 'abort_run' }],
      false,
      { list: true, cancel: true },
    ],
    ['tools of Actors that come later', [reading], true, { list: false, cancel: false }],
  ])('is %s', (_, tools, hasLateTools, offer) => {
    expect(taskOffer(tools, hasLateTools)).toEqual(offer)
  })

  it('is a capability of 2025-11-25', () => {
    const requests = { tools: { call: {} } }
    expect(tasksCapability({ list: true, cancel: true })).toEqual({
      list: {},
      cancel: {},
      requests,
    })
    expect(tasksCapability({ list: false, cancel: false })).toEqual({ requests })
  })

  it('stands at the tools, and leaves the list as it is', () => {
    const tools = [{ name: 'run_actor' }, { name: 'get_run' }]
    expect(withTaskSupport(tools, (name) => name === 'run_actor')).toEqual([
      { name: 'run_actor', execution: { taskSupport: 'optional' } },
      { name: 'get_run' },
    ])
    expect(tools).toEqual([{ name: 'run_actor' }, { name: 'get_run' }])
  })
})
