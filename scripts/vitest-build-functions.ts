import { buildFunctions } from './build-functions'

/** Run once before the journeys: they test the functions as they are deployed, so these must be built from the present sources. */
export async function setup(): Promise<void> {
  await buildFunctions()
}
