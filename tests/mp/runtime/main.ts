import { dressElements } from './elements'
import { launch, launchOptions } from './launch'
import { completeWorld, getApp, loadModule } from './modules'
import { currentPages, restart, runHook, topPage } from './pages'
import { records } from './record'
import { registrar } from './registrar'
import { stage } from './screen'
import { share } from './share'
import { wx } from './wx'

/** What a test can see and do that a finger on the screen cannot. */
const harness = {
  route: () => topPage()?.route ?? '',
  query: () => topPage()?.query ?? {},
  depth: () => currentPages().length,
  records: () => records,
  share: () => share('menu'),
  pullDown: () => {
    const top = topPage()
    return top && runHook(top, 'onPullDownRefresh')
  },
  back: () => wx.navigateBack(),
}

// uni-app looks for these on the global object too.
Object.assign(window, { ...registrar, wx, getApp, getCurrentPages: currentPages, global: window, harness })
completeWorld({ wx, currentPages })
dressElements(stage)
loadModule('app.js')
getApp()?.onLaunch?.(launchOptions())
getApp()?.onShow?.(launchOptions())
restart(launch.path, launch.query)
