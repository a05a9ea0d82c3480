/** What exchange says: the trail that others may look into. */
export const exchange = {
  'The access cannot be recorded at the moment, so nothing is shown.': 'Akses ini saat ini tidak dapat dicatat, sehingga tidak ada yang ditampilkan.',
  'Who saw and changed what (jejak audit), and the seals that show tampering.':
    'Siapa melihat dan mengubah apa (jejak audit), beserta segel yang memperlihatkan perusakan.',
  'The client that asked.': 'Klien yang meminta.',
  'The request: `X-Request-Id` of its answer.': 'Permintaannya: `X-Request-Id` pada jawabannya.',
  'The operation, as this contract names it.': 'Operasinya, menurut nama dalam kontrak ini.',
  'What kind of records it was about, e.g. `inmate`.': 'Jenis data yang bersangkutan, misalnya `inmate`.',
  'The facility whose records they are; null when it is not one of them, or was refused.':
    'UPT pemilik data tersebut; null bila bukan milik salah satu UPT, atau bila ditolak.',
  'The facility whose records they are.': 'UPT pemilik data tersebut.',
  'What was decided (diizinkan, ditolak).': 'Keputusannya (diizinkan, ditolak).',
  'A class of personal data.': 'Satu golongan data pribadi.',
  'Its number in the trail; numbers may be missing.': 'Nomornya dalam jejak audit; ada nomor yang dapat terlewat.',
  'When it was recorded.': 'Saat dicatat.',
  'Whom the client acted for, as it named them in `On-Behalf-Of`.': 'Atas nama siapa klien bertindak, sebagaimana disebut dalam `On-Behalf-Of`.',
  'What the client reads personal data for, as it was registered then.': 'Tujuan klien membaca data pribadi, sebagaimana terdaftar saat itu.',
  'The address the request came from.': 'Alamat asal permintaan.',
  'The records that were shown, changed or asked for.': 'Data yang ditampilkan, diubah, atau diminta.',
  'The classes of personal data that left.': 'Golongan data pribadi yang keluar.',
  'The version that a change made; null for what was read or refused.': 'Versi yang dihasilkan perubahan; null untuk yang dibaca atau ditolak.',
  'A record that was shown, changed or asked for: who saw it.': 'Data yang ditampilkan, diubah, atau diminta: siapa yang melihatnya.',
  'Recorded at or after this instant.': 'Dicatat pada atau sesudah saat ini.',
  'Recorded before this instant.': 'Dicatat sebelum saat ini.',
  'The number of the newest seal; 0 while there is none.': 'Nomor segel terbaru; 0 selama belum ada.',
  'Its hash, over the whole chain before it.': 'Hash segel itu, mencakup seluruh rantai sebelumnya.',
  'When it was made.': 'Saat dibuat.',
  'List the audit trail': 'Daftar jejak audit',
  'Every change, every answer with personal data and every refusal (jejak audit). `resourceId` answers who saw a record, `clientId` what a client has read.':
    'Setiap perubahan, setiap jawaban yang memuat data pribadi, dan setiap penolakan (jejak audit). `resourceId` menjawab siapa yang melihat suatu data, `clientId` apa yang telah dibaca suatu klien.',
  'Read an entry of the audit trail': 'Baca satu catatan jejak audit',
  'One entry (jejak audit). It never changes.': 'Satu catatan (jejak audit). Isinya tidak pernah berubah.',
  'Read the end of the chain of seals': 'Baca ujung rantai segel',
  'Keep number and hash elsewhere, e.g. once a day: `npm run audit:verify -- --anchor <number>:<hash>` then also shows a tail that was cut and a chain made anew.':
    'Simpan nomor dan hash di tempat lain, misalnya sekali sehari: `npm run audit:verify -- --anchor <number>:<hash>` kemudian juga memperlihatkan ujung yang dipotong dan rantai yang dibuat ulang.',
  'The newest seal.': 'Segel terbaru.',
} satisfies Record<string, string>
