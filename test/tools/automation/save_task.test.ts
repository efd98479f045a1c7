import { describe, expect, it } from 'vitest'
import { openAutomation } from '../../support/automation.ts'
import { requestDifferences } from '../../support/request-differences.ts'

const actorId = 'alice/crawler'
const CREATE = 'POST /v2/actor-tasks'
const CHANGE = 'PUT /v2/actor-tasks/:id'
const SECRET = `apify_api_${'x1'.repeat(18)}`

describe('save_task creates', () => {
  it('a task with its input, options and public page', async () => {
    const { done, bodies, fake } = await openAutomation()
    const options = { build: 'beta', memoryMbytes: 512, timeoutSecs: 0, maxItems: 5 }
    const publicConfig = { seoTitle: 'Prices', inputSchemaFields: ['startUrls'], datasetView: 'a' }
    const input = { startUrls: [{ url: 'https://example.com' }], country: 'C1' }
    const result = await done('save_task', {
      actorId,
      name: 'prices',
      title: 'Prices of today',
      input,
      ...options,
      maxTotalChargeUsd: 0.5,
      publicConfig,
    })
    const saved = { ...options, maxTotalChargeUsd: 0.5 }
    expect(bodies(CREATE)).toEqual([
      {
        actId: 'actor1',
        name: 'prices',
        title: 'Prices of today',
        input,
        options: saved,
        publicConfig,
      },
    ])
    expect(requestDifferences(fake.sent(CREATE))).toEqual([])
    expect(result).toMatchObject({
      taskId: 'actor-tasks-1',
      name: 'prices',
      actorId: 'actor1',
      actorName: actorId,
      ...saved,
      publicConfig,
    })
    expect(result).not.toHaveProperty('input')
  })

  it('a task with a name of its own if none is given', async () => {
    const { done, bodies } = await openAutomation()
    await done('save_task', { actorId })
    await done('save_task', { actorId })
    const names = bodies(CREATE).map(({ name }) => String(name))
    expect(new Set(names).size).toBe(2)
    for (const name of names) expect(name).toMatch(/^task-[\da-f]{8}$/)
    expect(bodies(CREATE)[0]).toEqual({ actId: 'actor1', name: names[0] })
  })

  it('none with an input that the platform does not accept', async () => {
    const { refused, fake } = await openAutomation()
    fake.catalog.inputChecks.set('alice~crawler', () => 'Field input.startUrls is required')
    const error = await refused('save_task', { actorId, input: { depth: 'x' }, build: 'beta' })
    expect(error).toContain('the task was not saved: ')
    expect(error).toContain('startUrls is required')
    expect(error).toContain('`validate_input`')
    expect(fake.sent('POST /v2/actors/:id/validate-input')[0]?.query).toEqual({ build: 'beta' })
    expect(fake.sent(CREATE)).toEqual([])
  })

  it('one with fields that the schema does not know, and says so', async () => {
    const { done } = await openAutomation()
    const input = { startUrls: [], country: 'C1', nonsense: 1 }
    expect((await done('save_task', { actorId, input })).note).toContain(
      'does not match the schema',
    )
  })

  it.each([
    [{ name: 'a' }, 'Neither `actorId` nor `taskId` is given'],
    [{ actorId, isPublic: true }, 'only once it exists'],
    [{ actorId, maxTotalChargeUsd: 3 }, 'so the task was not saved'],
    [{ taskId: 'nightly', actorId: 'alice/other', title: 'a' }, 'keeps its Actor'],
    [{ taskId: 'nightly', maxTotalChargeUsd: 2.1 }, 'ceiling of 2 USD'],
    [{ actorId, name: 'nightly' }, 'give its name as `taskId`'],
    [{ taskId: 'nobody', title: 'a' }, 'The nearest name is `nightly`'],
  ])('nothing from %j', async (args, problem) => {
    const { refused, fake } = await openAutomation(['--max-run-cost-usd=2'])
    fake.catalog.actors.set('alice~other', { id: 'actor2' })
    expect(await refused('save_task', args)).toContain(problem)
    expect(fake.automation.tasks.size).toBe(1)
    expect(fake.sent(CHANGE)).toEqual([])
  })
})

