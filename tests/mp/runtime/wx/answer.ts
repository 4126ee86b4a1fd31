interface Callbacks<Result> {
  success?(result: Result & { errMsg: string }): void
  fail?(error: { errMsg: string }): void
  complete?(result: { errMsg: string }): void
}

export type Options<Fields = object, Result = object> = Fields & Callbacks<Result>

/** What an asynchronous API rejects with; the message follows the API's name and `:fail`. */
export class ApiFailure extends Error {}

/** Runs an API as WeChat does: callbacks when there are any, a promise when there are none, and never before the caller went on. */
export function answer<Result extends object>(api: string, options: Callbacks<Result> | undefined, work: () => Result | Promise<Result>): Promise<unknown> | undefined {
  const done = Promise.resolve().then(work).then(result => ({ ...result, errMsg: `${api}:ok` }))
  if (!options?.success && !options?.fail && !options?.complete) return done.catch(error => Promise.reject(toError(api, error)))
  done.then(
    (result) => {
      options.success?.(result)
      options.complete?.(result)
    },
    (error: unknown) => {
      const failure = toError(api, error)
      options.fail?.(failure)
      options.complete?.(failure)
    },
  ).catch((thrown: unknown) => reportError(thrown))
  return undefined
}

function toError(api: string, error: unknown): { errMsg: string } {
  if (!(error instanceof ApiFailure)) throw error
  return { errMsg: `${api}:fail ${error.message}`.trim() }
}
