// A peer for Muster's signed passport, made as well as these libraries allow: the
// fonts are cut down once and loaded once, the code is drawn as vectors in long
// runs, and the file is signed with P-256 in the same form (PAdES B-B).
//
//   node passport.mjs FOLDER    reads passport.json and the fonts, prints JSON
import fs from 'node:fs'
import crypto from 'node:crypto'
import path from 'node:path'
import fontkit from '@pdf-lib/fontkit'
import { PDFDocument, PDFString, PDFName, PDFHexString, PDFArray, rgb, rectangle, pushGraphicsState, popGraphicsState, fill, concatTransformationMatrix, setFillingGrayscaleColor } from 'pdf-lib'
import QRCode from 'qrcode'
import subsetFont from 'subset-font'
import signpdfModule, { SignPdf } from '@signpdf/signpdf'
import { Signer } from '@signpdf/utils'
import { pdflibAddPlaceholder } from '@signpdf/placeholder-pdf-lib'
import forge from 'node-forge'
import { measure } from './measure.mjs'

const folder = process.argv[2]
const input = JSON.parse(fs.readFileSync(path.join(folder, 'passport.json'), 'utf8'))
const read = name => fs.readFileSync(path.join(folder, name))
const key = crypto.createPrivateKey({ key: read('device.key.der'), format: 'der', type: 'pkcs8' })
const certificates = input.certificates.map(c => Buffer.from(c, 'base64'))

const letters = String.fromCodePoint(...Array.from({ length: 0x5f }, (_, i) => i + 0x20), ...Array.from({ length: 0xe0 }, (_, i) => i + 0xa0), ...Array.from({ length: 0x18 }, (_, i) => i + 0x2010), 0x2212)
const regularBytes = await subsetFont(read('regular.ttf'), letters, { targetFormat: 'truetype' })
const boldBytes = await subsetFont(read('bold.ttf'), letters, { targetFormat: 'truetype' })

const asn1 = forge.asn1
const { Class: C, Type: T } = asn1
const seq = (...v) => asn1.create(C.UNIVERSAL, T.SEQUENCE, true, v)
const set = (...v) => asn1.create(C.UNIVERSAL, T.SET, true, v)
const oid = s => asn1.create(C.UNIVERSAL, T.OID, false, asn1.oidToDer(s).getBytes())
const octets = b => asn1.create(C.UNIVERSAL, T.OCTETSTRING, false, b.toString('binary'))
const integer = n => asn1.create(C.UNIVERSAL, T.INTEGER, false, String.fromCharCode(n))
const der = v => Buffer.from(asn1.toDer(v).getBytes(), 'binary')
const sha256 = b => crypto.createHash('sha256').update(b).digest()
const sha256Algorithm = seq(oid('2.16.840.1.101.3.4.2.1'))
const leaf = asn1.fromDer(certificates[0].toString('binary'))
const serial = leaf.value[0].value[1]
const issuer = leaf.value[0].value[3]
const certificateHash = sha256(certificates[0])
const certificateSet = certificates.map(c => asn1.fromDer(c.toString('binary')))

// CAdES signs with P-256 in the form of ETSI EN 319 142-1.
class CAdES extends Signer {
  async sign (pdf) {
    const attributes = [
      seq(oid('1.2.840.113549.1.9.3'), set(oid('1.2.840.113549.1.7.1'))),
      seq(oid('1.2.840.113549.1.9.4'), set(octets(sha256(pdf)))),
      seq(oid('1.2.840.113549.1.9.16.2.47'), set(seq(seq(seq(octets(certificateHash)))))),
    ].sort((a, b) => Buffer.compare(der(a), der(b)))
    const signature = crypto.sign('sha256', der(set(...attributes)), key)
    const signer = seq(integer(1), seq(issuer, serial), sha256Algorithm,
      asn1.create(C.CONTEXT_SPECIFIC, 0, true, attributes), seq(oid('1.2.840.10045.4.3.2')), octets(signature))
    return der(seq(oid('1.2.840.113549.1.7.2'), asn1.create(C.CONTEXT_SPECIFIC, 0, true, [
      seq(integer(1), set(sha256Algorithm), seq(oid('1.2.840.113549.1.7.1')),
        asn1.create(C.CONTEXT_SPECIFIC, 0, true, certificateSet), set(signer)),
    ])))
  }
}

const mm = 72 / 25.4
const ink = rgb(0.13, 0.17, 0.2)
const blue = rgb(0, 0.37, 0.72)
const white = rgb(1, 1, 1)
const pale = rgb(0.94, 0.96, 0.96)

// wrap breaks text into lines no wider than width.
function wrap (font, size, text, width) {
  const lines = []
  let line = ''
  for (const word of text.split(' ')) {
    const next = line ? line + ' ' + word : word
    if (line && font.widthOfTextAtSize(next, size) > width) {
      lines.push(line)
      line = word
    } else line = next
  }
  lines.push(line)
  return lines
}

