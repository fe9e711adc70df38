import t from 'tap'
import { fileClasses, serializeFileInformation } from '../../sim/wire/smb/file-information.ts'
import {
  fileSystemClasses,
  serializeFileSystemInformation,
} from '../../sim/wire/smb/file-system-information.ts'

/** 22 August 2007, in intervals of 100 ns since 1601. */
const time = 128_322_144_000_000_000n
const date = new Date('2007-08-22T00:00:00Z')
const le64 = (value: bigint): string => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes.toString('hex')
}
const times = le64(time).repeat(4)

const file = {
  facts: {
    created: date,
    accessed: date,
    written: date,
    changed: date,
    allocated: 8192,
    size: 5000,
    attributes: 0x21,
  },
  fileId: 7n,
  name: '\\A',
  access: 0x120089,
}

// Laid out as [MS-FSCC] 2.4 has them.
const standard = '0020000000000000' + '8813000000000000' + '01000000' + '00' + '00' + '0000'
const basic = times + '21000000' + '00000000'
const internal = '0700000000000000'
const ofFile: [informationClass: number, expected: string][] = [
  [fileClasses.basic, basic],
  [fileClasses.standard, standard],
  [fileClasses.internal, internal],
  [fileClasses.extendedAttributes, '00000000'],
  [
    fileClasses.all,
    basic +
      standard +
      internal +
      '00000000' + // extended attributes
      '89001200' + // access
      '0000000000000000' + // position
      '00000000' + // mode
      '00000000' + // alignment
      '04000000' + // length of the name
      '5c004100',
  ],
  [fileClasses.networkOpen, times + '0020000000000000' + '8813000000000000' + '21000000' + '00000000'],
]
// And as 2.5 has them.
const ofVolume: [informationClass: number, expected: string][] = [
  [fileSystemClasses.volume, le64(time) + '04030201' + '02000000' + '00' + '00' + '5600'],
  [fileSystemClasses.size, '0200000000000000' + '0000000000000000' + '08000000' + '00020000'],
  [fileSystemClasses.device, '07000000' + '02000000'],
  [fileSystemClasses.attribute, '06000800' + 'ff000000' + '08000000' + '4e00540046005300'],
  [fileSystemClasses.fullSize, '0200000000000000' + '0000000000000000'.repeat(2) + '08000000' + '00020000'],
]

void t.test('information about a file', (t) => {
  for (const [informationClass, expected] of ofFile) {
    t.equal(
      serializeFileInformation(informationClass, file)?.toString('hex'),
      expected,
      String(informationClass),
    )
  }
  const directory = { ...file, facts: { ...file.facts, attributes: 0x11 } }
  t.equal(serializeFileInformation(fileClasses.standard, directory)?.[21], 1, 'a directory says so')
  t.equal(serializeFileInformation(255, file), undefined)
  t.end()
})

void t.test('information about a volume', (t) => {
  const volume = { created: date, serialNumber: 0x01020304, label: 'V', size: 8192 }
  for (const [informationClass, expected] of ofVolume) {
    t.equal(
      serializeFileSystemInformation(informationClass, volume)?.toString('hex'),
      expected,
      String(informationClass),
    )
  }
  t.equal(serializeFileSystemInformation(255, volume), undefined)
  t.end()
})
