import { Actor, log } from 'apify'

interface Input {
  texts: string[]
}

await Actor.init()

const input = await Actor.getInput<Input>()
if (!input) throw new Error('The Actor needs an input.')
log.info(`Counting the words of ${input.texts.length} texts`)

const rows = input.texts.map((text) => ({
  text,
  words: text.split(/\s+/).filter(Boolean).length,
}))
await Actor.pushData(rows)

const words = rows.reduce((total, row) => total + row.words, 0)
await Actor.setValue('OUTPUT', { texts: rows.length, words })

await Actor.exit(`Counted ${words} words`)
