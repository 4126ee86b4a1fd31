import { fileURLToPath, URL } from 'node:url'
import { initPreContext } from '@dcloudio/uni-cli-shared'
import uniModule from '@dcloudio/vite-plugin-uni'
import optimization from '@uni-ku/bundle-optimizer'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

// vite-plugin-uni is CommonJS: in an ES module package the default import is the module object.
const uni = (uniModule as unknown as { default?: typeof uniModule }).default ?? uniModule

// The component gallery is for whoever works on the shop. A release build (LINTUAN_RELEASE=1) leaves the page
// out altogether: pages.json carries it under `#ifdef LINTUAN_GALLERY`, a condition that exists only here.
const withGallery = !process.env.LINTUAN_RELEASE
initPreContext(process.env.UNI_PLATFORM ?? 'h5', { LINTUAN_GALLERY: withGallery })

/**
 * uni-app's runtimes load a picture from DCloud's CDN three seconds after start and carry the addresses of its advertisement
 * service. A shop tells nobody who visits it: the call goes, and so does every address of the vendor.
 */
function noVendorBeacon(): Plugin {
  return {
    name: 'lintuan:no-vendor-beacon',
    enforce: 'pre',
    transform(code, id) {
      const file = toFile(id)
      if (file.endsWith('/style/framework/shadow.css')) return { code: '', map: null }
      if (!/@dcloudio\/uni-(h5|mp-weixin)\/dist\/[\w.-]+\.js$/.test(file)) return undefined
      return {
        code: code.replace(/^\s*preloadAsset\(\);\s*$/m, '').replace(/https:\/\/\w+\.dcloud\.net\.cn[\w./-]*/g, ''),
        map: null,
      }
    },
  }
}

/**
 * Styles may load nothing from elsewhere: wot's icon component brings a web font from a CDN, uni-app's page head has pictures on
 * another. The shop draws its own icons, so wot's font goes in both forms, the remote one and the file.
 */
function noRemoteStyles(): Plugin {
  return {
    name: 'lintuan:no-remote-styles',
    transform(code, id) {
      if (!/\.(css|scss)$|type=style/.test(id)) return undefined
      return {
        code: code.replace(/@font-face\s*\{[^}]*wd-icons[^}]*\}/g, '').replace(/url\(\s*(['"]?)https?:[^)]*\1\s*\)/g, 'none'),
        map: null,
      }
    },
    generateBundle(_, bundle) {
      for (const file of Object.keys(bundle)) if (/wd-icons[^/]*\.ttf$/.test(file)) delete bundle[file]
    },
  }
}

function toFile(id: string): string {
  return (id.split('?')[0] ?? id).replace(/\\/g, '/')
}

export default defineConfig({
  // Named one by one: where a build names none of them, the whole of import.meta.env would be written out, machine paths included.
  define: {
    'import.meta.env.VITE_LOCAL_CLOUD': JSON.stringify(process.env.VITE_LOCAL_CLOUD ?? ''),
    'import.meta.env.VITE_CLOUD_ENV': JSON.stringify(process.env.VITE_CLOUD_ENV ?? ''),
  },
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  plugins: [
    noVendorBeacon(),
    uni(),
    noRemoteStyles(),
    optimization({ enable: { 'optimization': true, 'async-import': false, 'async-component': false } }),
  ],
})
