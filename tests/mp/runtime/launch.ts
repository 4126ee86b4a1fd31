import type { LaunchOptions } from './packed'

/** How a test opens the mini-program, in the address of the harness page. */
interface Launch {
  path: string
  query: Record<string, string>
  scene: number
  /** Who holds the phone, at the local cloud. */
  person: string
  /** Where the local cloud really is. */
  cloud: string
  /** The origin the mini-program was built with, which stands for it. */
  builtFor: string
  appId: string
}

export const launch = JSON.parse(new URLSearchParams(location.search).get('launch') ?? '{}') as Launch

export function launchOptions(): LaunchOptions {
  return { path: launch.path, query: launch.query, scene: launch.scene, referrerInfo: {} }
}

/** The address to fetch when the mini-program names `address`. A release build has no address in it and gets the local cloud's pictures by path. */
export function realAddress(address: string): string {
  if (address.startsWith('/storage/')) return launch.cloud + address
  return address.startsWith(launch.builtFor) ? launch.cloud + address.slice(launch.builtFor.length) : address
}
