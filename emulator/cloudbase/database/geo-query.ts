import { requestFailed } from './errors'
import { angleBetween, distanceToShape, intersects, isWithin, type Position, positionsOf, requireShape, shapeOf } from './geo'
import { MISSING, type Missing } from './path'
import { type Document, isDocument, isNumeric, toNumber, type Value } from './values'

/** The test behind `$near`, `$nearSphere`, `$geoWithin` and `$geoIntersects`. */
export function geoPredicate(operator: string, operand: Value): (value: Value | Missing) => boolean {
  if (!isDocument(operand)) throw requestFailed(`${operator} needs an object`)
  if (operator === '$geoWithin') return withinTest(operand)
  if (operator === '$geoIntersects') {
    const area = requireShape(operand.$geometry)
    return onShape(shape => intersects(shape, area))
  }
  const near = nearOf(operand)
  return (value) => {
    const distance = near.distance(value)
    return distance !== undefined && distance >= near.min && distance <= near.max
  }
}

interface Near {
  min: number
  max: number
  distance(value: Value | Missing): number | undefined
}

function nearOf(operand: Document): Near {
  const centre = requireShape(operand.$geometry).points[0]
  if (!centre) throw requestFailed('$near requires a point')
  return { min: bound(operand.$minDistance, 0), max: bound(operand.$maxDistance, Infinity), distance: value => distanceTo(centre, value) }
}

function bound(value: Value, otherwise: number): number {
  if (value === undefined || value === null) return otherwise
  if (!isNumeric(value) || toNumber(value) < 0) throw requestFailed('a distance must be a number of at least 0')
  return toNumber(value)
}

/** Metres from the point to what stands in the document. */
export function distanceTo(centre: Position, value: Value | Missing): number | undefined {
  const shape = value === MISSING ? undefined : shapeOf(value)
  return shape && distanceToShape(centre, shape)
}

function onShape(test: (shape: NonNullable<ReturnType<typeof shapeOf>>) => boolean): (value: Value | Missing) => boolean {
  return (value) => {
    const shape = value === MISSING ? undefined : shapeOf(value)
    return shape !== undefined && test(shape)
  }
}

function withinTest(operand: Document): (value: Value | Missing) => boolean {
  if (operand.$centerSphere !== undefined) return sphereTest(operand.$centerSphere)
  const area = requireShape(operand.$geometry)
  if (area.polygons.length === 0) throw requestFailed('$geoWithin needs a Polygon or MultiPolygon')
  return onShape(shape => isWithin(shape, area))
}

function sphereTest(operand: Value): (value: Value | Missing) => boolean {
  const [centre, radius] = Array.isArray(operand) ? operand as Value[] : []
  const middle = requireShape(centre).points[0]
  if (!middle || !isNumeric(radius)) throw requestFailed('malformed $centerSphere')
  return onShape(shape => positionsOf(shape).every(point => angleBetween(middle, point) <= toNumber(radius)))
}

/** The `$near` condition of a query: its results come nearest first unless an order is asked for. */
export function nearCondition(query: Document): { path: string; near: Near } | undefined {
  for (const [path, condition] of Object.entries(query)) {
    if (path === '$and' && Array.isArray(condition)) {
      const found = condition.filter(isDocument).map(nearCondition).find(near => near !== undefined)
      if (found) return found
    }
    const operand = isDocument(condition) ? condition.$nearSphere ?? condition.$near : undefined
    if (isDocument(operand)) return { path, near: nearOf(operand) }
  }
  return undefined
}
