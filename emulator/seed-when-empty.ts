import type { LocalCloud } from './local-cloud'

/** Fills the demo shop in when the environment has no products yet. */
export async function seedWhenEmpty(cloud: LocalCloud): Promise<void> {
  const reply = await cloud.database.handle({ action: 'database.calculateDocument', collectionName: 'products', query: '{}', queryType: 'WHERE' }) as { data?: { total?: number } }
  if ((reply.data?.total ?? 0) > 0) return
  const { seed } = await import('./seed/index')
  await seed(cloud)
}
