import { personCopy } from '@/copy/person'
import { localCloudUrl } from './local-cloud'
import { currentPerson } from './person'

interface Person { id: string; nickname: string }

/**
 * H5 only: a small label that shows which demo person this tab is and lets it become another one.
 * It stands outside the app's own elements, so that no page and no mini-program build knows of it.
 */
export function mountPersonChip(): void {
  if (document.getElementById('lintuan-person')) return
  const chip = document.createElement('select')
  chip.id = 'lintuan-person'
  chip.title = personCopy.switch
  chip.style.cssText = 'position:fixed;top:10px;right:10px;z-index:999;max-width:96px;height:24px;padding:0 6px;border:1px solid #ece8e3;border-radius:12px;'
    + 'background:rgba(255,255,255,.92);color:#5d5751;font:12px/22px sans-serif;appearance:none;text-align:center;cursor:pointer'
  fill(chip, [{ id: currentPerson(), nickname: currentPerson() }])
  chip.addEventListener('change', () => becomePerson(chip.value))
  document.body.append(chip)
  void loadPeople().then(people => people.length > 0 && fill(chip, people))
}

function fill(chip: HTMLSelectElement, people: readonly Person[]) {
  chip.replaceChildren(...people.map(({ id, nickname }) => new Option(nickname, id, false, id === currentPerson())))
}

/** Another person starts afresh at the home page: pages on the stack belong to the one before. */
function becomePerson(id: string) {
  const address = new URL(location.href)
  address.searchParams.set('as', id)
  address.hash = '#/'
  location.assign(address)
}

async function loadPeople(): Promise<Person[]> {
  try {
    const answer: unknown = await (await fetch(localCloudUrl('/control/people'))).json()
    const list: unknown = Array.isArray(answer) ? answer : (answer as { people?: unknown }).people
    return Array.isArray(list) ? list.filter(isPerson) : []
  } catch {
    return []
  }
}

function isPerson(value: unknown): value is Person {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && 'nickname' in value && typeof value.nickname === 'string'
}
