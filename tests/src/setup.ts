import { createPinia, setActivePinia } from 'pinia'
import { beforeEach } from 'vitest'
import { phone, resetPhone } from './support/phone'

Object.assign(globalThis, { uni: phone })

beforeEach(() => {
  resetPhone()
  setActivePinia(createPinia())
})
