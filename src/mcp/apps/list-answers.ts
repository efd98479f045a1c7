import type { ListedTool, ToolList, ToolListOptions } from '../tool-list.ts'
import { hasViews } from './client-views.ts'
import { isViewUri } from './view-resources.ts'
import { createViewOffer } from './views.ts'

/** A resource as `resources/list` shows it. */
export interface ListedResource {
  uri: string
  name: string
  mimeType: string
  title?: string
  description?: string
  _meta?: Record<string, unknown>
}

/** Creates the answers about what a server has that depend on whether their client shows views. */
export function createListAnswers(list: ToolList, { tools, lateTools, views }: ToolListOptions) {
  const offer = views && createViewOffer(views, list.viewOf)
  const isOffered = offer !== undefined && hasViews(tools, lateTools !== undefined)
  return {
    /** Whether some clients get views. */
    hasViews: isOffered,
    /** Whether the lists of tools and resources depend on what their client declares. */
    listsVary: isOffered && offer.variesByClient,
    /**
     * Returns the tools that there are now.
     * @param declares whether the client declares that it shows views
     */
    listTools: async (declares: boolean): Promise<ListedTool[]> =>
      offer?.isFor(declares) ? offer.withViews(list.listed()) : list.listed(),
    /**
     * Returns the views of the tools. Data is not listed: an account may have millions; tools and completion find it.
     * @param declares whether the client declares that it shows views
     */
    listResources: async (declares: boolean): Promise<ListedResource[]> =>
      offer?.isFor(declares) ? offer.listed(list.listed()) : [],
    /**
     * Returns the page of a view.
     * @returns undefined if the URI is not one of views, or no client gets them
     * @throws {ToolError} if there is no such view
     */
    readView: async (uri: string) => (isViewUri(uri) ? offer?.read(uri) : undefined),
    /** Returns whether what a URI stands for never changes, and is the same for all. */
    isImmutable: async (uri: string) =>
      isViewUri(uri) && offer !== undefined && (await offer.isImmutable(uri)),
  }
}

export type ListAnswers = ReturnType<typeof createListAnswers>
