import { type Instant, MINUTE_MS } from '../kernel/instant'

/** A review as far as its honesty shows from outside. */
export interface ReviewFact {
  readonly id: string
  readonly openid: string
  readonly text: string
  readonly receivedAt: Instant
  readonly at: Instant
  /** Keyed hash of where the goods went. */
  readonly address?: string
}

export type ReviewReason = 'copied_text' | 'written_in_no_time'

/** So short a text is often the same by chance. */
const SHORT_TEXT = 12
const COPIES = 3

/**
 * Reviews that nobody wrote honestly (S72): a longer text that three or more accounts give word for word, and, with it, those of accounts that wrote
 * within a minute of the receipt from a door that several of them share. Answers the reasons by review; honest ones have none.
 */
export function suspiciousReviews(reviews: readonly ReviewFact[]): ReadonlyMap<string, readonly ReviewReason[]> {
  const found = new Map<string, readonly ReviewReason[]>()
  const people = (same: (other: ReviewFact) => boolean): number => new Set(reviews.filter(same).map(review => review.openid)).size
  for (const review of reviews) {
    const text = plain(review.text)
    const copied = [...text].length >= SHORT_TEXT && people(other => plain(other.text) === text) >= COPIES
    const hasty = isHasty(review) && review.address !== undefined && people(other => other.address === review.address && isHasty(other)) >= COPIES
    const reasons: ReviewReason[] = [...copied ? ['copied_text' as const] : [], ...hasty ? ['written_in_no_time' as const] : []]
    if (reasons.length > 0) found.set(review.id, reasons)
  }
  return found
}

function isHasty({ at, receivedAt }: ReviewFact): boolean {
  return at - receivedAt < MINUTE_MS
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[\p{P}\p{S}\p{Z}\p{C}]/gu, '')
}
