/** The shop's own line icons on a 24×24 ground. They are drawn as masks, so an icon takes the colour of its text. */
export const shapes = {
  'chevron-right': '<path d="m9 5 7 7-7 7"/>',
  'close': '<path d="M6 6l12 12M18 6 6 18"/>',
  'plus': '<path d="M12 5v14M5 12h14"/>',
  'minus': '<path d="M5 12h14"/>',
  'check': '<path d="m5 12.5 4.6 4.6L19 7.6"/>',
  'clock': '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.2V12l3.2 2"/>',
  'group': '<circle cx="9" cy="8.5" r="3.3"/><path d="M2.8 19.5c.4-3.6 2.8-5.5 6.2-5.5s5.8 1.9 6.2 5.5"/><path d="M15.5 5.4a3.3 3.3 0 0 1 0 6.2M17.8 14.4c2 .7 3.2 2.4 3.4 5.1"/>',
  'user': '<circle cx="12" cy="8.2" r="3.9"/><path d="M4.3 20c.5-4.2 3.6-6.3 7.7-6.3s7.2 2.1 7.7 6.3z"/>',
  'share': '<path d="M13.5 5.2 20.5 11l-7 5.8v-3.6c-4.7-.2-7.8 1.2-10 4.6.3-5.3 3.3-8.8 10-9.2z"/>',
  'link': '<path d="M10 14.2a4.2 4.2 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1.2 1.2"/><path d="M14 9.8a4.2 4.2 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l1.2-1.2"/>',
  'qr': '<rect x="4" y="4" width="6" height="6" rx="1"/><rect x="14" y="4" width="6" height="6" rx="1"/><rect x="4" y="14" width="6" height="6" rx="1"/><path d="M14 14h2.5v2.5M20 14v6h-6M17.5 20v-1.5"/>',
  'location': '<path d="M12 21c4.7-4.8 7-8.3 7-11a7 7 0 0 0-14 0c0 2.7 2.3 6.2 7 11z"/><circle cx="12" cy="10" r="2.5"/>',
  'truck': '<path d="M2.8 6.5h11.4v10H2.8zM14.2 10h3.7l3.3 3.2v3.3h-7z"/><circle cx="7" cy="17.5" r="1.9"/><circle cx="17" cy="17.5" r="1.9"/>',
  'box': '<path d="m12 3.5 8 4.2v8.6l-8 4.2-8-4.2V7.7zM4.2 7.8 12 12l7.8-4.2M12 12v8.3"/>',
  'refund': '<path d="M4.5 9.5h10a5 5 0 0 1 0 10H9"/><path d="M8.5 5.5l-4 4 4 4"/>',
  'shield': '<path d="M12 3.3 19 6v5.3c0 4.5-2.9 7.7-7 9.4-4.1-1.7-7-4.9-7-9.4V6z"/><path d="m8.8 11.8 2.4 2.4 4.2-4.4"/>',
  'headset': '<path d="M4.5 14v-2a7.5 7.5 0 0 1 15 0v2"/><rect x="3.5" y="13" width="4" height="6" rx="2"/><rect x="16.5" y="13" width="4" height="6" rx="2"/><path d="M18.5 19c-.8 1.5-2.5 2-5 2"/>',
  'alert': '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5M12 16.2v.1"/>',
  'wallet': '<rect x="3.5" y="6" width="17" height="13" rx="2.5"/><path d="M3.5 10h17M15.5 14.5h1.5"/>',
  'cart': '<path d="M3 4.5h2.6l2.4 11h10.2l2-8H6.3"/><circle cx="9.3" cy="19.3" r="1.3"/><circle cx="17" cy="19.3" r="1.3"/>',
  'ticket': '<path d="M3.5 7h17v3.2a1.9 1.9 0 0 0 0 3.7V17h-17v-3.1a1.9 1.9 0 0 0 0-3.7z"/><path d="M14.5 7.5v1.6M14.5 11.2v1.6M14.5 14.9v1.6"/>',
  'coin': '<circle cx="12" cy="12" r="8.5"/><path d="M9 8l3 3.8L15 8M12 11.8V17M9.3 12.3h5.4M9.3 14.7h5.4"/>',
  'invoice': '<path d="M5 3.5h14v17l-2.3-1.5-2.4 1.5-2.3-1.5-2.3 1.5-2.4-1.5L5 20.5z"/><path d="M8.5 8h7M8.5 12h7M8.5 16h3"/>',
  'gift': '<rect x="4" y="9" width="16" height="11" rx="1.5"/><path d="M4 13h16M12 9v11M12 9c-4 0-5.5-1.5-5-3.300C7.5 4 11 4.5 12 9c1-4.5 4.5-5 5-3.300.5 1.800-1 3.300-5 3.300z"/>',
  'edit': '<path d="M4.5 19.5l1-4L16 5l3 3L8.5 18.5z"/><path d="M13.5 7.5l3 3"/>',
  'orders': '<path d="M5.5 3.5h13v17l-2.2-1.4-2.1 1.4-2.2-1.4-2.2 1.4-2.1-1.4-2.2 1.4z"/><path d="M9 8.5h6M9 12.5h6"/>',
  'copy': '<rect x="8.5" y="8.5" width="11" height="11" rx="2"/><path d="M15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2"/>',
  'refresh': '<path d="M19.5 12a7.5 7.5 0 1 1-2.4-5.5"/><path d="M19.5 4v4h-4"/>',
  'search': '<circle cx="10.8" cy="10.8" r="6.3"/><path d="m15.6 15.6 4.4 4.4"/>',
  'home': '<path d="m4 10.8 8-6.8 8 6.8"/><path d="M6 9.3v9.2A1.5 1.5 0 0 0 7.5 20h9a1.5 1.5 0 0 0 1.5-1.5V9.3"/>',
  'leaf': '<path d="M5 19c0-9 5-13.5 14.5-14C20 14.5 15 19.5 7.5 18M5 20.5c1.5-5 4.5-8.5 9-10.5"/>',
  'more': '<path d="M5.5 12v.1M12 12v.1M18.5 12v.1"/>',
} as const

export type IconName = keyof typeof shapes

/** A `url("data:…")` value; quotes and angle brackets are escaped because a mini-program style attribute cannot hold them. */
export function iconUrl(name: IconName, weight = 1.7): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="${weight}"`
    + ` stroke-linecap="round" stroke-linejoin="round">${shapes[name]}</svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`
}
