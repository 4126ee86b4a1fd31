import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Db, type Rig, startRig } from './support'

/** The constructors the SDK has but does not declare. */
interface Geo {
  Point: new (longitude: number, latitude: number) => object
  LineString: new (points: object[]) => object
  Polygon: new (lines: object[]) => { lines: object[] }
}

let rig: Rig
const places: [id: string, longitude: number, latitude: number][] = [['gate', 113.0, 23.0], ['shop', 113.001, 23.0], ['park', 113.01, 23.0], ['far', 114.0, 23.5]]

beforeAll(async () => {
  rig = await startRig({ collections: ['places'] })
  const { db } = rig
  await db.collection('places').add([
    ...places.map(([_id, longitude, latitude]) => ({ _id, at: new db.Geo.Point(longitude, latitude) })),
    { _id: 'road', at: new (geoOf(db).LineString)([new db.Geo.Point(112.99, 22.99), new db.Geo.Point(113.02, 23.02)]) },
    { _id: 'nowhere', at: 'unknown' },
  ])
})

afterAll(() => rig.stop())

async function idsOf(condition: (db: Db) => Record<string, unknown>): Promise<string[]> {
  const { data } = await rig.db.collection('places').where(condition(rig.db)).get() as { data: { _id: string }[] }
  return data.map(({ _id }) => _id)
}

function geoOf(db: Db): Geo {
  return db.Geo as unknown as Geo
}

function square(db: Db, west: number, south: number, east: number, north: number): InstanceType<Geo['Polygon']> {
  const geo = geoOf(db)
  const corners = [[west, south], [east, south], [east, north], [west, north], [west, south]] as const
  return new geo.Polygon([new geo.LineString(corners.map(([longitude, latitude]) => new geo.Point(longitude, latitude)))])
}

describe('geo queries', () => {
  it('geoNear: nearest first, within the distances', async () => {
    const near = (max: number, min = 0) => idsOf(db => ({ at: db.command.geoNear({ geometry: new db.Geo.Point(113, 23), maxDistance: max, minDistance: min }) }))
    expect(await near(1000)).toEqual(['gate', 'road', 'shop'])
    expect(await near(5000, 50)).toEqual(['shop', 'park'])
  })

  it('geoWithin: a polygon', async () => {
    expect((await idsOf(db => ({ at: db.command.geoWithin({ geometry: square(db, 112.9995, 22.9, 113.002, 23.1) as never }) }))).sort()).toEqual(['gate', 'shop'])
    expect((await idsOf(db => ({ at: db.command.geoWithin({ geometry: square(db, 112, 22, 113.5, 24) as never }) }))).sort()).toEqual(['gate', 'park', 'road', 'shop'])
  })

  it('geoWithin: a polygon with a hole', async () => {
    const hole = (db: Db): unknown => new (geoOf(db).Polygon)([...square(db, 112, 22, 115, 24).lines, ...square(db, 112.9, 22.9, 113.005, 23.05).lines])
    expect((await idsOf(db => ({ at: db.command.geoWithin({ geometry: hole(db) as never }) }))).sort()).toEqual(['far', 'park'])
  })

  it('geoWithin: a circle', async () => {
    expect((await idsOf(db => ({ at: db.command.geoWithin({ centerSphere: [new db.Geo.Point(113, 23), 0.2 / 6378.1] } as never) }))).sort()).toEqual(['gate', 'shop'])
  })

  it('geoIntersects: what crosses, touches or contains', async () => {
    const line = (db: Db): unknown => new (geoOf(db).LineString)([new db.Geo.Point(112.99, 23.01), new db.Geo.Point(113.02, 22.99)])
    expect((await idsOf(db => ({ at: db.command.geoIntersects({ geometry: line(db) as never }) }))).sort()).toEqual(['road'])
    expect((await idsOf(db => ({ at: db.command.geoIntersects({ geometry: square(db, 112.9999, 22.9, 113.0005, 23.1) as never }) }))).sort()).toEqual(['gate', 'road'])
  })

  it('geoNear as a stage writes the distance', async () => {
    const { data } = await rig.db.collection('places').aggregate().geoNear({
      near: new rig.db.Geo.Point(113, 23), spherical: true, distanceField: 'metres', maxDistance: 1100, key: 'at', query: { _id: /^[gsp]/ },
    } as never).project({ metres: 1 }).end() as unknown as { data: { _id: string; metres: number }[] }
    expect(data.map(({ _id }) => _id)).toEqual(['gate', 'shop', 'park'])
    expect(data.map(({ metres }) => Math.round(metres))).toEqual([0, 102, 1025])
  })
})
