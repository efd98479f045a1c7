import { z } from 'zod'
import type { Apify } from '../../../src/apify/types/apify.ts'
import type { ApiListedTask, ApiTask } from '../../../src/apify/types/task-types.ts'
import { isObject } from '../../../src/shared/json.ts'
import { actorNameOf } from '../run/actor-name.ts'
import { oneLine } from '../text/one-line.ts'
import { readOptions, shownOptions } from './saved-options.ts'

/** Names and titles are shortened, in characters. */
const MAX_NAME_CHARS = 100
/** Texts of the public page are shortened, in characters. */
const MAX_TEXT_CHARS = 500

const text = z.string().optional()

/** A task as every tool shows it. */
export const taskResult = z.object({
  taskId: z.string(),
  name: text,
  title: text,
  actorId: text,
  actorName: text,
  ...shownOptions,
  isPublic: z.boolean().optional(),
  publicConfig: z
    .object({
      publishedAt: text,
      seoTitle: text,
      seoDescription: text,
      inputSchemaFields: z.array(z.string()).optional(),
      datasetName: text,
      datasetView: text,
    })
    .optional(),
  totalRuns: z.number().optional(),
  createdAt: text,
  modifiedAt: text,
})

/**
 * Returns what results show of a task, without its input.
 * @param given what a call named the Actor by, if it did
 */
export async function describeTask(
  task: ApiTask,
  apify: Pick<Apify, 'actorName'>,
  given?: string,
): Promise<z.input<typeof taskResult>> {
  const actor = task.actId ? { actorId: task.actId } : {}
  return {
    taskId: task.id,
    ...summary(task),
    actorName: await actorNameOf(actor, apify, given),
    ...readOptions(task.options),
    isPublic: task.isPublic ?? undefined,
    publicConfig: publicConfigOf(task.publicConfig),
    totalRuns: task.stats?.totalRuns ?? undefined,
  }
}

/** Returns what a list shows of a task. */
export function taskRow(task: ApiListedTask): object {
  const { actUsername, actName, stats } = task
  return {
    taskId: task.id ?? undefined,
    ...summary(task),
    actorName: actUsername && actName ? `${actUsername}/${actName}` : undefined,
    totalRuns: stats?.totalRuns ?? undefined,
  }
}

function summary(task: Omit<ApiListedTask, 'id'>) {
  return {
    name: oneLine(task.name, MAX_NAME_CHARS),
    title: oneLine(task.title, MAX_NAME_CHARS),
    actorId: task.actId ?? undefined,
    createdAt: task.createdAt ?? undefined,
    modifiedAt: task.modifiedAt ?? undefined,
  }
}

function publicConfigOf(config: ApiTask['publicConfig']) {
  if (!isObject(config)) return undefined
  const shown = (value: unknown) =>
    typeof value === 'string' ? oneLine(value, MAX_TEXT_CHARS) : undefined
  const { inputSchemaFields: fields } = config
  return {
    publishedAt: shown(config.publishedAt),
    seoTitle: shown(config.seoTitle),
    seoDescription: shown(config.seoDescription),
    inputSchemaFields: Array.isArray(fields) ? fields.map(String) : undefined,
    datasetName: shown(config.datasetName),
    datasetView: shown(config.datasetView),
  }
}
