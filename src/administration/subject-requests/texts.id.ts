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
  'An inmate (warga binaan), a buyer (pembeli) of the types INDIVIDUAL and EMPLOYEE, or an officer (petugas).':
    'Warga binaan, pembeli berjenis INDIVIDUAL dan EMPLOYEE, atau petugas.',
  'The person.': 'Orang yang bersangkutan.',
  'The ground (UU PDP 27/2022, articles 15 and 33): the last two say that who asks may not speak for the person, or that there is nothing to correct.':
    'Dasar penolakan (UU PDP 27/2022, pasal 15 dan 33): dua yang terakhir berarti pemohon tidak berhak mewakili yang bersangkutan, atau tidak ada yang perlu diperbaiki.',
  'Why it applies here, in words that can be told to who asked.': 'Mengapa berlaku di sini, dengan kata-kata yang dapat disampaikan kepada pemohon.',
  'The facility (UPT) that keeps the person, sells to the person or has the officer; a request moves with an inmate.':
    'UPT tempat yang bersangkutan berada, yang menjual kepadanya, atau tempat petugasnya bertugas; permintaan ikut berpindah bersama warga binaan.',
  'What is asked for: the record with its trail (akses), a correction (perbaikan), erasure (penghapusan identitas), that the data is kept and not used (pembatasan pemrosesan), that some uses stop (keberatan), or a signed copy for other systems (portabilitas).':
    'Yang diminta: catatan beserta rekam jejaknya (akses), perbaikan, penghapusan identitas, agar data disimpan tetapi tidak dipakai (pembatasan pemrosesan), agar pemakaian tertentu dihentikan (keberatan), atau salinan bertanda tangan untuk sistem lain (portabilitas).',
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
  'Rights of the person whose data it is (hak subjek data): access with the trail, correction, erasure, restriction, objection, portability.':
    'Hak subjek data: akses beserta rekam jejak, perbaikan, penghapusan identitas, pembatasan, keberatan, portabilitas.',
  'Prepare an erasure': 'Siapkan penghapusan',
  'An erasure takes two persons: one prepares it (siapkan penghapusan), and another one fulfils the request within 72 hours. Requests of other kinds need no preparation.':
    'Penghapusan memerlukan dua orang: satu orang menyiapkannya, dan orang lain memenuhi permintaan itu dalam waktu 72 jam. Permintaan jenis lain tidak perlu disiapkan.',
  'List the requests of persons': 'Daftar permintaan subjek data',
  'Requests of persons about their data (permintaan subjek data), with the clock of 3 × 24 hours.':
    'Permintaan subjek data tentang datanya, dengan tenggat 3 × 24 jam.',
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
  'The record was handed over, the correction made; a request for ERASURE is carried out by this step (penghapusan identitas): names, numbers and contacts go everywhere, for good, while ids, amounts and sums stay. Another person has prepared it. One for RESTRICTION marks the record (pembatasan): what is personal in it is shown to the privacy officer only, and work goes on by number; one for OBJECTION stops what it names.':
    'Catatan sudah diserahkan, perbaikan sudah dibuat; permintaan ERASURE dilaksanakan oleh langkah ini (penghapusan identitas): nama, nomor, dan kontak hilang di mana-mana untuk selamanya, sedangkan id, jumlah, dan total tetap. Orang lain telah menyiapkannya. Permintaan RESTRICTION menandai catatannya (pembatasan): data pribadi di dalamnya hanya ditampilkan kepada pejabat pelindungan data pribadi, dan pekerjaan berjalan dengan nomor; permintaan OBJECTION menghentikan yang disebutnya.',
  'Refuse a request of a person': 'Tolak permintaan subjek data',
  'With the ground that the law knows and its reason (penolakan); who asked learns both.':
    'Dengan dasar menurut undang-undang dan alasannya (penolakan); keduanya disampaikan kepada pemohon.',
  'Whose data it is about (subjek data).': 'Subjek data: data siapa yang dimaksud.',
  'Why it was refused (penolakan), if it was.': 'Alasan penolakan, jika ditolak.',
  'The inmate (warga binaan), where the person is one.': 'Warga binaan, jika orangnya warga binaan.',
  'The buyer (pembeli), where the person is one.': 'Pembeli, jika orangnya pembeli.',
  'What you agreed to': 'Yang Anda setujui',
  'What the person agreed to and withdrew (persetujuan).': 'Yang disetujui dan dicabut oleh yang bersangkutan (persetujuan).',
  'You as an officer': 'Anda sebagai petugas',
  'What you answer for or have signed': 'Yang menjadi tanggung jawab Anda atau yang Anda tanda tangani',
  'What the officer is to it: in charge, has signed the decision, has inspected.':
    'Kedudukan petugas terhadapnya: penanggung jawab, penanda tangan keputusan, atau pemeriksa.',
  'The officer (petugas), where the person is one.': 'Petugas, jika orangnya petugas.',
  'What the officer answers for or has signed (tanggung jawab).': 'Tanggung jawab petugas, dan yang ditandatanganinya.',
  'What the person is there.': 'Kedudukan yang bersangkutan di sana.',
  'The facility (UPT) that holds it; a request there collects it.': 'UPT yang menyimpannya; permintaan di sana mengumpulkan isinya.',
  'Other rows of this person, found by NIK (catatan lain), also as a buyer whose NPWP is the NIK; their content is in their own records.':
    'Data lain orang ini, ditemukan dengan NIK (catatan lain), juga sebagai pembeli yang NPWP-nya sama dengan NIK; isinya ada dalam catatannya masing-masing.',
  'Other records about you': 'Catatan lain tentang Anda',
  'The record as a JWT (RFC 7519) in the claim `record`, without the trail, signed with a key of `/v1/oauth/jwks`. Who keeps it for longer keeps the key set with it: a key leaves the set a month later.':
    'Catatan sebagai JWT (RFC 7519) dalam klaim `record`, tanpa rekam jejak, ditandatangani dengan kunci dari `/v1/oauth/jwks`. Yang menyimpannya lebih lama hendaknya menyimpan kumpulan kuncinya juga: kunci dikeluarkan dari kumpulan itu sebulan kemudian.',
  'Collect a signed copy for other systems': 'Ambil salinan bertanda tangan untuk sistem lain',
  'Portability (portabilitas data): what is held of the person, machine-readable and signed, so that whoever gets it can check it without this service. It is made for the person and shows what the record shows. Reading it stands in the trail as well.':
    'Portabilitas data: yang disimpan tentang yang bersangkutan, dapat dibaca mesin dan bertanda tangan, sehingga penerimanya dapat memeriksanya tanpa layanan ini. Disusun untuk yang bersangkutan dan memuat yang dimuat catatannya. Pembacaannya juga tercatat dalam rekam jejak.',
  'The signed copy.': 'Salinan bertanda tangan.',
  'A restriction and an objection need a reason.': 'Pembatasan dan keberatan memerlukan alasan.',
  'An objection says what is to stop, and no other request does.': 'Keberatan menyebutkan apa yang harus dihentikan, permintaan lain tidak.',
  'Only buyers are named in public.': 'Hanya pembeli yang disebut namanya di muka umum.',
  'Of an objection, what is to stop: that the buyer is named in public, which withdraws the consent; or that the person is read outside the facility, which leaves what is personal to `protected-persons:read:objected`.':
    'Pada keberatan, apa yang harus dihentikan: penyebutan nama pembeli di muka umum, yang mencabut persetujuannya; atau pembacaan di luar UPT, sehingga data pribadinya hanya bagi `protected-persons:read:objected`.',
  'Why it is asked for (alasan); a restriction and an objection need one.': 'Alasan permintaan; pembatasan dan keberatan memerlukannya.',
  'Why the data is used again, in words that can be told to who asked.':
    'Mengapa datanya dipakai lagi, dengan kata-kata yang dapat disampaikan kepada pemohon.',
  'Why the restriction was lifted (pembatasan dicabut) or the objection taken back, if it was.': 'Alasan pembatasan dicabut atau keberatan ditarik, jika ada.',
  'When the restriction was lifted or the objection taken back; null while it stands.':
    'Kapan pembatasan dicabut atau keberatan ditarik; null selama masih berlaku.',
  'Lift a restriction, or take back an objection': 'Cabut pembatasan, atau tarik keberatan',
  'The data may be used again (pembatasan dicabut, keberatan ditarik), with its reason; what another request of the person stands against does not begin again, and neither does a consent that was withdrawn.':
    'Datanya boleh dipakai lagi (pembatasan dicabut, keberatan ditarik), beserta alasannya; yang dihalangi permintaan lain dari yang bersangkutan tidak dimulai lagi, demikian pula persetujuan yang sudah dicabut.',
  request: 'permintaan',
  'A duty stands against the erasure': 'Ada kewajiban yang menghalangi penghapusan',
  Privacy: 'Pelindungan data pribadi',
  'Days at work': 'Hari kerja',
  'Rows of day-sheets (absensi dan hasil kerja).': 'Baris lembar harian (absensi dan hasil kerja).',
}
