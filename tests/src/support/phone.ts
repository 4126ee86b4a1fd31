import { vi } from 'vitest'

interface RequestOptions {
  url: string
  header: Record<string, string>
  data: { procedure: string; input: unknown }
  success: (answer: { statusCode: number; data: unknown }) => void
  fail: (error: { errMsg: string }) => void
}

/** One call as the server sees it. */
export interface Asked { fn: string; procedure: string; input: Record<string, unknown>; person: string }
/** A reply, `lost` when nothing comes back, or a number for an HTTP status that is no answer of a function. */
export type Answered = object | 'lost' | number

let serve: (asked: Asked) => Answered | Promise<Answered> = () => 'lost'
const stored = new Map<string, string>()

/** Every call since the test began. */
export const asked: Asked[] = []

/** Says how the server answers from now on. */
export function answerWith(server: (asked: Asked) => Answered | Promise<Answered>): void {
  serve = server
}

export function ok(value: unknown, serverNow = Date.now()) {
  return { outcome: 'ok', value, serverNow }
}

export function refuse(refusal: string, serverNow = Date.now()) {
  return { outcome: 'refused', refusal, serverNow }
}

/** The part of `uni` that the app uses in tests: storage in memory, a network played by `answerWith`, and spies for what is shown. */
export const phone = {
  getStorageSync: (key: string) => stored.get(key) ?? '',
  setStorageSync: (key: string, value: string) => void stored.set(key, value),
  removeStorageSync: (key: string) => void stored.delete(key),
  request: ({ url, header, data, success, fail }: RequestOptions) => {
    const call = { fn: url.replace('/call/', ''), procedure: data.procedure, input: data.input as Record<string, unknown>, person: header['x-lintuan-person'] ?? '' }
    asked.push(call)
    void Promise.resolve(serve(call)).then((answer) => {
      if (answer === 'lost') fail({ errMsg: 'request:fail' })
      else if (typeof answer === 'number') success({ statusCode: answer, data: '' })
      else success({ statusCode: 200, data: answer })
    })
  },
  showToast: vi.fn(),
  hideToast: vi.fn(),
  showLoading: vi.fn(),
  hideLoading: vi.fn(),
  showModal: vi.fn(),
  chooseAddress: vi.fn(),
  chooseFile: vi.fn(),
  uploadFile: vi.fn(),
  navigateTo: vi.fn(),
  redirectTo: vi.fn(),
  switchTab: vi.fn(),
  stopPullDownRefresh: vi.fn(),
}

export function resetPhone(): void {
  stored.clear()
  asked.length = 0
  serve = () => 'lost'
  for (const spy of Object.values(phone)) if (vi.isMockFunction(spy)) spy.mockReset()
}

/** A promise that the test settles when it wants to. */
export function later<Value>() {
  let settle: (value: Value) => void = () => {}
  const promise = new Promise<Value>((resolve) => { settle = resolve })
  return { promise, settle }
}
