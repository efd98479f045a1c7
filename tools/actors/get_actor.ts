import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { inputSection } from '../support/actor-details/input-section.ts'
import { outputSection } from '../support/actor-details/output-section.ts'
import { pricingSection } from '../support/actor-details/pricing-section.ts'
import { readmeSection } from '../support/actor-details/readme-section.ts'
import { actorId, next, note, position } from '../support/arguments.ts'

const SECTIONS = {
  input: inputSection,
  readme: readmeSection,
  output: outputSection,
  pricing: pricingSection,
}

export default defineTool({
  name: 'get_actor',
  title: 'Get Actor',
  description:
    'Shows how to use an Actor: its input fields, a working example input, price, memory and the fields of its rows. Other sections: `readme`, `output`, `pricing`. Call it before you first run an Actor.',
  purpose: "An Actor's input, example and price",
  toolset: 'actors',
  annotations: READ,
  view: 'actor',
  input: z.strictObject({
    actorId,
    section: z.enum(['input', 'readme', 'output', 'pricing']).default('input'),
    offset: position.describe('Where to continue; take it from `next`').default(0),
  }),
  output: z.object({
    actorId: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    build: z.string().optional(),
    price: z.string().optional(),
    memoryMbytes: z.number().optional(),
    timeoutSecs: z.number().optional(),
    datasetFields: z.array(z.string()).optional(),
    example: z.unknown().optional(),
    input: z.array(z.unknown()).optional(),
    fields: z.array(z.unknown()).optional(),
    views: z.record(z.string(), z.array(z.string())).optional(),
    events: z.array(z.unknown()).optional(),
    text: z.string().optional(),
    next,
    note,
  }),
  async handler({ actorId, section, offset }, { apify, settings }) {
    const [actor, build] = await Promise.all([
      apify.getActor(actorId),
      section === 'pricing' ? undefined : apify.findDefaultBuild(actorId),
    ])
    return SECTIONS[section]({ actor, build, offset, settings })
  },
})
