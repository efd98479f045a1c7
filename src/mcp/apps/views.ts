import { ToolError } from '../../shared/errors.ts'
import { quoted } from '../../shared/quote.ts'
import { VIEW_NAMES, type ViewName } from '../../shared/view-names.ts'
import { type Audience, getsViews, viewAdder, type WithMeta } from './client-views.ts'
import { type ImageContent, readImage, type ViewImages } from './view-images.ts'
import {
  type ListedView,
  VIEWS_FOLDER,
  type ViewContent,
  type ViewPages,
  type ViewResources,
  viewResourcesOf,
} from './view-resources.ts'

/** The views of a server. */
export interface Views {
  audience: Audience
  /** Reads the pages when they are first needed; undefined if this installation lacks them. */
  resources(): Promise<ViewResources | undefined>
  /** Fetches images for views; undefined if the operator does not allow it. */
  images: ViewImages | undefined
}

/**
 * Creates the views of a server, which are shared by everything that it offers.
 * @param readPages returns undefined if this installation lacks the pages
 * @param images default: images are not fetched
 */
export function createViews(
  audience: Audience,
  readPages: () => Promise<ViewPages | undefined>,
  images?: ViewImages,
): Views {
  let reading: Promise<ViewResources | undefined> | undefined
  const read = async () => {
    const pages = await readPages()
    return pages && viewResourcesOf(pages)
  }
  return {
    audience,
    images,
    resources() {
      reading ??= read()
      return reading
    },
  }
}

type ViewOf = (tool: string) => ViewName | undefined

/**
 * Creates the answers about the views of a list of tools, independent of the era.
 * @param viewOf returns the view of a tool
 */
export function createViewOffer(views: Views, viewOf: ViewOf) {
  return {
    /** Whether lists depend on what their client declares, which no cache knows. */
    variesByClient: views.audience === 'declaring',
    isFor: (declares: boolean) => getsViews(views.audience, declares),
    /** Returns listed tools that name their views. */
    async withViews<T extends WithMeta>(tools: readonly T[]): Promise<(T & WithMeta)[]> {
      const resources = await views.resources()
      const addView = viewAdder(tools)
      return tools.map((tool) => {
        const view = viewOf(tool.name)
        return view && resources ? addView(tool, view, resources.addressOf(view)) : tool
      })
    },
    /** Returns the views that some of the listed tools have. */
    async listed(tools: readonly WithMeta[]): Promise<ListedView[]> {
      const resources = await views.resources()
      if (!resources) return []
      const offered = new Set(tools.map(({ name }) => viewOf(name)))
      return VIEW_NAMES.filter((view) => offered.has(view)).map(resources.listed)
    },
    /**
     * Returns the page of an address, whatever its length: it goes to the host, not to the model, so that the budget
     * of results has no say. Any client may read it, since a host may read by another connection than it lists.
     * @throws {ToolError} if there is no such view
     */
    async read(uri: string): Promise<ViewContent> {
      const resources = await views.resources()
      if (!resources)
        throw new ToolError('This installation lacks the pages of its views.', 'Use the tools.')
      const content = resources.read(uri)
      if (content) return content
      const fileOf = (view: ViewName) => resources.addressOf(view).slice(VIEWS_FOLDER.length)
      throw new ToolError(
        `There is no view ${quoted(uri)}.`,
        // An error shows no long path of a URL, which may be a secret.
        `The views at ${VIEWS_FOLDER} are ${VIEW_NAMES.map(fileOf).join(', ')}.`,
      )
    },
    /**
     * Returns an image of the network.
     * @throws {ToolError} that says why there is none
     */
    readImage: (uri: string): Promise<ImageContent> => readImage(uri, views.images),
    /** Returns whether the page of an address never changes. */
    isImmutable: async (uri: string) => (await views.resources())?.isCurrent(uri) ?? false,
  }
}
