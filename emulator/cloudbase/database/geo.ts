import { requestFailed } from './errors'
import { isDocument, isNumeric, toNumber, type Value } from './values'

export type Position = readonly [longitude: number, latitude: number]

/** A GeoJSON shape taken apart: points, lines, and polygons (outer ring first, then holes). */
interface Shape {
  points: Position[]
  lines: Position[][]
  polygons: Position[][][]
}

/** Metres: the radius MongoDB uses for spheres. */
export const EARTH_RADIUS = 6_378_100

/** The shape of a GeoJSON value or of a legacy `[longitude, latitude]` pair; undefined for anything else. */
export function shapeOf(value: Value): Shape | undefined {
  const pair = position(value)
  if (pair) return { points: [pair], lines: [], polygons: [] }
  if (!isDocument(value) || typeof value.type !== 'string') return undefined
  const { type, coordinates } = value
  switch (type) {
    case 'Point': return build('points', [position(coordinates)])
    case 'MultiPoint': return build('points', list(coordinates, position))
    case 'LineString': return build('lines', [list(coordinates, position)])
    case 'MultiLineString': return build('lines', list(coordinates, line))
    case 'Polygon': return build('polygons', [list(coordinates, line)])
    case 'MultiPolygon': return build('polygons', list(coordinates, polygon => list(polygon, line)))
    default: return undefined
  }
}

export function requireShape(value: Value): Shape {
  const shape = shapeOf(value)
  if (!shape) throw requestFailed('unknown GeoJSON geometry')
  return shape
}

function build<K extends keyof Shape>(kind: K, members: (Shape[K][number] | undefined)[] | undefined): Shape | undefined {
  if (!members || members.includes(undefined)) return undefined
  return { points: [], lines: [], polygons: [], [kind]: members }
}

function list<T>(value: Value, read: (item: Value) => T | undefined): T[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const items = value.map(read)
  return items.includes(undefined) ? undefined : items as T[]
}

function line(value: Value): Position[] | undefined {
  return list(value, position)
}

function position(value: Value): Position | undefined {
  if (!Array.isArray(value) || value.length < 2 || !isNumeric(value[0]) || !isNumeric(value[1])) return undefined
  return [toNumber(value[0]), toNumber(value[1])]
}

/** Great-circle distance in radians. */
export function angleBetween(a: Position, b: Position): number {
  const radians = Math.PI / 180
  const dLat = (b[1] - a[1]) * radians
  const dLng = (b[0] - a[0]) * radians
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * radians) * Math.cos(b[1] * radians) * Math.sin(dLng / 2) ** 2
  return 2 * Math.asin(Math.min(1, Math.sqrt(h)))
}

function distanceMetres(a: Position, b: Position): number {
  return angleBetween(a, b) * EARTH_RADIUS
}

/** Metres from a point to the nearest spot of a shape; nothing when it lies inside. */
export function distanceToShape(point: Position, shape: Shape): number {
  if (shape.polygons.some(polygon => inPolygon(point, polygon))) return 0
  const spots = [...positionsOf(shape), ...segmentsOf(shape).map(([a, b]) => nearestOn(point, a, b))]
  return Math.min(...spots.map(spot => distanceMetres(point, spot)))
}

/** The spot of a segment nearest to a point, on the plane that touches the earth there: exact enough for segments of a city. */
function nearestOn(point: Position, a: Position, b: Position): Position {
  const shrink = Math.cos((point[1] * Math.PI) / 180)
  const [dx, dy] = [(b[0] - a[0]) * shrink, b[1] - a[1]]
  const along = ((point[0] - a[0]) * shrink * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)
  const share = Math.min(1, Math.max(0, along))
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
}

export function positionsOf(shape: Shape): Position[] {
  return [...shape.points, ...shape.lines.flat(), ...shape.polygons.flat(2)]
}

/** Whether every part of `inner` lies in one of the polygons. Edges are straight in longitude and latitude. */
export function isWithin(inner: Shape, outer: Shape): boolean {
  return positionsOf(inner).every(point => outer.polygons.some(polygon => inPolygon(point, polygon)))
    && !segmentsOf(inner).some(([a, b]) => !outer.polygons.some(polygon => inPolygon(midpoint(a, b), polygon)))
}

export function intersects(a: Shape, b: Shape): boolean {
  if (positionsOf(a).some(point => b.polygons.some(polygon => inPolygon(point, polygon)))) return true
  if (positionsOf(b).some(point => a.polygons.some(polygon => inPolygon(point, polygon)))) return true
  if (a.points.some(point => touches(point, b)) || b.points.some(point => touches(point, a))) return true
  const segments = segmentsOf(b)
  return segmentsOf(a).some(([p, q]) => segments.some(([r, s]) => cross(p, q, r, s)))
}

function touches(point: Position, shape: Shape): boolean {
  return shape.points.some(other => other[0] === point[0] && other[1] === point[1]) || segmentsOf(shape).some(([a, b]) => onSegment(point, a, b))
}

function segmentsOf(shape: Shape): [Position, Position][] {
  return [...shape.lines, ...shape.polygons.flat()].flatMap(path => path.slice(1).map((to, index): [Position, Position] => [path[index] as Position, to]))
}

function midpoint(a: Position, b: Position): Position {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

function inPolygon(point: Position, [outer, ...holes]: Position[][]): boolean {
  return outer !== undefined && inRing(point, outer) && !holes.some(hole => inRing(point, hole) && !onRing(point, hole))
}

function onRing(point: Position, ring: Position[]): boolean {
  return ring.slice(1).some((to, index) => onSegment(point, ring[index] as Position, to))
}

/** Even-odd rule; a point on the edge is inside. */
function inRing(point: Position, ring: Position[]): boolean {
  if (onRing(point, ring)) return true
  let inside = false
  ring.slice(1).forEach((b, index) => {
    const a = ring[index] as Position
    const straddles = (a[1] > point[1]) !== (b[1] > point[1])
    if (straddles && point[0] < ((b[0] - a[0]) * (point[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  })
  return inside
}

function turn(a: Position, b: Position, c: Position): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
}

function onSegment(point: Position, a: Position, b: Position): boolean {
  return turn(a, b, point) === 0
    && point[0] >= Math.min(a[0], b[0]) && point[0] <= Math.max(a[0], b[0])
    && point[1] >= Math.min(a[1], b[1]) && point[1] <= Math.max(a[1], b[1])
}

function cross(p: Position, q: Position, r: Position, s: Position): boolean {
  if (turn(p, q, r) !== turn(p, q, s) && turn(r, s, p) !== turn(r, s, q)) return true
  return onSegment(r, p, q) || onSegment(s, p, q) || onSegment(p, r, s) || onSegment(q, r, s)
}
