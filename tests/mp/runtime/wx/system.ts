import { launch, launchOptions } from '../launch'

const BAR_HEIGHT = 44

const device = { brand: 'harness', model: 'harness', platform: 'devtools', system: 'iOS 17', pixelRatio: devicePixelRatio }
const base = { SDKVersion: '3.7.0', version: '8.0.50', language: 'zh_CN', theme: 'light', fontSizeSetting: 16, host: { env: 'WeChat' } }

function windowInfo() {
  return {
    pixelRatio: devicePixelRatio,
    screenWidth: innerWidth,
    screenHeight: innerHeight,
    windowWidth: innerWidth,
    windowHeight: innerHeight - BAR_HEIGHT,
    statusBarHeight: 0,
    safeArea: { top: 0, left: 0, right: innerWidth, bottom: innerHeight, width: innerWidth, height: innerHeight },
  }
}

/** What the program can ask about the phone and about how it was opened. */
export const systemApi = {
  env: { USER_DATA_PATH: 'wxfile://usr' },
  canIUse: () => true,
  getSystemInfoSync: () => ({ ...device, ...base, ...windowInfo() }),
  getWindowInfo: windowInfo,
  getDeviceInfo: () => device,
  getAppBaseInfo: () => base,
  getAccountInfoSync: () => ({ miniProgram: { appId: launch.appId, envVersion: 'develop', version: '' } }),
  getLaunchOptionsSync: launchOptions,
  getEnterOptionsSync: launchOptions,
  getUpdateManager: () => ({ onCheckForUpdate: () => {}, onUpdateReady: () => {}, onUpdateFailed: () => {}, applyUpdate: () => {} }),
  nextTick: (run: () => void): void => queueMicrotask(run),
}
