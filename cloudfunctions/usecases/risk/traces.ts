import type { Member } from '../../domain/member/member'
import type { Address } from '../../domain/order/order'
import type { OrderTraces } from '../../domain/risk/cluster'
import { publicAddress } from '../../domain/risk/network'
import { normalAddress } from '../../domain/risk/normalise'
import type { Ports } from '../../ports'

/** What an order is known again by: keyed hashes alone, so that nothing of it can be read back (S75). A device only of those who agreed (S73). */
export function tracesOf({ ids }: Pick<Ports, 'ids'>, address: Address | null, ip: string | undefined, { device }: Pick<Member, 'device'>): OrderTraces {
  const known = publicAddress(ip)
  return {
    ...(address && { address: ids.derive(`address:${normalAddress(address)}`), phone: ids.derive(`phone:${address.phone}`) }),
    ...(known !== undefined && { ip: ids.derive(`ip:${known}`) }),
    ...(device && { device: device.key }),
  }
}
