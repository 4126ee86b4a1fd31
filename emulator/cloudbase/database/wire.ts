import { parseEjson } from './ejson'
import { DatabaseError, invalidParam } from './errors'
import { type Document, isDocument, type Value } from './values'

export type Body = Record<string, unknown>

export interface Reply {
  requestId: string
  data?: unknown
  code?: string
  message?: string
  [field: string]: unknown
}

/** Reads the parameters of one wire call, refusing what is malformed. */
export class Parameters {
  readonly #body: Body
  readonly #now: () => number

  constructor(body: Body, now: () => number) {
    this.#body = body
    this.#now = now
  }

  get collection(): string {
    const name = this.#body.collectionName
    if (typeof name !== 'string' || name === '') throw invalidParam('collectionName is required')
    return name
  }

  get transactionId(): unknown {
    return this.#body.transactionId ?? undefined
  }

  /** The query; one that is not sent selects everything. */
  get query(): Document {
    return this.#document('query', this.#body.query ?? '{}')
  }

  get projection(): Document | undefined {
    return this.#body.projection === undefined ? undefined : this.#document('projection', this.#body.projection)
  }

  get order(): Value {
    return this.#body.order === undefined ? undefined : this.#document('order', this.#body.order)
  }

  get update(): Document {
    return this.#document('data', this.#body.data)
  }

  get documents(): Document[] {
    const { data } = this.#body
    if (!Array.isArray(data) || data.length === 0) throw invalidParam('data must be a nonempty array')
    return data.map(item => this.#document('data', item))
  }

  get stages(): { name: string; value: Value }[] {
    const { stages } = this.#body
    if (!Array.isArray(stages)) throw invalidParam('stages must be an array')
    return stages.map((stage: unknown) => {
      const { stageKey, stageValue } = (typeof stage === 'object' && stage !== null ? stage : {}) as Record<string, unknown>
      if (typeof stageKey !== 'string' || typeof stageValue !== 'string') throw invalidParam('malformed stage')
      return { name: stageKey, value: parseEjson(stageValue, this.#now) }
    })
  }

  flag(name: string): boolean {
    return this.#body[name] === true
  }

  wholeNumber(name: string, otherwise: number): number {
    const value = this.#body[name] ?? otherwise
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw invalidParam(`${name} must be a whole number of at least 0`)
    return value
  }

  #document(name: string, text: unknown): Document {
    if (typeof text !== 'string') throw invalidParam(`${name} must be Extended JSON text`)
    const value = parseEjson(text, this.#now)
    if (!isDocument(value)) throw invalidParam(`${name} must be an object`)
    return value
  }
}

/** What went wrong, in the form the SDK turns into an error. */
export function failure(requestId: string, error: unknown): Reply {
  if (error instanceof DatabaseError) return { requestId, code: error.code, message: error.message }
  return { requestId, code: 'DATABASE_REQUEST_FAILED', message: `[InternalError] ${error instanceof Error ? error.message : String(error)}` }
}
