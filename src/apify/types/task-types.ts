import { z } from 'zod'
import {
  amount,
  anyObject,
  count,
  entries,
  flag,
  part,
  reference,
  requiredId,
  text,
  time,
} from './lenient.ts'

/** Tasks, with the fields that are read; everything except an ID may be missing. */
const taskFields = {
  actId: reference,
  name: text,
  title: text,
  createdAt: time,
  modifiedAt: time,
  stats: part({ totalRuns: count }),
}

/** `Task` of the API, and what it has of a public task, which Apify's client for JavaScript describes. */
export const apiTask = z.object({
  id: requiredId,
  ...taskFields,
  /** As they are, since a change of one must keep the others. */
  options: anyObject,
  input: z.unknown().optional(),
  isPublic: flag,
  publicConfig: anyObject,
})
export type ApiTask = z.output<typeof apiTask>

/** A task of a list, which does not have its input and options. An entry of another form has no ID. */
const apiListedTask = z.object({ id: reference, ...taskFields, actName: text, actUsername: text })
export type ApiListedTask = z.output<typeof apiListedTask>

export const apiTaskList = z.object({ total: count, items: entries(apiListedTask) })

/** `TaskOptions` of the API: the options of runs that start later. */
export const apiSavedOptions = z.object({
  build: text,
  memoryMbytes: count,
  timeoutSecs: count,
  maxItems: count,
  maxTotalChargeUsd: amount,
})

/** What a task is changed to. A field that is undefined stays as it is. */
export interface TaskChange {
  name?: string | undefined
  title?: string | undefined
  input?: object | undefined
  options?: object | undefined
  isPublic?: boolean | undefined
  publicConfig?: object | undefined
}

export type NewTask = TaskChange & { actId: string; name: string }
