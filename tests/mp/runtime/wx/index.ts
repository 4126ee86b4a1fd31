import { cloudApi } from './cloud'
import { feedbackApi } from './feedback'
import { networkApi } from './network'
import { paymentApi } from './payment'
import { phoneApi } from './phone'
import { routingApi } from './routing'
import { storageApi } from './storage'
import { systemApi } from './system'

/** The `wx` of the program. What is not here does not exist, and a program that calls it fails with an error in the console. */
export const wx = { ...cloudApi, ...feedbackApi, ...networkApi, ...paymentApi, ...phoneApi, ...routingApi, ...storageApi, ...systemApi }
