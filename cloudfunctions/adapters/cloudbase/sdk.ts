/** The part of `@cloudbase/node-sdk` that the store uses, typed tighter than the SDK types itself (nearly everything there is `any`). */
export interface Database {
  readonly command: Command
  collection: (name: string) => Collection
  startTransaction: () => Promise<SdkTransaction>
}

export interface Command {
  eq: (value: unknown) => object
  neq: (value: unknown) => object
  gt: (value: unknown) => object
  gte: (value: unknown) => object
  lt: (value: unknown) => object
  lte: (value: unknown) => object
  in: (values: readonly unknown[]) => object
  nin: (values: readonly unknown[]) => object
  all: (values: readonly unknown[]) => object
  exists: (yes: boolean) => object
  and: (conditions: readonly Condition[]) => object
  or: (conditions: readonly Condition[]) => object
  set: (value: unknown) => object
  inc: (by: number) => object
  remove: () => object
  push: (values: readonly unknown[]) => object
  pullAll: (values: readonly unknown[]) => object
}

export type Condition = object

export interface Query {
  orderBy: (field: string, direction: 'asc' | 'desc') => Query
  limit: (limit: number) => Query
  get: () => Promise<{ data: unknown[] }>
  count: () => Promise<{ total: number }>
  update: (data: object) => Promise<{ updated: number }>
}

export interface Collection {
  doc: (id: string) => { get: () => Promise<{ data: unknown[] }>; remove: () => Promise<unknown> }
  add: (data: object) => Promise<unknown>
  where: (condition: Condition) => Query
  options: (options: { multiple: boolean }) => Collection
}

export interface SdkTransaction {
  collection: (name: string) => {
    doc: (id: string) => { get: () => Promise<{ data: unknown }>; set: (data: object) => Promise<unknown> }
    add: (data: object) => Promise<unknown>
  }
  commit: () => Promise<unknown>
  rollback: (reason: unknown) => Promise<unknown>
}

export interface ConnectOptions {
  readonly envId: string
  /** Where the SDK's calls go; left out, the SDK finds the environment's own endpoint. */
  readonly serviceUrl?: string
  readonly timeoutMs?: number
}

/** Longest wait for one database call. Two tries of a read must fit into a function's time. */
const CALL_TIMEOUT_MS = 6000

/**
 * Loads the SDK, which takes most of a cold start, and opens the database. `keepalive` is off because the SDK's own keep-alive sends a
 * request again when a reused connection breaks, even one that had been carried out; Node's default agent keeps connections all the same.
 */
export async function connectDatabase(options: ConnectOptions): Promise<Database> {
  const { default: cloudbase } = await import('@cloudbase/node-sdk')
  const app = cloudbase.init({
    env: options.envId,
    keepalive: false,
    timeout: options.timeoutMs ?? CALL_TIMEOUT_MS,
    ...(options.serviceUrl !== undefined && { serviceUrl: options.serviceUrl }),
  })
  return app.database() as unknown as Database
}