function page1 (doc, regular, bold) {
  let page = doc.addPage([595.28, 841.89])
  let y = 297 - 15
  const text = (font, size, x, top, width, words, colour = ink) => {
    for (const line of wrap(font, size, words, width * mm)) {
      page.drawText(line, { x: x * mm, y: top * mm - size, size, font, color: colour })
      top -= size / mm * 1.36
    }
    return top
  }
  page.drawRectangle({ x: 0, y: 270 * mm, width: 210 * mm, height: 27 * mm, color: blue })
  text(bold, 22, 15, 292, 120, input.title, white)
  text(regular, 12, 15, 280, 140, input.organisation, white)
  y = 262
  y = text(bold, 25, 15, y, 97, input.name)
  y = text(bold, 14, 15, y, 97, input.holder)
  for (const [label, value] of input.facts) {
    y = text(regular, 8.5, 15, y, 97, label)
    y = text(regular, 10.5, 15, y, 97, value) - 1
  }
  page.drawRectangle({ x: 120 * mm, y: 175 * mm, width: 75 * mm, height: 87 * mm, borderColor: blue, borderWidth: 1.5, color: white })
  symbol(page, input.text, 120, 262, 75)
  text(bold, 10.5, 124, 187, 67, input.scan)
  text(regular, 10.5, 124, 181, 67, input.check)
  page.drawRectangle({ x: 15 * mm, y: (y - 22) * mm, width: 97 * mm, height: 22 * mm, color: pale })
  y = Math.min(text(regular, 8.5, 19, y - 3, 90, input.holds), 172) - 4
  y = text(bold, 13, 15, y, 180, input.heading)
  for (const item of input.items) {
    if (y < 30) {
      page = doc.addPage([595.28, 841.89])
      y = 280
    }
    const top = y
    page.drawEllipse({ x: 17 * mm, y: (top - 2) * mm, xScale: 5, yScale: 5, color: rgb(0, 0.5, 0.23) })
    let low = text(bold, 9.5, 21, top, 60, item.title)
    low = Math.min(low, text(regular, 9.5, 84, top, 52, item.how))
    text(regular, 9.5, 138, top, 21, item.completed)
    text(regular, 9.5, 160, top, 21, item.until)
    text(regular, 9.5, 182, top, 13, item.version)
    y = low - 2
    page.drawLine({ start: { x: 15 * mm, y: y * mm }, end: { x: 195 * mm, y: y * mm }, thickness: 0.7, color: pale })
  }
  for (const line of input.outstanding) {
    page.drawRectangle({ x: 15 * mm, y: (y - 4) * mm, width: 3 * mm, height: 3 * mm, borderColor: ink, borderWidth: 0.8 })
    y = text(regular, 9.5, 21, y, 170, line) - 0.8
  }
  text(regular, 8.5, 15, 14, 150, input.foot)
}

// symbol draws a code as one path of runs, its quiet zone inside mm.
function symbol (page, words, x, top, size) {
  const { modules } = QRCode.create([{ data: words, mode: 'alphanumeric' }], { errorCorrectionLevel: 'M' })
  const n = modules.size
  const unit = size * mm / (n + 8)
  const ops = [pushGraphicsState(), setFillingGrayscaleColor(0), concatTransformationMatrix(unit, 0, 0, -unit, x * mm + 4 * unit, top * mm - 4 * unit)]
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < n; i++) {
      if (!modules.data[row * n + i]) continue
      const from = i
      while (i < n && modules.data[row * n + i]) i++
      ops.push(rectangle(from, row, i - from, 1))
    }
  }
  page.pushOperators(...ops, fill(), popGraphicsState())
}

const signer = new SignPdf()
const cades = new CAdES()

async function make () {
  const doc = await PDFDocument.create({ updateMetadata: false })
  doc.registerFontkit(fontkit)
  doc.setTitle(input.title)
  doc.setAuthor(input.organisation)
  doc.setLanguage('en-GB')
  const at = new Date(input.at)
  doc.setCreationDate(at)
  doc.setModificationDate(at)
  const regular = await doc.embedFont(regularBytes, { subset: false })
  const bold = await doc.embedFont(boldBytes, { subset: false })
  page1(doc, regular, bold)
  await doc.attach(Buffer.from(input.text), 'passport.muster', { mimeType: 'application/octet-stream', creationDate: at, modificationDate: at })
  pdflibAddPlaceholder({ pdfDoc: doc, reason: '', contactInfo: '', name: input.organisation, location: '', signingTime: at, signatureLength: 3600, subFilter: 'ETSI.CAdES.detached' })
  return signer.sign(Buffer.from(await doc.save({ useObjectStreams: false })), cades)
}

const pdf = await make()
fs.writeFileSync(path.join(folder, 'peer.pdf'), pdf)
console.log(JSON.stringify({ name: 'passport', ...(await measure(make)) }))
