import type { SearchReportRow, TitleHintView } from '../../contract/catalogue'
import { dayOf } from '../../domain/kernel/day'
import { DAY_MS } from '../../domain/kernel/instant'
import { titleHints } from '../../domain/product/title-hints'
import { hotWords, type SearchCount, sumCounts } from '../../domain/search/search-count'
import { NO_SETUP, type ShopSetup } from '../../domain/shop/setup'
import type { Ports } from '../../ports'
import { EMPHATIC_WORDS } from '../effects/texts'
import { answer, type Answer, type Call } from '../answer'

/** Hot words are those of so many days. */
const HOT_DAYS = 7
const HOT_SHOWN = 10
const REPORT_ROWS = 50

/** What is offered to search for (S34). */
export async function getHotWords({ ports }: Call): Promise<Answer<{ words: readonly string[] }, never>> {
  return answer({ words: await hotWordsNow(ports) })
}

async function hotWordsNow(ports: Ports): Promise<string[]> {
  const [setup, counts] = await Promise.all([ports.store.get('shop_setup', 'shop'), countsOf(ports, HOT_DAYS, 20)])
  return hotWords(setup?.hotWords ?? [], counts, HOT_SHOWN)
}

/** What was searched for, and whether there was anything (S34). */
export async function getSearchReport({ ports }: Call, { days }: { days: number }): Promise<Answer<{ rows: readonly SearchReportRow[] }, never>> {
  return answer({ rows: sumCounts(await countsOf(ports, days, 100)).slice(0, REPORT_ROWS) })
}

/** The most searched words of each of the last days, today included. */
async function countsOf({ store, clock }: Ports, days: number, eachDay: number): Promise<SearchCount[]> {
  const now = clock.now()
  const pages = await Promise.all(Array.from({ length: days }, (_, back) => store.page({
    collection: 'search_counts',
    where: [{ field: 'day', is: 'eq', value: dayOf(now - back * DAY_MS) }],
    order: { field: 'count', direction: 'desc' },
    limit: eachDay,
  })))
  return pages.flat()
}

/** What the merchant set, to be changed and saved again (S34, S36). */
export async function getWords({ ports }: Call): Promise<Answer<{ hot: readonly string[]; emphatic: readonly string[] }, never>> {
  const setup = await ports.store.get('shop_setup', 'shop')
  return answer({ hot: setup?.hotWords ?? [], emphatic: setup?.emphaticWords ?? EMPHATIC_WORDS })
}

export async function saveHotWords({ ports }: Call, { words }: { words: readonly string[] }): Promise<Answer<{ saved: true }, never>> {
  return saveSetup(ports, { hotWords: words })
}

export async function saveTitleWords({ ports }: Call, { emphatic }: { emphatic: readonly string[] }): Promise<Answer<{ saved: true }, never>> {
  return saveSetup(ports, { emphaticWords: emphatic })
}

async function saveSetup({ store }: Ports, fields: Partial<Pick<ShopSetup, 'hotWords' | 'emphaticWords'>>): Promise<Answer<{ saved: true }, never>> {
  if (!await store.update('shop_setup', 'shop', { set: fields })) {
    await store.insert('shop_setup', NO_SETUP)
    await store.update('shop_setup', 'shop', { set: fields })
  }
  return answer({ saved: true })
}

/** What could be better about a title, before the goods are saved (S36). */
export async function checkTitle({ ports }: Call, { title, categoryId }: { title: string; categoryId: string }): Promise<Answer<{ hints: readonly TitleHintView[] }, never>> {
  const [home, setup, hot] = await Promise.all([ports.store.get('home_content', 'home'), ports.store.get('shop_setup', 'shop'), hotWordsNow(ports)])
  const category = home?.categories.find(one => one.categoryId === categoryId)?.name ?? ''
  return answer({ hints: titleHints(title, { category, hot, emphatic: setup?.emphaticWords ?? EMPHATIC_WORDS }) })
}
