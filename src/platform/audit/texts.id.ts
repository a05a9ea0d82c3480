export const indonesian = {
  'The change cannot be recorded at the moment, so nothing was changed.': 'Perubahan ini saat ini tidak dapat dicatat, sehingga tidak ada yang diubah.',
  'The access cannot be recorded at the moment, so nothing is shown.': 'Akses ini saat ini tidak dapat dicatat, sehingga tidak ada yang ditampilkan.',
  'Who saw and changed what (jejak audit), and the seals that show tampering.':
    'Siapa melihat dan mengubah apa (jejak audit), beserta segel yang memperlihatkan perusakan.',
  'The client that asked; where credentials were refused, the one that they named, or 00000000-0000-0000-0000-000000000000.':
    'Aplikasi klien yang meminta; bila kredensial ditolak, aplikasi klien yang disebut di dalamnya, atau 00000000-0000-0000-0000-000000000000.',
  'How many refusals of one kind in one minute it stands for; 1 for everything else.':
    'Berapa penolakan sejenis dalam satu menit yang diwakilinya; 1 untuk selebihnya.',
  'The request: `X-Request-Id` of its answer.': 'Permintaannya: `X-Request-Id` pada jawabannya.',
  'The operation, as this contract names it.': 'Operasinya, menurut nama dalam kontrak ini.',
  'What kind of records it was about, e.g. `facility`.': 'Jenis data yang bersangkutan, misalnya `facility`.',
  'The facility whose records they are; null when it is not one of them, or was refused.':
    'UPT pemilik data tersebut; null bila bukan milik salah satu UPT, atau bila ditolak.',
  'The facility whose records they are.': 'UPT pemilik data tersebut.',
  'What was decided (diizinkan, ditolak).': 'Keputusannya (diizinkan, ditolak).',
  'A class of personal data.': 'Satu kelas data pribadi.',
  'Its number in the trail; numbers may be missing.': 'Nomornya dalam jejak audit; ada nomor yang dapat terlewat.',
  'When it was recorded.': 'Saat dicatat.',
  'Whom the client acted for: the person whom its token is of, or else as it named them in `On-Behalf-Of`.':
    'Atas nama siapa aplikasi klien bertindak: orang pemilik tokennya, atau sebagaimana disebutnya dalam `On-Behalf-Of`.',
  'What the client reads personal data for, as it was registered then.': 'Tujuan aplikasi klien membaca data pribadi, sebagaimana terdaftar saat itu.',
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
    'Setiap perubahan, setiap jawaban yang memuat data pribadi, dan setiap penolakan (jejak audit). `resourceId` menjawab siapa yang melihat suatu data, `clientId` apa yang telah dibaca suatu aplikasi klien.',
  'Read an entry of the audit trail': 'Lihat catatan jejak audit',
  'One entry (jejak audit). It never changes.': 'Satu catatan (jejak audit). Isinya tidak pernah berubah.',
  'The API key that was used, or the credential of an external subject; null for a token of this service.':
    'Kunci API yang digunakan, atau kredensial subjek luar; null untuk token dari layanan ini.',
  'The token that was used (`jti`); null for an API key.': 'Token yang digunakan (`jti`); null untuk kunci API.',
  'A member, as this contract names it.': 'Satu anggota data, menurut nama dalam kontrak ini.',
  'The members that a change gave other values; empty for what is new, and for what was deleted. `/v1/audit-entries/{id}/changes` has the values. A member that neither this caller nor the one that changed it is shown is left out.':
    'Anggota data yang nilainya diubah; kosong untuk data baru dan untuk data yang dihapus. Nilainya ada pada `/v1/audit-entries/{id}/changes`. Anggota yang tidak diperlihatkan kepada pemanggil ini maupun kepada pengubahnya tidak disebut.',
  'Its value before: a text as it is, everything else as JSON; null where there was none, and where it was erased.':
    'Nilainya sebelum perubahan: teks apa adanya, selebihnya sebagai JSON; null bila tidak ada, dan bila sudah dihapus.',
  'Its value after, in the same way.': 'Nilainya sesudah perubahan, dengan cara yang sama.',
  'The entry of the audit trail.': 'Catatan jejak audit.',
  'The record that was changed.': 'Data yang diubah.',
  'The values are gone, with the person that they were about.': 'Nilainya sudah tidak ada, bersama data pribadi orang yang bersangkutan.',
  'What got another value. Of a new record, all that it had; of a deleted one, all that it had had.':
    'Apa yang nilainya berubah. Untuk data baru, semua isinya; untuk data yang dihapus, semua isi sebelumnya.',
  'Read what a change changed': 'Lihat apa yang diubah',
  'The values before and after (nilai sebelum dan sesudah). Needs the scope that reads the record as well; what is personal in it is masked as there, and to see it is a read of the record.':
    'Nilai sebelum dan sesudah perubahan. Memerlukan juga izin untuk membaca data itu; data pribadi di dalamnya disamarkan seperti pada data itu sendiri, dan melihatnya tercatat sebagai pembacaan data itu.',
  'What got another value.': 'Apa yang nilainya berubah.',
  'Read the end of the chain of seals': 'Lihat ujung rantai segel',
  'Keep number and hash elsewhere, e.g. once a day: `npm run audit:verify -- --anchor <number>:<hash>` then also shows a tail that was cut and a chain made anew.':
    'Simpan nomor dan hash di tempat lain, misalnya sekali sehari: `npm run audit:verify -- --anchor <number>:<hash>` kemudian juga memperlihatkan ujung yang dipotong dan rantai yang dibuat ulang.',
  'The newest seal.': 'Segel terbaru.',
  Audit: 'Jejak audit',
}
