import { join } from 'node:path'
import type { ActorRegistry } from './actors/registry.ts'
import { Tasks } from './actors/tasks.ts'
import { type Build, describeBuild } from './builds/build.ts'
import { Builds } from './builds/builds.ts'
import type { Run } from './runs/run.ts'
import type { RunContext } from './runs/run-context.ts'
import { RunManager } from './runs/run-manager.ts'
import type { Clock } from './schedules/clock.ts'
import { openSchedules } from './schedules/open-schedules.ts'
import type { AllStorages } from './storage/open-storages.ts'
import { openWebhooks } from './webhooks/open-webhooks.ts'

interface JobOptions extends RunContext {
  /** The data folder. */
  dir: string
  actors: ActorRegistry
  clock: Clock
  storages: AllStorages
  onFault(error: unknown): void
}

/** Opens runs and builds, with what starts them and what tells of them. */
export function openJobs(options: JobOptions) {
  const { dir, actors, clock, storages, onFault, ...context } = options
  const describe = (build: Build | undefined) => build && describeBuild(build)
  const { hooks, start, close, ...webhookServices } = openWebhooks({
    dir,
    findRun: (id) => context.store.get(id),
    describeBuild: async (id) => describe(await builds.find(id)),
    onFault,
  })
  const onBuilt = (build: Build) => hooks.sendBuild(build, describeBuild(build))
  const builds = new Builds({ dir, actors, onBuilt, onFault })
  const tasks = new Tasks(join(dir, 'tasks'), onFault)
  const runs = new RunManager({ ...context, ...storages, hooks, onFault })
  const schedules = openSchedules({ dir, clock, onFault }, { actors, builds, tasks, runs })
  return {
    services: { actors, builds, tasks, runs, schedules, ...webhookServices },
    /**
     * Begins to invoke schedules, and tells of what the last process has left.
     * @param recovered the runs that its end has failed
     */
    start: async (recovered: Run[]) => {
      await Promise.all([start(recovered), schedules.start()])
    },
    /** Ends all runs within a second. */
    endRuns: async () => {
      await schedules.close()
      await runs.close()
      await context.store.settle()
    },
    /** Ends all deliveries and waits for pending writes. */
    close: async () => {
      await close()
      await Promise.all([builds.settle(), tasks.settle(), schedules.settle()])
    },
  }
}
