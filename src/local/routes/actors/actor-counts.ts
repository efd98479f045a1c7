import type { Services } from '../../services.ts'

/** Counts the runs and the builds of an Actor. */
export async function countsOf(actId: string, { runs, builds }: Services) {
  const [stats, made] = await Promise.all([runs.lists.statsOf({ actId }), builds.countOf(actId)])
  // Its folder is a build, too.
  return { ...stats, totalBuilds: 1 + made }
}
