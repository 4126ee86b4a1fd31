import type { MemberLevel } from './setup'

/** The first level that does not rise above the one before it, in number and in growth (S19). */
export function checkLevels(levels: readonly MemberLevel[]): { readonly level: number; readonly field: 'level' | 'fromGrowth' } | undefined {
  for (const [index, one] of levels.entries()) {
    const before = levels[index - 1]
    if (before && one.level <= before.level) return { level: one.level, field: 'level' }
    if (before && one.fromGrowth <= before.fromGrowth) return { level: one.level, field: 'fromGrowth' }
  }
  return undefined
}
