import { answer, type Options } from './answer'

function read(key: string): unknown {
  const text = localStorage.getItem(key)
  return text === null ? '' : JSON.parse(text)
}

function write(key: string, value: unknown): void {
  localStorage.setItem(key, JSON.stringify(value))
}

/** Storage of the device: one browser context is one phone. */
export const storageApi = {
  getStorageSync: read,
  setStorageSync: write,
  removeStorageSync: (key: string): void => localStorage.removeItem(key),
  clearStorageSync: (): void => localStorage.clear(),
  setStorage: (options: Options<{ key: string, data: unknown }>) => answer('setStorage', options, () => {
    write(options.key, options.data)
    return {}
  }),
}
