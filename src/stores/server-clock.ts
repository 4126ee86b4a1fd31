import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * What the phone knows of the server's clock (S17). The server's moment lies somewhere between sending and receiving, so every
 * reply bounds the offset from both sides; the bounds of several replies are cut with each other, and a quick reply outweighs a slow one.
 * When a reply contradicts what was known, a clock was set: the newer reply is right.
 */
export const useServerClock = defineStore('serverClock', () => {
  const offsetMs = ref(0)
  let low = Number.NEGATIVE_INFINITY
  let high = Number.POSITIVE_INFINITY

  function observe(serverNow: number, sentAt: number, receivedAt: number) {
    const from = serverNow - receivedAt
    const to = serverNow - sentAt
    // The phone's own clock was turned back while the call was on its way: the reply says nothing.
    if (from > to) return
    const agrees = from <= high && to >= low
    low = agrees ? Math.max(low, from) : from
    high = agrees ? Math.min(high, to) : to
    offsetMs.value = Math.round((low + high) / 2)
  }

  /** The server's clock now. For showing time left; whether something is over is for the server to say. */
  function now(): number {
    return Date.now() + offsetMs.value
  }

  return { offsetMs, observe, now }
})
