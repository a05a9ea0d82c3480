/** Which version a change of the contract needs (semver.org), with the reading of 0.y.z that package managers give it. */
type Numbers = readonly [major: number, minor: number, patch: number]

/** @throws when it is not `x.y.z` */
function numbersOf(version: string): Numbers {
  const found = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(version)
  if (found === null) throw new Error(`${version} is not a version: three numbers are needed, such as 1.4.0.`)
  return [Number(found[1]), Number(found[2]), Number(found[3])]
}

/** Below zero where `a` is older than `b`. */
export function byVersion(a: string, b: string): number {
  const [one, other] = [numbersOf(a), numbersOf(b)]
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2]
}

export type Weight = 'none' | 'compatible' | 'breaking'

/**
 * The lowest version that may carry a change. From 1.0.0 on breaking raises x and compatible raises y. Before 1.0.0
 * every number means one step less: breaking raises y, compatible raises z, so that `^0.y.z` stays safe to follow.
 */
export function lowestVersion(released: string, weight: Weight): string {
  const [x, y, z] = numbersOf(released)
  if (weight === 'none') return released
  if (x === 0) return weight === 'breaking' ? `0.${y + 1}.0` : `0.${y}.${z + 1}`
  return weight === 'breaking' ? `${x + 1}.0.0` : `${x}.${y + 1}.0`
}
