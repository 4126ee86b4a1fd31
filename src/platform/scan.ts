/** Whether there is a scanner: WeChat has one, a browser has none. */
export let canScan: boolean
// #ifdef MP-WEIXIN
canScan = true
// #endif
// #ifdef H5
canScan = false
// #endif

/** Reads a QR picture or a bar code with the camera; null when nothing was read. */
export function scanCode(): Promise<string | null> {
  return new Promise((resolve) => {
    uni.scanCode({ scanType: ['qrCode', 'barCode'], success: ({ result }) => resolve(result), fail: () => resolve(null) })
  })
}
