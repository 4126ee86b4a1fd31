import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { orderTransitions } from '../golden/tables'

const file = fileURLToPath(new URL('../golden/order-transitions.md', import.meta.url))

describe('golden table', () => {
  it('I7: every state answers every command as it is written down', () => {
    const now = orderTransitions()
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, now)
    expect(now).toBe(readFileSync(file, 'utf8'))
  })
})
