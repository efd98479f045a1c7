import type { ViewName } from '../../shared/view-names.ts'
import { viewAdder } from '../apps/client-views.ts'
import { withTaskSupport } from '../tasks/task-offer.ts'
import type { Catalog } from '../tool-catalog.ts'

/** The addresses of the views. */
export type ViewAddresses = Readonly<Record<ViewName, string>>

/** What a list depends on. */
interface ListOptions {
  /** Whether results have structured content. */
  structured: boolean
  hasTasks: boolean
  /** Undefined for a client without views. */
  addresses: ViewAddresses | undefined
}

/** Returns tools of the catalog as the full server lists them. */
export function earlyList(
  tools: Catalog['tools'],
  { structured, hasTasks, addresses }: ListOptions,
): object[] {
  const addView = viewAdder(tools)
  const listed = tools.map(
    ({ toolset: _, needs: __, withUploads: ___, task: ____, view, ...tool }) => {
      const { annotations, outputSchema, ...rest } = tool
      const plain = { ...rest, ...(structured && { outputSchema }), annotations }
      return view && addresses ? addView(plain, view, addresses[view]) : plain
    },
  )
  const tasks = new Set(tools.filter(({ task }) => task).map(({ name }) => name))
  return hasTasks ? withTaskSupport(listed, (name) => tasks.has(name)) : listed
}
