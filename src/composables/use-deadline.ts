import { type Ref, watch } from 'vue'

/** A phone that reaches zero a little before the server asks again this often until the server agrees. */
const ASK_AGAIN_MS = 3000

/**
 * Runs `atZero` when the server's clock reaches the deadline on screen, and again every few seconds while the same deadline stays:
 * the phone never decides that something is over, it asks (S17).
 */
export function useDeadline(now: Readonly<Ref<number>>, deadlineAt: () => number | null, atZero: () => void) {
  let askedAt = Number.NEGATIVE_INFINITY
  let askedFor: number | null = null

  watch(now, (time) => {
    const deadline = deadlineAt()
    if (deadline === null || time < deadline) return
    if (askedFor === deadline && time - askedAt < ASK_AGAIN_MS) return
    askedFor = deadline
    askedAt = time
    atZero()
  })
}
