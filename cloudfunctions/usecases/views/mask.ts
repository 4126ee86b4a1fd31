import type { AddressView } from '../../contract/views'
import type { Address } from '../../domain/order/order'

/** 138****1234: enough to recognise, too little to call. */
export function maskPhone(phone: string): string {
  return phone.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2')
}

/** The family name, or the first letter, alone. */
export function maskName(name: string): string {
  const [first = ''] = name
  return first && `${first}**`
}

/** An address as lists show it to anyone but its owner: the region, and too little of the rest to find or call somebody (S12). */
export function maskAddress(address: Address | null): AddressView | null {
  return address && { ...address, name: maskName(address.name), phone: maskPhone(address.phone), detail: address.detail && '****' }
}
