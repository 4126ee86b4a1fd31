import type { LevelView } from '../../contract/rule-views'
import { checkLevels } from '../../domain/shop/check-levels'
import { NO_SETUP } from '../../domain/shop/setup'
import { answer, type Answer, type Call, refused } from '../answer'
import { changeSetup } from './change-setup'

export async function listLevels({ ports }: Call): Promise<Answer<{ levels: readonly LevelView[] }, never>> {
  const { levels } = await ports.store.get('shop_setup', NO_SETUP.id) ?? NO_SETUP
  return answer({ levels })
}

/** Sets the levels members reach by growth (S19), from low to high. */
export async function saveLevels({ ports }: Call, { levels }: { levels: LevelView[] }): Promise<Answer<{ levels: readonly LevelView[] }, 'levels_invalid'>> {
  const wrong = checkLevels(levels)
  if (wrong) return refused('levels_invalid', wrong)
  await changeSetup(ports, setup => ({ ...setup, levels }))
  return answer({ levels })
}
