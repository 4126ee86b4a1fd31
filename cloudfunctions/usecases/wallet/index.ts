import type { walletProcedures } from '../../contract/wallet'
import type { Implementations } from '../handle-call'
import { getBalance, syncBalanceTopUp, topUpBalance } from './balance-procedures'
import { checkIn, exchangePoints, getPoints } from './points-procedures'
import { getWalletHistory } from './wallet-history'

export const walletImplementations: Implementations<typeof walletProcedures> = {
  'points.get': getPoints,
  'points.checkIn': checkIn,
  'points.exchange': exchangePoints,
  'balance.get': getBalance,
  'balance.topUp': topUpBalance,
  'balance.topUpSync': syncBalanceTopUp,
  'wallet.history': getWalletHistory,
}
