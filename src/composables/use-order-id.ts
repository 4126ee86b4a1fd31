import { readStored, removeStored, writeStored } from '@/platform/storage'
import type { Purchase } from '@/services/types'

const STORED_AS = 'order-under-way'
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const RANDOM_LENGTH = 12

interface UnderWay { readonly purchase: string; readonly orderId: string }

/**
 * The phone makes the order id and stores it before it submits. When the answer is lost, the same purchase is sent again under the same id,
 * even after the app was closed in between, so that a lost answer never makes a second order.
 */
export function useOrderId() {
  /** The id to submit this purchase under. */
  function take(purchase: Purchase): string {
    const key = keyOf(purchase)
    const stored = readUnderWay()
    if (stored?.purchase === key) return stored.orderId
    const orderId = makeOrderId(Date.now(), Math.random)
    writeStored(STORED_AS, { purchase: key, orderId } satisfies UnderWay)
    return orderId
  }

  /** The purchase came to a definite end, placed or refused: the next one is a new order. */
  function settle(): void {
    removeStored(STORED_AS)
  }

  return { take, settle }
}

/** Time in base 36 keeps ids roughly in order, 12 random characters of 59 keep two phones apart. Fits `[0-9A-Za-z_-]{6,24}`. */
export function makeOrderId(now: number, random: () => number): string {
  const tail = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('')
  return `${now.toString(36)}${tail}`
}

/** What is bought, however it is paid: choosing another coupon after a lost answer must find the order that may exist already. */
function keyOf({ kind, lines, groupId }: Purchase): string {
  return [kind, groupId ?? '', ...lines.map(({ skuId, quantity }) => `${skuId}*${quantity}`).sort()].join('/')
}

function readUnderWay(): UnderWay | null {
  const stored = readStored(STORED_AS) as Partial<UnderWay> | null
  return typeof stored?.purchase === 'string' && typeof stored.orderId === 'string' ? stored as UnderWay : null
}
