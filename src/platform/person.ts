/** Where the demo person is kept: a storage key on the mini-program, a key of the tab's own storage in a browser. */
const PERSON_KEY = 'lintuan:person'

/** Who a visitor of the local cloud is taken for when nothing else is said. */
const DEFAULT_PERSON = 'alice'
const NAME = /^[0-9A-Za-z_-]{1,40}$/

type ReadPerson = () => string
let readPerson: ReadPerson
// #ifdef MP-WEIXIN
readPerson = () => toName(uni.getStorageSync(PERSON_KEY)) ?? DEFAULT_PERSON
// #endif
// #ifdef H5
readPerson = readPersonOfTab
// #endif

/**
 * The demo person of this client. The local cloud takes identity from a header in place of WeChat, so that three tabs can be three people.
 * The real cloud knows its callers from WeChat and never sees this.
 */
export function currentPerson(): string {
  return readPerson()
}

/** A mini-program built for a local cloud is told who it is by the page it is opened with. */
export function rememberPerson(as: string | undefined): void {
  const name = toName(as)
  if (name) uni.setStorageSync(PERSON_KEY, name)
}

/** `?as=bob` in the address makes this tab Bob; the tab stays Bob after the address has changed. */
function readPersonOfTab(): string {
  const asked = toName(new URLSearchParams(location.search).get('as'))
  try {
    if (asked) sessionStorage.setItem(PERSON_KEY, asked)
    return asked ?? toName(sessionStorage.getItem(PERSON_KEY)) ?? DEFAULT_PERSON
  } catch {
    return asked ?? DEFAULT_PERSON
  }
}

function toName(value: unknown): string | null {
  return typeof value === 'string' && NAME.test(value) ? value : null
}
