import { demandPayments } from './fake-apify/payments.ts'
import { countStarts } from './fake-apify/starts.ts'
import type { PayingClient, PayingOptions } from './paying-clients.ts'
import { RUN, seed } from './seeded-server.ts'

/** A start of a run, as the API gets it and as a client asks for it. */
export const START = 'POST /v2/actors/alice~crawler/runs'
export const RUN_IT = { actorId: 'alice/crawler', input: { a: 1 } }

/** Returns the metadata of a call with a payment. */
export const paid = (payment: unknown) => ({ 'x402/payment': payment })

/** Connects a client to a server that takes payments, before an API that demands them. */
export async function openPaying(
  connect: (options: PayingOptions) => Promise<PayingClient>,
  args: string[],
  token?: string,
) {
  const fake = await seed()
  const starts = countStarts(fake, RUN)
  const { sent, settled } = demandPayments(fake)
  const client = await connect({ api: fake.url, args, ...(token !== undefined && { token }) })
  return { ...client, fake, sent, settled, starts: () => starts('alice~crawler') }
}
