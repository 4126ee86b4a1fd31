import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { readStored, writeStored } from '@/platform/storage'
import type { Purchase } from '@/services/types'

/** What lies in the cart. Name and picture are as they were last seen, so that there is something to show without a network. */
export interface CartLine {
  readonly productId: string
  readonly skuId: string
  readonly quantity: number
  readonly chosen: boolean
  readonly title: string
  readonly specText: string
  readonly cover: string
}

/** One order holds at most so many lines, and so does the cart. */
export const MAX_CART_LINES = 50
export const MAX_CART_QUANTITY = 99

/** What somebody means to buy, kept on this device for this person (S18). Prices are the server's and never kept. */
export const useCart = defineStore('cart', () => {
  const lines = shallowRef<readonly CartLine[]>(readLines('cart'))
  const pieces = computed(() => lines.value.reduce((sum, line) => sum + line.quantity, 0))

  function keep(next: readonly CartLine[]): void {
    lines.value = next
    writeStored('cart', next)
  }

  /** Puts pieces in, on top of those of the same SKU; the newest line stands first. `full`: so many kinds, or pieces, find no room. */
  function add(line: Omit<CartLine, 'chosen'>): 'added' | 'full' | 'too_many' {
    const there = lines.value.find(({ skuId }) => skuId === line.skuId)
    const quantity = (there?.quantity ?? 0) + line.quantity
    if (!there && lines.value.length >= MAX_CART_LINES) return 'full'
    if (quantity > MAX_CART_QUANTITY) return 'too_many'
    keep([{ ...line, quantity, chosen: true }, ...lines.value.filter(one => one !== there)])
    return 'added'
  }

  function change(skuIds: readonly string[], some: Partial<CartLine>): void {
    keep(lines.value.map(line => skuIds.includes(line.skuId) ? { ...line, ...some } : line))
  }

  /** Takes lines out and answers how to put them back where they were. */
  function remove(skuIds: readonly string[]): () => void {
    const before = lines.value
    keep(before.filter(line => !skuIds.includes(line.skuId)))
    return () => {
      const added = lines.value.filter(line => !before.some(one => one.skuId === line.skuId))
      const stillThere = before.map(line => lines.value.find(one => one.skuId === line.skuId) ?? line)
      keep([...added, ...stillThere])
    }
  }

  /** What goes to the checkout; stored, so that the page can be opened again. */
  function takeToCheckout(chosen: Purchase['lines']): void {
    writeStored('cart-checkout', chosen)
  }

  function atCheckout(): Purchase['lines'] {
    const stored = readStored('cart-checkout')
    return Array.isArray(stored) ? stored.filter(isWanted).map(({ productId, skuId, quantity }) => ({ productId, skuId, quantity })) : []
  }

  /** The order exists: what it holds is no longer wanted. */
  function bought(ordered: Purchase['lines']): void {
    keep(lines.value.filter(line => !ordered.some(({ skuId }) => skuId === line.skuId)))
  }

  return { lines, pieces, add, change, remove, takeToCheckout, atCheckout, bought }
})

/** Stored text may be an older release's, so every line is looked at. */
function readLines(name: string): readonly CartLine[] {
  const stored = readStored(name)
  return Array.isArray(stored) ? stored.filter(isCartLine).slice(0, MAX_CART_LINES) : []
}

function isWanted(value: unknown): value is Purchase['lines'][number] {
  if (typeof value !== 'object' || value === null) return false
  const { productId, skuId, quantity } = value as Record<string, unknown>
  return typeof productId === 'string' && typeof skuId === 'string' && Number.isInteger(quantity) && Number(quantity) >= 1
}

function isCartLine(value: unknown): value is CartLine {
  if (!isWanted(value)) return false
  const { chosen, title, specText, cover } = value as unknown as Record<string, unknown>
  return typeof chosen === 'boolean' && [title, specText, cover].every(text => typeof text === 'string')
}
