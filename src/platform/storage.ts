import { currentPerson } from './person'

type KeyOf = (name: string) => string
let keyOf: KeyOf
// #ifdef MP-WEIXIN
// WeChat keeps the storage of each of its users apart; a local cloud lets one user be several people.
keyOf = name => import.meta.env.VITE_LOCAL_CLOUD ? `lintuan:${currentPerson()}:${name}` : `lintuan:${name}`
// #endif
// #ifdef H5
// Tabs share one storage but may be different people.
keyOf = name => `lintuan:${currentPerson()}:${name}`
// #endif

/** Reads what this person stored on this device. Stored text may come from an older release, so the caller checks it. */
export function readStored(name: string): unknown {
  try {
    const text: unknown = uni.getStorageSync(keyOf(name))
    return typeof text === 'string' && text !== '' ? JSON.parse(text) : null
  } catch {
    return null
  }
}

/** Stores a value; false when the device has no room or forbids it. */
export function writeStored(name: string, value: unknown): boolean {
  try {
    uni.setStorageSync(keyOf(name), JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

export function removeStored(name: string): void {
  try {
    uni.removeStorageSync(keyOf(name))
  } catch {
    // Nothing was stored, or storage is forbidden: either way there is nothing left to remove.
  }
}
