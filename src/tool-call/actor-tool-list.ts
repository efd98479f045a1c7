import type { Apify } from '../apify/types/apify.ts'

/** A tool of the list that runs one Actor. */
export interface ListedActorTool {
  toolName: string
  actorName: string
}

/** The tools of Actors in the list of a server, as far as calls change them. Nothing changes on Apify. */
export interface ActorToolList {
  /**
   * Adds the tool of an Actor. One that is there already stays as it is.
   * @param apify reads the Actor; nothing is added after its call has ended
   * @throws {ToolError} if the Actor cannot be read or no tool fits, or no more may be added
   */
  add(actorId: string, apify: Apify): Promise<ListedActorTool>
  /**
   * Removes a tool that was added.
   * @param name the name of the tool, or a name or id of its Actor
   * @throws {ToolError} if there is none, or the operator has named it
   */
  remove(name: string): ListedActorTool
}
