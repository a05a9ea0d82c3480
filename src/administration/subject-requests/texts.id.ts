export const indonesian = {
  'What happened to your custody': 'Riwayat penahanan Anda',
  'What happened to the custody (mutasi), and what was taken back.': 'Riwayat penahanan (mutasi), dan apa yang dibetulkan.',
  'These stand against the erasure: {0}.': 'Penghapusan terhalang oleh: {0}.',
  'What is held about you': 'Yang disimpan tentang Anda',
  'Put together for the person it is about (UU PDP 27/2022, article 32). Names of other persons are left out.':
    'Disusun untuk orang yang bersangkutan (UU PDP 27/2022, pasal 32). Nama orang lain tidak dimuat.',
  'There is more of the trail than this document holds; ask the operator for the rest.':
    'Rekam jejaknya lebih panjang daripada yang dimuat dokumen ini; mintalah sisanya kepada pengelola.',
  'You as an inmate': 'Anda sebagai warga binaan',
  'Register books': 'Buku register',
  'Programs and decisions': 'Program dan keputusan',
  'Work on batches': 'Pekerjaan pada bets produksi',
  'You as a buyer': 'Anda sebagai pembeli',
  'What you bought': 'Yang Anda beli',
  'What you paid': 'Yang Anda bayar',
  'What was changed, and what it was before': 'Yang diubah, dan isinya semula',
  'Your requests': 'Permintaan Anda',
  'Who read or changed it': 'Siapa yang membaca atau mengubahnya',
  'A request that has not come in yet.': 'Permintaan yang belum masuk.',
  'The buyer is an organisation; these rights belong to persons.': 'Pembeli ini sebuah organisasi; hak-hak ini milik orang perseorangan.',
  'The person is in custody or at work, owes or is owed something, is under a hold, or the period of retention is not over; `facts.rules` names each.':
    'Yang bersangkutan masih berada di UPT atau bekerja, masih ada utang atau tagihan, penghapusannya ditangguhkan, atau masa simpan belum lewat; `facts.rules` menyebutkan masing-masing.',
  'End what `facts.rules` names and fulfil the request again, or refuse it with the ground that fits.':
    'Selesaikan yang disebut dalam `facts.rules` lalu penuhi lagi permintaan itu, atau tolak dengan alasan yang sesuai.',
  'An inmate (warga binaan), or a buyer (pembeli) of the types INDIVIDUAL and EMPLOYEE.': 'Warga binaan, atau pembeli berjenis INDIVIDUAL dan EMPLOYEE.',
  'The person.': 'Orang yang bersangkutan.',
  'The ground (UU PDP 27/2022, articles 15 and 33): the last two say that who asks may not speak for the person, or that there is nothing to correct.':
    'Dasar penolakan (UU PDP 27/2022, pasal 15 dan 33): dua yang terakhir berarti pemohon tidak berhak mewakili yang bersangkutan, atau tidak ada yang perlu diperbaiki.',
  'Why it applies here, in words that can be told to who asked.': 'Mengapa berlaku di sini, dengan kata-kata yang dapat disampaikan kepada pemohon.',
  'The facility (UPT) that keeps the person, or sells to the person; a request moves with an inmate.':
    'UPT tempat yang bersangkutan berada, atau yang menjual kepadanya; permintaan ikut berpindah bersama warga binaan.',
  'What is asked for: the record with its trail (akses), a correction (perbaikan), or erasure (penghapusan identitas).':
    'Yang diminta: catatan beserta rekam jejaknya (akses), perbaikan, atau penghapusan identitas.',
  'Who asks for the person: itself, counsel (penasihat hukum), guardian (wali) or family. No name.':
    'Siapa yang meminta: yang bersangkutan sendiri, penasihat hukum, wali, atau keluarga. Tanpa nama.',
  'When it came in, which starts the clock; now unless given, and never later.':
    'Kapan permintaan masuk, saat tenggat mulai dihitung; sekarang bila tidak diisi, dan tidak pernah sesudahnya.',
  'When it must be answered: 3 × 24 hours after it came in.': 'Kapan harus dijawab: 3 × 24 jam sesudah masuk.',
  'The state of the request.': 'Status permintaan.',
  'When it was fulfilled or refused.': 'Kapan dipenuhi atau ditolak.',
  'Number of the decision. Who signed it is another person.': 'Nomor keputusan. Penanda tangannya adalah orang lain.',
  'Day of the decision.': 'Tanggal keputusan.',
  'The kind of row.': 'Jenis data.',
  'The row.': 'Datanya.',
  'The member that was changed; `facilityId` and `custodyStatus` say where and how the person was held.':
    'Properti yang diubah; `facilityId` dan `custodyStatus` memberitahukan di UPT mana yang bersangkutan berada, dan statusnya.',
  'What it was before; null where it was empty.': 'Isi semula; null bila kosong.',
  'When it was changed.': 'Kapan diubah.',
  'The client that changed it.': 'Aplikasi klien yang mengubahnya.',
  'When.': 'Kapan.',
  'The client that read or changed it: an office or a system, never a person.':
    'Aplikasi klien yang membaca atau mengubahnya: kantor atau sistem, bukan orang.',
  'Its organisation.': 'Organisasinya.',
  'What it is allowed to process personal data for.': 'Untuk keperluan apa aplikasi klien itu boleh memproses data pribadi.',
  'What was done.': 'Yang dilakukan.',
  'The operation of this API.': 'Operasi API ini.',
  'What the person is here.': 'Kedudukan yang bersangkutan di sini.',
  'The facility (UPT) that answers.': 'UPT yang menjawab.',
  'The request that is answered.': 'Permintaan yang dijawab.',
  'When the record was put together.': 'Kapan catatan ini disusun.',
  'Entries in register books (buku register).': 'Entri dalam buku register.',
  'Programs (kepesertaan) and the decisions about them.': 'Kepesertaan program dan keputusan tentangnya.',
  'Batches (bets produksi) the person worked on.': 'Bets produksi yang dikerjakan yang bersangkutan.',
  'What the person bought (penjualan).': 'Yang dibeli yang bersangkutan.',
  'What the person paid (pembayaran).': 'Yang dibayar yang bersangkutan.',
  'What was corrected since (riwayat perubahan), custody included; the earliest first.': 'Riwayat perubahan, termasuk mutasi; yang paling awal lebih dahulu.',
  'Requests about the person (permintaan), this one included.': 'Permintaan tentang yang bersangkutan, termasuk yang ini.',
  'Who read or changed it (rekam jejak pemrosesan), the latest first.':
    'Siapa yang membaca atau mengubahnya (rekam jejak pemrosesan), yang terakhir lebih dahulu.',
  'False when there is more of the trail than one answer holds; the operator has the rest.':
    'False bila rekam jejaknya lebih panjang daripada yang dimuat satu jawaban; sisanya ada pada pengelola.',
  'Rights of the person whose data it is (hak subjek data): access with the trail, correction, erasure.':
    'Hak subjek data: akses beserta rekam jejak, perbaikan, penghapusan identitas.',
  'Prepare an erasure': 'Siapkan penghapusan',
  'An erasure takes two persons: one prepares it (siapkan penghapusan), and another one fulfils the request within 72 hours. Requests of other kinds need no preparation.':
    'Penghapusan memerlukan dua orang: satu orang menyiapkannya, dan orang lain memenuhi permintaan itu dalam waktu 72 jam. Permintaan jenis lain tidak perlu disiapkan.',
  'List the requests of persons': 'Daftar permintaan subjek data',
  'Requests for access, correction or erasure (permintaan subjek data), with the clock of 3 × 24 hours.':
    'Permintaan akses, perbaikan, atau penghapusan (permintaan subjek data), dengan tenggat 3 × 24 jam.',
  'Only open requests whose time is over, or only the others.': 'Hanya permintaan terbuka yang lewat tenggat, atau hanya yang lain.',
  'Due at this instant or later.': 'Tenggatnya pada saat ini atau sesudahnya.',
  'Due at this instant or earlier.': 'Tenggatnya pada saat ini atau sebelumnya.',
  'Take in a request of a person': 'Terima permintaan subjek data',
  'A person, or who speaks for the person, asks for what the law gives (UU PDP 27/2022). The clock starts when it came in.':
    'Seseorang, atau yang mewakilinya, meminta haknya menurut undang-undang (UU PDP 27/2022). Tenggat dihitung sejak permintaan masuk.',
  'Read a request of a person': 'Lihat permintaan subjek data',
  'One request (permintaan subjek data).': 'Satu permintaan subjek data.',
  'Collect everything about the person': 'Kumpulkan semua data yang bersangkutan',
  'Subject access (akses subjek data): all that is held of the person, what it was before, and who read or changed it, as JSON or as a document to print. It is made for the person, so that it is shown in full with this scope alone; other persons are left out. Reading it stands in the trail as well.':
    'Akses subjek data: semua yang disimpan tentang yang bersangkutan, isinya semula, dan siapa yang membaca atau mengubahnya, sebagai JSON atau dokumen untuk dicetak. Disusun untuk yang bersangkutan sendiri, sehingga ditampilkan lengkap cukup dengan cakupan izin ini; orang lain tidak dimuat. Pembacaannya juga tercatat dalam rekam jejak.',
  'The record.': 'Catatannya.',
  'Fulfil a request of a person': 'Penuhi permintaan subjek data',
  'The record was handed over, the correction made; a request for ERASURE is carried out by this step (penghapusan identitas): names, numbers and contacts go everywhere, for good, while ids, amounts and sums stay. Another person has prepared it.':
    'Catatan sudah diserahkan, perbaikan sudah dibuat; permintaan ERASURE dilaksanakan oleh langkah ini (penghapusan identitas): nama, nomor, dan kontak hilang di mana-mana untuk selamanya, sedangkan id, jumlah, dan total tetap. Orang lain telah menyiapkannya.',
  'Refuse a request of a person': 'Tolak permintaan subjek data',
  'With the ground that the law knows and its reason (penolakan); who asked learns both.':
    'Dengan dasar menurut undang-undang dan alasannya (penolakan); keduanya disampaikan kepada pemohon.',
  'Whose data it is about (subjek data).': 'Subjek data: data siapa yang dimaksud.',
  'Why it was refused (penolakan), if it was.': 'Alasan penolakan, jika ditolak.',
  'The inmate (warga binaan), where the person is one.': 'Warga binaan, jika orangnya warga binaan.',
  'The buyer (pembeli), where the person is one.': 'Pembeli, jika orangnya pembeli.',
  request: 'permintaan',
  'A duty stands against the erasure': 'Ada kewajiban yang menghalangi penghapusan',
  Privacy: 'Pelindungan data pribadi',
  'Days at work': 'Hari kerja',
  'Rows of day-sheets (absensi dan hasil kerja).': 'Baris lembar harian (absensi dan hasil kerja).',
}
