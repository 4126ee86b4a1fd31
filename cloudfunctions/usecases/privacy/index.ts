import type { privacyProcedures } from '../../contract/privacy'
import type { Implementations } from '../handle-call'
import { agree, withdrawConsent } from './consent'
import { exportMine } from './export'
import { leave } from './leave'

export const privacyImplementations: Implementations<typeof privacyProcedures> = {
  'privacy.agree': agree,
  'privacy.withdraw': withdrawConsent,
  'me.export': exportMine,
  'me.delete': leave,
}
