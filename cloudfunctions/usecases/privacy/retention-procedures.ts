import type { retentionProcedures, RetentionView } from '../../contract/retention'
import { RETENTION } from '../../domain/shop/retention'
import { changeSetup } from '../admin/change-setup'
import { answer, type Answer, type Call } from '../answer'
import type { Implementations } from '../handle-call'
import { setupOf } from '../member/role'

async function getRetention({ ports }: Call): Promise<Answer<RetentionView, never>> {
  return answer((await setupOf(ports)).retention ?? RETENTION)
}

async function saveRetention({ ports }: Call, retention: RetentionView): Promise<Answer<RetentionView, never>> {
  await changeSetup(ports, setup => ({ ...setup, retention }))
  return answer(retention)
}

export const retentionImplementations: Implementations<typeof retentionProcedures> = {
  'retention.get': getRetention,
  'retention.save': saveRetention,
}
