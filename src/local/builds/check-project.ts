import { validateInputSchema } from '@apify/input_schema'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { type Actor, readActor } from '../actors/project.ts'
import { findCommand } from '../runs/start/find-command.ts'

/**
 * Reads an Actor as a build does, and checks what a run would need.
 * @param say gets a line for the log of the build at each step
 * @throws {Error} that says what is wrong with the project
 */
export async function checkProject(folder: string, say: (line: string) => void): Promise<Actor> {
  say(`Reading .actor/actor.json in ${folder}.`)
  const actor = await readActor(folder)
  say(`It is Actor "${actor.name}", version ${actor.version}.`)
  if (actor.inputSchema) {
    checkSchema(actor.inputSchema)
    say('The input schema is valid.')
  } else {
    say('There is no input schema.')
  }
  const { file, args } = await findCommand(actor)
  say(`A run starts: ${[file, ...args].join(' ')}`)
  return actor
}

/** @throws {Error} if an input schema is not one that Apify takes */
function checkSchema(schema: Record<string, unknown>): void {
  const checker = new Ajv2019({ strict: false, unicodeRegExp: false, logger: false })
  validateInputSchema(checker, schema)
}
