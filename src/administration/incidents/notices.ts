/**
 * The notices that the law asks for (UU PDP 27/2022, art. 46): which data was exposed, when and how, and what was done about it.
 * They go to people and to an authority in Indonesia, so that they are written in Indonesian whoever asks for them.
 */
import type { DataClass } from '../../platform/security/data-classes.ts'
import type { Incident, IncidentMeasure } from './schemas.ts'

const classWords: Record<DataClass, string> = {
  identity: 'identitas (nama, nomor induk, tanggal lahir)',
  contact: 'kontak (telepon, surel, alamat)',
  custody: 'penahanan (keberadaan dan status di UPT)',
  profile: 'profil (keterangan tentang diri, tanpa nama)',
  financial: 'keuangan (pembayaran)',
}

const kindWords: Record<IncidentMeasure['kind'], string> = {
  INVESTIGATION: 'penyelidikan',
  CONTAINMENT: 'penghentian',
  RECOVERY: 'pemulihan',
  PREVENTION: 'pencegahan',
}

export interface Facts {
  incident: Incident
  measures: readonly IncidentMeasure[]
  affectedPersons: number
  /** The facility, or all of them. */
  place: string
  timeZone: string
}

const itemize = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n')

/** When, in the words and the time of the facility: `5 Januari 2026 pukul 09.30 WIB`. */
const momentIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('id-ID', {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  return (at: string): string => format.format(new Date(at))
}

/** What both notices say. */
function account({ incident, measures, timeZone }: Facts): string {
  const moment = momentIn(timeZone)
  const until = incident.endedAt === null ? 'sekarang (masih berlangsung)' : moment(incident.endedAt)
  const classes = incident.dataClasses.map((dataClass) => classWords[dataClass as DataClass] ?? dataClass)
  const done = measures.map(({ takenAt, kind, description }) => `${moment(takenAt)}, ${kindWords[kind]}: ${description}`)
  return `Data pribadi yang terungkap:
${itemize(classes)}

Waktu terungkapnya: sejak ${moment(incident.beganAt)} sampai ${until}.
Diketahui pada: ${moment(incident.discoveredAt)}.

Cara terungkapnya:
${incident.description}

Upaya penanganan dan pemulihan:
${done.length === 0 ? '- (belum dicatat)' : itemize(done)}`
}

export const noticeToAuthority = (facts: Facts): string => `PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI
(Pasal 46 Undang-Undang Nomor 27 Tahun 2022)

Kepada: Lembaga Pelindungan Data Pribadi
Tempat kejadian: ${facts.place}
Nomor catatan: ${facts.incident.id}
Batas waktu pemberitahuan (3 × 24 jam): ${momentIn(facts.timeZone)(facts.incident.dueAt)}

${account(facts)}

Jumlah subjek data yang terdampak menurut rekam jejak: ${facts.affectedPersons} orang.

Pejabat pelindungan data pribadi
(nama, jabatan, tanda tangan)
`

export const noticeToPersons = (facts: Facts): string => `PEMBERITAHUAN KEPADA SUBJEK DATA PRIBADI
(Pasal 46 Undang-Undang Nomor 27 Tahun 2022)

Kepada Saudara/Saudari
(nama)

Dengan ini kami memberitahukan bahwa telah terjadi kegagalan pelindungan data pribadi di ${facts.place}, dan data tentang Saudara/Saudari termasuk di dalamnya.

${account(facts)}

Saudara/Saudari berhak meminta akses atas data tersebut beserta rekam jejaknya, memintanya diperbaiki atau dihapus, dan mengajukan keberatan, kepada UPT ini.

Pejabat pelindungan data pribadi
(nama, jabatan, tanda tangan)
`