describe('save_task changes', () => {
  it('only the given fields, and of the options only the given ones', async () => {
    const { done, bodies, fake } = await openAutomation()
    const result = await done('save_task', {
      taskId: 'alice/nightly',
      title: 'New',
      memoryMbytes: 256,
    })
    const options = { build: 'latest', memoryMbytes: 256, timeoutSecs: 300, restartOnError: true }
    expect(bodies(CHANGE)).toEqual([{ title: 'New', options }])
    expect(requestDifferences(fake.sent(CHANGE))).toEqual([])
    expect(result).toMatchObject({
      taskId: 'task1',
      title: 'New',
      memoryMbytes: 256,
      build: 'latest',
    })
  })

  it('the input, checked by the build that the task has', async () => {
    const { done, refused, bodies, fake } = await openAutomation()
    const input = { startUrls: [], country: 'C2' }
    await done('save_task', { taskId: 'task1', input, actorId })
    expect(bodies(CHANGE)).toEqual([{ input }])
    expect(fake.sent('POST /v2/actors/:id/validate-input')[0]?.query).toEqual({ build: 'latest' })
    fake.catalog.inputChecks.set('actor1', () => 'Field input.country is required')
    expect(await refused('save_task', { taskId: 'task1', input: {} })).toContain(
      'country is required',
    )
    expect(fake.sent(CHANGE)).toHaveLength(1)
  })

  it('the public page, and publishes and hides the task', async () => {
    const { done, bodies, fake } = await openAutomation()
    const before = { publishedAt: null, seoTitle: 'Old', datasetName: 'default' }
    fake.automation.tasks.set('task1', {
      ...fake.automation.tasks.get('task1'),
      id: 'task1',
      publicConfig: before,
    })
    await done('save_task', { taskId: 'task1', publicConfig: { seoTitle: 'New' }, isPublic: true })
    const shown = await done('save_task', { taskId: 'task1', isPublic: false })
    expect(bodies(CHANGE)).toEqual([
      { isPublic: true, publicConfig: { seoTitle: 'New', datasetName: 'default' } },
      { isPublic: false },
    ])
    expect(shown).toMatchObject({ isPublic: false, publicConfig: { seoTitle: 'New' } })
  })

  it('nothing without a field to change', async () => {
    const { refused, fake } = await openAutomation()
    expect(await refused('save_task', { taskId: 'task1' })).toContain(
      'No field of the task to change',
    )
    expect(fake.sent(CHANGE)).toEqual([])
  })

  it('no secret that it has read into another text', async () => {
    const { done, bodies, fake, outputs } = await openAutomation()
    const task = { ...fake.automation.tasks.get('task1'), id: 'task1' }
    fake.automation.tasks.set('task1', { ...task, publicConfig: { seoTitle: SECRET } })
    await done('save_task', { taskId: 'task1', publicConfig: { datasetView: 'b' } })
    expect(bodies(CHANGE)).toEqual([{ publicConfig: { seoTitle: SECRET, datasetView: 'b' } }])
    expect(outputs.join()).not.toContain(SECRET)
  })
})

describe("the operator's ceiling", () => {
  it('is saved with a task that names no cost', async () => {
    const { done, bodies } = await openAutomation(['--max-run-cost-usd=2'])
    const created = await done('save_task', { actorId, name: 'a' })
    await done('save_task', { actorId, name: 'b', maxTotalChargeUsd: 1 })
    expect(bodies(CREATE).map(({ options }) => options)).toEqual([
      { maxTotalChargeUsd: 2 },
      { maxTotalChargeUsd: 1 },
    ])
    expect(created.maxTotalChargeUsd).toBe(2)
  })

  it('is saved with a task that had none, or lowers what it had', async () => {
    const { done, bodies, fake } = await openAutomation(['--max-run-cost-usd=2'])
    expect(await done('save_task', { taskId: 'task1' })).toMatchObject({ maxTotalChargeUsd: 2 })
    const task = { ...fake.automation.tasks.get('task1'), id: 'task1' }
    fake.automation.tasks.set('task1', { ...task, options: { maxTotalChargeUsd: 9 } })
    const { note } = await done('save_task', { taskId: 'task1', title: 'a' })
    expect(note).toContain('of 9 was lowered to 2')
    fake.automation.tasks.set('task1', { ...task, options: { maxTotalChargeUsd: 1 } })
    await done('save_task', { taskId: 'task1', title: 'b' })
    const changes = bodies(CHANGE)
    expect(changes.slice(0, 2).map(({ options }) => options)).toMatchObject([
      { build: 'latest', maxTotalChargeUsd: 2 },
      { maxTotalChargeUsd: 2 },
    ])
    expect(changes[2]).toEqual({ title: 'b' })
  })
})
