import { join } from 'node:path'
import { z } from 'zod'
import { ObjectFiles } from '../object-files.ts'
import type { Build } from './build.ts'

const numbersSchema = z.object({
  /** That of the Actor. */
  id: z.string(),
  createdAt: z.string(),
  /** The highest last part of the numbers of deleted builds, by version. */
  deleted: z.record(z.string(), z.number()),
})

type Numbers = z.infer<typeof numbersSchema>

/** The numbers of builds that were deleted, so that no other build gets them. Those of an Actor are a file. */
export class BuildNumbers {
  private readonly files: ObjectFiles<Numbers>

  /**
   * @param dir the data folder
   * @param onDamaged is told about a file that cannot be used; its numbers may be given out again
   */
  constructor(dir: string, onDamaged: (error: unknown) => void) {
    this.files = new ObjectFiles(join(dir, 'build-numbers'), numbersSchema, onDamaged)
  }

  /** Returns the last part of the highest number that a deleted build of the same version had; 0 if there is none. */
  async highestDeleted({ actId, version }: Pick<Build, 'actId' | 'version'>): Promise<number> {
    return (await this.files.get(actId))?.deleted[version] ?? 0
  }

  /** Notes the number of a build that is about to be deleted. */
  async noteDeleted(build: Build): Promise<void> {
    const { actId, version } = build
    const createdAt = new Date().toISOString()
    await this.files.add((all) => all.get(actId) ?? { id: actId, createdAt, deleted: {} })
    await this.files.change(actId, (one) => {
      const highest = Math.max(one.deleted[version] ?? 0, lastPartOf(build))
      return { ...one, deleted: { ...one.deleted, [version]: highest } }
    })
  }

  /** Waits for pending writes. Never rejects. */
  settle(): Promise<void> {
    return this.files.settle()
  }
}

/** Returns the part of a build's number that counts the builds of a version. */
export function lastPartOf({ buildNumber }: Pick<Build, 'buildNumber'>): number {
  return Number(buildNumber.split('.').at(-1))
}
