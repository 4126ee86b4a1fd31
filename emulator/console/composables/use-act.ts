import { useMessage } from 'naive-ui'
import { type Ref, ref } from 'vue'

export interface Acts {
  /** The name of what is under way. */
  busy: Ref<string | undefined>
  /** Does one thing at a time and says how it ended. True when it went well. */
  act(name: string, job: () => Promise<unknown>, done?: string): Promise<boolean>
}

/** What a press of a button does to the local cloud. */
export function useAct(after?: () => unknown): Acts {
  const message = useMessage()
  const busy = ref<string>()
  async function act(name: string, job: () => Promise<unknown>, done?: string): Promise<boolean> {
    if (busy.value !== undefined) return false
    busy.value = name
    try {
      await job()
      if (done) message.success(done)
      return true
    }
    catch (error) {
      message.error(error instanceof Error ? error.message : String(error), { duration: 8000, closable: true })
      return false
    }
    finally {
      busy.value = undefined
      await after?.()
    }
  }
  return { busy, act }
}
