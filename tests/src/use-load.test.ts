import { describe, expect, it } from 'vitest'
import { later } from './support/phone'
import { useLoad } from '@/composables/use-load'
import { usePagedList } from '@/composables/use-paged-list'
import { useSubmit } from '@/composables/use-submit'
import type { CallResult, Page } from '@/services/types'

const good = <Value>(value: Value): CallResult<Value> => ({ ok: true, value })
const offline: CallResult<never> = { ok: false, problem: 'offline' }

describe('useLoad', () => {
  it('drops an answer that arrives after a later call was made', async () => {
    const answers = [later<CallResult<string>>(), later<CallResult<string>>()]
    const view = useLoad((index: number) => answers[index]!.promise)
    const first = view.load(0)
    const second = view.load(1)
    answers[1]!.settle(good('newer'))
    await second
    answers[0]!.settle(good('older'))
    expect(await first).toBe(false)
    expect(view.data.value).toBe('newer')
    expect(view.state.value).toBe('ready')
  })

  it('keeps what was shown while it loads again and when that fails', async () => {
    let answer = later<CallResult<string>>()
    const view = useLoad(() => answer.promise)
    expect(view.blank.value).toBe('idle')
    const loading = view.load()
    expect(view.blank.value).toBe('loading')
    answer.settle(good('peaches'))
    await loading
    answer = later()
    const again = view.reload()
    expect([view.state.value, view.data.value, view.blank.value]).toEqual(['loading', 'peaches', null])
    answer.settle(offline)
    await again
    expect([view.state.value, view.data.value, view.blank.value]).toEqual(['offline', 'peaches', null])
  })

  it('names a refusal', async () => {
    const view = useLoad(async (): Promise<CallResult<string, 'group_not_found'>> => ({ ok: false, problem: 'refused', refusal: 'group_not_found', detail: null }))
    await view.load()
    expect([view.state.value, view.refusal.value]).toEqual(['failed', 'group_not_found'])
  })

  it('a view that came with another answer outdates a load still on its way', async () => {
    const answer = later<CallResult<string>>()
    const view = useLoad(() => answer.promise)
    const loading = view.load()
    view.show('cancelled')
    answer.settle(good('placed'))
    await loading
    expect(view.data.value).toBe('cancelled')
  })
})

describe('usePagedList', () => {
  const page = (items: string[], next: string | null): CallResult<Page<string>> => good({ items, next })

  it('follows the cursor and shows an item that moved between pages once', async () => {
    const cursors: (string | null)[] = []
    const list = usePagedList<string>(async (cursor) => {
      cursors.push(cursor)
      return cursor === null ? page(['a', 'b'], 'c2') : page(['b', 'c'], null)
    }, item => item)
    await list.reload()
    await list.loadMore()
    await list.loadMore()
    expect(list.items.value).toEqual(['a', 'b', 'c'])
    expect(cursors).toEqual([null, 'c2'])
    expect(list.hasMore.value).toBe(false)
  })

  it('drops a page that belongs to the list before', async () => {
    const more = later<CallResult<Page<string>>>()
    let beginnings = 0
    const list = usePagedList<string>(async (cursor) => {
      if (cursor !== null) return more.promise
      beginnings += 1
      return page([`first of ${beginnings}`], 'next')
    }, item => item)
    await list.reload()
    const stale = list.loadMore()
    await list.reload()
    more.settle(page(['stale'], null))
    await stale
    expect(list.items.value).toEqual(['first of 2'])
  })

  it('a failed further page can be tried again, a failed first page says so', async () => {
    let online = false
    const list = usePagedList<string>(async cursor => online ? page([cursor ?? 'first'], cursor ? null : 'c2') : offline, item => item)
    await list.reload()
    expect(list.blank.value).toBe('offline')
    online = true
    await list.reload()
    online = false
    await list.loadMore()
    expect(list.moreState.value).toBe('offline')
    online = true
    await list.loadMore()
    expect(list.items.value).toEqual(['first', 'c2'])
  })
})

describe('useSubmit', () => {
  it('runs once however often it is tapped, and again afterwards', async () => {
    let runs = 0
    let gate = later<void>()
    const { submit, submitting } = useSubmit(async () => {
      runs += 1
      await gate.promise
      return runs
    })
    const taps = [submit(), submit(), submit()]
    expect(submitting.value).toBe(true)
    gate.settle()
    expect(await Promise.all(taps)).toEqual([1, undefined, undefined])
    gate = later()
    gate.settle()
    expect(await submit()).toBe(2)
  })

  it('lets go after a failure', async () => {
    const { submit, submitting } = useSubmit(async () => { throw new Error('broken') })
    await expect(submit()).rejects.toThrow('broken')
    expect(submitting.value).toBe(false)
  })
})
