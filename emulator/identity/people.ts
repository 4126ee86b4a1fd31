import { createHash } from 'node:crypto'
import type { StateFile, Table } from '../control/state'

export type RoleHint = 'shopper' | 'leader' | 'merchant'

/** Someone who uses the shop in the demo and in tests. The product only ever sees the openid and unionid. */
export interface Person {
  /** What the demo calls the person; sent by the H5 client in `x-lintuan-person`. */
  id: string
  openid: string
  unionid: string
  nickname: string
  /** Path of a picture in cloud storage. */
  avatar: string
  /** What the demo shop makes of the person; the product keeps its own list of roles. */
  role: RoleHint
}

const DEMO: Omit<Person, 'openid' | 'unionid' | 'avatar'>[] = [
  { id: 'alice', nickname: '小雨', role: 'shopper' },
  { id: 'bob', nickname: '阿博', role: 'shopper' },
  { id: 'carol', nickname: '可可', role: 'shopper' },
  { id: 'dan', nickname: '大丹', role: 'shopper' },
  { id: 'leader', nickname: '王团长', role: 'leader' },
  { id: 'merchant', nickname: '店主老李', role: 'merchant' },
]

/** The people of the local WeChat. Their openids follow from their ids, so that a picture of a test run can be compared with the next. */
export class People {
  readonly #table: Table<Person>
  readonly #appid: string
  readonly #byId = new Map<string, Person>()
  readonly #byOpenid = new Map<string, Person>()

  constructor(state: StateFile, appid: string) {
    this.#table = state.table<Person>('people')
    this.#appid = appid
    for (const person of this.#table.values()) this.#know(person)
    for (const person of DEMO) if (!this.#byId.has(person.id)) this.#add(person)
  }

  get(id: string): Person | undefined {
    return this.#byId.get(id)
  }

  byOpenid(openid: string): Person | undefined {
    return this.#byOpenid.get(openid)
  }

  /** In the order of their ids. */
  list(): Person[] {
    return this.#table.values()
  }

  /** Makes `count` shoppers named `<prefix>-1` … and returns them; those that exist already are returned as they are. */
  create(count: number, prefix = 'shopper'): Person[] {
    return Array.from({ length: count }, (_, index) => {
      const id = `${prefix}-${index + 1}`
      return this.#byId.get(id) ?? this.#add({ id, nickname: `邻居${index + 1}`, role: 'shopper' })
    })
  }

  /** Back to the demo people alone. */
  reset(): void {
    this.#table.clear()
    this.#byId.clear()
    this.#byOpenid.clear()
    for (const person of DEMO) this.#add(person)
  }

  #add(person: Omit<Person, 'openid' | 'unionid' | 'avatar'>): Person {
    const whole: Person = {
      ...person,
      openid: `o${digest(`${this.#appid}/${person.id}`)}`,
      unionid: `u${digest(`union/${person.id}`)}`,
      avatar: `/storage/avatars/${person.role === 'shopper' && person.id.includes('-') ? 'shopper' : person.id}.png`,
    }
    this.#table.put(person.id, whole)
    this.#know(whole)
    return whole
  }

  #know(person: Person): void {
    this.#byId.set(person.id, person)
    this.#byOpenid.set(person.openid, person)
  }
}

/** 27 characters of the alphabet WeChat uses in openids. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27)
}
