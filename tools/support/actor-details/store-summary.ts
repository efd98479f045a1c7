import type { ApiStoreActor } from '../../../src/apify/types/actor-types.ts'
import { priceInWords } from '../pricing.ts'
import { oneLine } from '../text/one-line.ts'

/** Returns what a search shows of an Actor. Actors of the local platform cost nothing. */
export function storeSummary(actor: ApiStoreActor, mode: 'cloud' | 'local') {
  const { id, username, name, title, description, notice, stats } = actor
  const rating = actor.actorReviewRating ?? stats?.actorReviewRating
  return {
    actorId: (username && name ? `${username}/${name}` : id) || undefined,
    title: oneLine(title, 100),
    description: oneLine(description, 200),
    price: mode === 'local' ? 'free' : priceInWords(actor.currentPricingInfo),
    users: stats?.totalUsers ?? undefined,
    rating: rating && rating > 0 ? Math.round(rating * 10) / 10 : undefined,
    notice: notice && notice !== 'NONE' ? oneLine(notice, 60) : undefined,
  }
}
