// A small vocabulary for the demo pictures: light comes from the upper left, shadows are soft and warm, grounds are quiet.

export type Stop = readonly [offset: number, colour: string, opacity?: number]

let serial = 0
const defs: string[] = []

/** Registers a gradient for the drawing under way and gives its paint. */
export function radial(stops: readonly Stop[], cx = 0.36, cy = 0.3, r = 0.8): string {
  const id = `g${serial++}`
  defs.push(`<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${stopTags(stops)}</radialGradient>`)
  return `url(#${id})`
}

export function linear(stops: readonly Stop[], x2 = 0, y2 = 1): string {
  const id = `g${serial++}`
  defs.push(`<linearGradient id="${id}" x1="0" y1="0" x2="${x2}" y2="${y2}">${stopTags(stops)}</linearGradient>`)
  return `url(#${id})`
}

function stopTags(stops: readonly Stop[]): string {
  return stops.map(([offset, colour, opacity = 1]) => `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`).join('')
}

export function at(x: number, y: number, body: string, scale = 1, turn = 0): string {
  return `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale})">${body}</g>`
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, more = ''): string {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`
}

export function rect(x: number, y: number, width: number, height: number, radius: number, fill: string, more = ''): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" ${more}/>`
}

export function path(d: string, fill: string, more = ''): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`
}

export function line(d: string, stroke: string, width: number, more = ''): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`
}

export function words(x: number, y: number, size: number, text: string, fill: string, more = ''): string {
  const font = 'Noto Serif CJK SC,Songti SC,serif'
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" font-family="${font}" font-weight="700" text-anchor="middle" ${more}>${text}</text>`
}

/** Shadow on the table. */
export function shadow(cx: number, cy: number, rx: number, ry: number, opacity = 0.32): string {
  return ellipse(cx, cy, rx, ry, '#5b2f1a', `opacity="${opacity}" filter="url(#soft)"`)
}

/** A soft light spot. */
export function shine(cx: number, cy: number, rx: number, ry: number, opacity = 0.55, turn = -28): string {
  return `<g transform="rotate(${turn} ${cx} ${cy})">${ellipse(cx, cy, rx, ry, '#fff', `opacity="${opacity}" filter="url(#blur)"`)}</g>`
}

export function leaf(x: number, y: number, scale: number, turn: number, dark = '#3f7d3a', light = '#86bd5d'): string {
  const fill = linear([[0, light], [1, dark]], 1, 0.4)
  return at(x, y, path('M0 0C18-30 62-40 100-10 66 20 26 24 0 0Z', fill) + line('M4-1C34-8 62-12 90-9', '#fff', 2.5, 'opacity=".35"'), scale, turn)
}

export interface Ground { wall: readonly [string, string]; table: readonly [string, string]; glow?: string }

/** Finishes a drawing: wall and table that melt into each other, glow behind the goods, then what stands on it. Goods pictures are 640×560 (S37). */
export function scene(ground: Ground, body: string, width = 640, height = 560): string {
  const wall = linear([[0, ground.wall[0]], [1, ground.wall[1]]])
  const table = linear([[0, ground.table[0], 0], [0.3, ground.table[0]], [1, ground.table[1]]])
  const glow = radial([[0, ground.glow ?? '#ffffff', 0.85], [1, ground.glow ?? '#ffffff', 0]], 0.5, 0.5, 0.5)
  const horizon = Math.round(height * 0.56)
  return finish(
    rect(0, 0, width, height, 0, wall)
    + path(`M0 ${horizon}H${width}V${height}H0Z`, table)
    + ellipse(width / 2, height * 0.44, width * 0.46, height * 0.46, glow)
    + body,
    width, height,
  )
}

/** Wraps a body with the definitions gathered since the last drawing. */
export function finish(body: string, width: number, height: number): string {
  const filters = '<filter id="soft" x="-40%" y="-120%" width="180%" height="340%"><feGaussianBlur stdDeviation="11"/></filter>'
    + '<filter id="blur" x="-60%" y="-60%" width="220%" height="220%"><feGaussianBlur stdDeviation="5"/></filter>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><defs>${filters}${defs.join('')}</defs>${body}</svg>`
  defs.length = 0
  serial = 0
  return svg
}
