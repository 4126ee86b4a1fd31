import type { walletProcedures } from '../../contract/wallet'
import type { Implementations } from '../handle-call'
import { getBalance, syncBalanceTopUp, topUpBalance } from './balance-procedures'
import { checkIn, getPoints } from './points-procedures'
import { getWalletHistory } from './wallet-history'

export const walletImplementations: Implementations<typeof walletProcedures> = {
  'points.get': getPoints,
  'points.checkIn': checkIn,
  'balance.get': getBalance,
  'balance.topUp': topUpBalance,
  'balance.topUpSync': syncBalanceTopUp,
  'wallet.history': getWalletHistory,
}
