import { ref } from 'vue'

/** Runs a button's work once however often it is tapped: taps while it runs are ignored and answer undefined. */
export function useSubmit<Args extends unknown[], Value>(work: (...args: Args) => Promise<Value>) {
  const submitting = ref(false)

  async function submit(...args: Args): Promise<Value | undefined> {
    if (submitting.value) return undefined
    submitting.value = true
    try {
      return await work(...args)
    } finally {
      submitting.value = false
    }
  }

  return { submitting, submit }
}
