import { ToolError } from '../../shared/errors.ts'
import { VIEWS_FOLDER } from './view-resources.ts'

/** Fetches images for views, which may load nothing of the network themselves. */
export interface ViewImages {
  /**
   * Returns the image at an http(s) address, in base64.
   * @throws {ToolError} that says why there is none
   */
  read(address: string): Promise<{ mimeType: string; blob: string }>
}

/** An image as `resources/read` returns it. */
export interface ImageContent {
  uri: string
  mimeType: string
  blob: string
}

/** What the address of an image begins with; the rest is its http(s) address, encoded. */
const PREFIX = `${VIEWS_FOLDER}thumbnail?url=`

/** Returns whether a URI stands for an image of the network. */
export function isImageUri(uri: string): boolean {
  return uri.startsWith(PREFIX)
}

/**
 * Reads an image.
 * @param images undefined if the server fetches none
 * @throws {ToolError} that says why there is none
 */
export async function readImage(
  uri: string,
  images: ViewImages | undefined,
): Promise<ImageContent> {
  if (!images)
    throw new ToolError(
      'This server fetches no images.',
      'Its operator can start it with `--view-images`; until then, open the address instead.',
    )
  return { uri, ...(await images.read(decoded(uri.slice(PREFIX.length)))) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new ToolError('The address of the image has an invalid percent escape.', 'Encode it.')
  }
}
