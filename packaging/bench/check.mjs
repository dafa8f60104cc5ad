// A peer for the check of a passport from its text, doing what Muster does: base45,
// bounded inflating, both signatures, the claims and every rule on them, the verdict.
// The organisation's key is imported once; the device's comes with each passport, as
// it does for Muster.
//
//   node check.mjs FOLDER    reads check.json, prints JSON
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { Sign1, COSEKey } from '@auth0/cose'
import { Decoder, Encoder } from 'cbor-x'
import { measure } from './measure.mjs'

const input = JSON.parse(fs.readFileSync(path.join(process.argv[2], 'check.json'), 'utf8'))
const cbor = new Decoder({ mapsAsObjects: false, useRecords: false })
const encoder = new Encoder({ mapsAsObjects: false, useRecords: false, variableMapSize: true, tagUint8Array: false })
const organisation = await COSEKey.import(Buffer.from(input.organisation, 'base64')).toKeyLike()
const kid = Buffer.from(input.kid, 'base64')

const value = new Int8Array(128).fill(-1)
Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:').forEach((c, i) => { value[c.charCodeAt(0)] = i })

// base45 decodes RFC 9285 from a place in the text on.
function base45 (text, from) {
  const n = text.length - from
  if (n % 3 === 1) throw new Error('length')
  const out = Buffer.allocUnsafe(Math.floor(n / 3) * 2 + (n % 3 ? 1 : 0))
  let at = 0
  for (let i = from; i < text.length; i += 3) {
    const a = value[text.charCodeAt(i)]
    const b = value[text.charCodeAt(i + 1)]
    if (i + 2 < text.length) {
      const v = a + 45 * b + 2025 * value[text.charCodeAt(i + 2)]
      if (v > 65535) throw new Error('overflow')
      out[at++] = v >> 8
      out[at++] = v & 255
    } else out[at++] = a + 45 * b
  }
  return out
}

const forever = 253402300799
const revoked = { passports: new Set(), devices: new Set(), keys: new Set() }
const list = { name: 'Riverside, as listed', validFrom: 0, validTo: forever, next: input.now + 86400 * 30 }
const bad = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
const must = (ok, why) => { if (!ok) throw new Error(why) }
const words = (s, least, most) => typeof s === 'string' && Buffer.byteLength(s) >= least && Buffer.byteLength(s) <= most && !bad.test(s)
const date = seconds => new Date(seconds * 1000).toISOString().slice(0, 10)

// strict decodes a map and refuses one that is not written in the one right way.
function strict (bytes) {
  const value = cbor.decode(bytes)
  must(Buffer.compare(encoder.encode(value), bytes) === 0, 'not deterministic')
  return value
}

// rules are what the claims must keep, and the verdict on each item.
function rules (claims) {
  const own = claims.get(-65537)
  must(/^ods:[A-Z0-9]{3,12}$/.test(claims.get(1)) && /^[a-z]{2,8}:[0-9A-Za-z./-]{1,32}$/.test(claims.get(2)), 'who')
  must(words(own.get(1), 1, 96) && own.get(1).normalize('NFC') === own.get(1) && words(own.get(2), 1, 96), 'name')
  must(own.get(3).length === 3 && own.get(3).every((s, i) => words(s, i === 2 ? 0 : 1, 40)) && words(own.get(4), 1, 24), 'where')
  const issued = claims.get(6)
  const day = Math.floor(issued / 86400)
  const items = own.get(5)
  must(items.length >= 1 && items.length <= 32, 'items')
  let last = 0
  const verdicts = items.map(([code, version, completed, valid, how]) => {
    must(/^[a-z0-9-]+\.[a-z0-9-]+$/.test(code) && code.length <= 24 && version <= 65535 && completed <= Math.min(day, 65535) && valid <= 65535 && how <= 31, 'item')
    const until = valid === 0 ? forever : 86400 * (day - completed + valid + 1) - 1
    last = Math.max(last, until)
    return {
      code, version: `${version >> 6}.${version & 63}`, completed: date(86400 * (day - completed)), until: valid === 0 ? '' : date(until),
      expired: until < input.now, how: ['knowledge', 'practical', 'tested-only', 'taught', 'awaiting-sign-off'].filter((_, i) => how >> i & 1),
    }
  })
  must(last === forever ? !claims.has(4) : claims.get(4) === last, 'expiry')
  return verdicts
}

// check returns the verdict; it throws where a signature or a rule does not hold.
async function check () {
  must(input.text.startsWith('MP1:') && input.text.length <= 4296, 'prefix')
  const bytes = zlib.inflateSync(base45(input.text, 4), { maxOutputLength: 8192 })
  const passport = Sign1.decode(bytes)
  const delegation = passport.protectedHeaders.get(13)
  must(Buffer.compare(delegation.kid, kid) === 0, 'issuer')
  await delegation.verify(organisation)
  const grant = strict(delegation.payload)
  must(grant.get(5) < grant.get(4) && grant.get(4) <= grant.get(5) + 34560000 && words(grant.get(2), 1, 40), 'delegation')
  const device = await COSEKey.import(grant.get(8).get(1)).toKeyLike()
  await passport.verify(device)
  const claims = strict(passport.payload)
  const items = rules(claims)
  const issued = claims.get(6)
  must(claims.get(1) === grant.get(1) && issued >= grant.get(5) && issued <= grant.get(4) && issued >= list.validFrom && issued <= list.validTo, 'forged')
  must(issued <= input.now + 300, 'not yet valid')
  must(!revoked.keys.has(input.kid) && !revoked.devices.has(grant.get(2)) && !revoked.passports.has(claims.get(7).toString('hex')), 'revoked')
  must(items.some(i => !i.expired), 'expired')
  return { status: input.now > list.next ? 'lists-stale' : 'valid', subject: claims.get(2), organisation: list.name, items }
}

const verdict = await check()
must(verdict.subject === input.subject && verdict.status === 'valid' && verdict.items.length === 16, 'another verdict')
console.log(JSON.stringify({ name: 'check', ...(await measure(check)) }))
