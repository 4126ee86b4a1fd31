import { requestFailed } from './errors'
import { EARTH_RADIUS, requireShape, shapeOf } from './geo'
import { distanceTo } from './geo-query'
import { compileQuery } from './match'
import { getPath, splitPath } from './path'
import { setPath } from './update-path'
import { type Document, isDocument, isNumeric, toNumber, type Value } from './values'

/** `$geoNear`: documents by distance from a point, nearest first, with the distance written into each. */
export function* geoNear(value: Value, documents: Iterable<Document>): Generator<Document> {
  if (!isDocument(value) || typeof value.distanceField !== 'string') throw requestFailed('$geoNear needs a distanceField')
  const { near, distanceField, includeLocs, key } = value
  const centre = requireShape(near).points[0]
  if (!centre) throw requestFailed('$geoNear needs a point')
  const predicate = compileQuery(value.query ?? {})
  // A GeoJSON point is measured in metres; a legacy pair in radians, as MongoDB has it.
  const unit = isDocument(near) ? 1 : 1 / EARTH_RADIUS
  const multiplier = numberOr(value.distanceMultiplier, 1)
  const [min, max] = [numberOr(value.minDistance, 0), numberOr(value.maxDistance, Infinity)]
  const found: { document: Document; distance: number }[] = []
  for (const document of documents) {
    const path = typeof key === 'string' ? key : placeIn(document)
    const place = path === undefined ? undefined : getPath(document, splitPath(path))
    const metres = place === undefined ? undefined : distanceTo(centre, place)
    if (metres === undefined || metres * unit < min || metres * unit > max || !predicate(document)) continue
    const result = { ...document }
    setPath(result, splitPath(distanceField), metres * unit * multiplier)
    if (typeof includeLocs === 'string') setPath(result, splitPath(includeLocs), place)
    found.push({ document: result, distance: metres })
  }
  found.sort((a, b) => a.distance - b.distance)
  for (const { document } of found.slice(0, numberOr(value.limit ?? value.num, Infinity))) yield document
}

function numberOr(value: Value, otherwise: number): number {
  return isNumeric(value) ? toNumber(value) : otherwise
}

/** The first field that holds a place, when the stage does not name one. */
function placeIn(document: Document): string | undefined {
  return Object.keys(document).find(field => isDocument(document[field]) && shapeOf(document[field]) !== undefined)
}
