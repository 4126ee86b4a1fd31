import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { readStored, removeStored, writeStored } from '@/platform/storage'
import type { AddressView } from '@/services/types'

const FIELDS = ['name', 'phone', 'province', 'city', 'district', 'detail'] as const

/** The address last used, kept on this device so that the next order starts with it. */
export const useAddress = defineStore('address', () => {
  const last = shallowRef<AddressView | null>(readAddress())

  function remember(address: AddressView) {
    last.value = { ...address }
    writeStored('address', last.value)
  }

  /** Nothing of it stays on this device. */
  function forget() {
    last.value = null
    removeStored('address')
  }

  return { last, remember, forget }
})

function readAddress(): AddressView | null {
  const stored = readStored('address')
  return isAddress(stored) ? stored : null
}

/** Whether an address can be delivered to as it is; WeChat's own book may lack a district or hold a landline. */
export function isComplete(address: AddressView): boolean {
  return FIELDS.every(field => address[field].trim() !== '') && /^1\d{10}$/.test(address.phone)
}

function isAddress(value: unknown): value is AddressView {
  return typeof value === 'object' && value !== null && FIELDS.every(field => typeof (value as Record<string, unknown>)[field] === 'string')
}
