export const indonesian = {
  'Entered more than 31 days after it happened (tanggal mundur). Retention counts from the day of entry.':
    'Dimasukkan lebih dari 31 hari sesudah terjadi (tanggal mundur). Masa simpan dihitung sejak hari dimasukkan.',
  'custody change': 'mutasi',
  'Later changes of custody rest on this one; take them back first.': 'Mutasi yang kemudian bertumpu pada mutasi ini; batalkan dahulu yang kemudian itu.',
  'The custody change that was a mistake: the last one that stands.': 'Mutasi yang keliru: yang terakhir yang masih berlaku.',
  'The facility (UPT) that kept the person until then.': 'UPT tempat yang bersangkutan berada sampai saat itu.',
  'What the custody was until then.': 'Status sampai saat itu.',
  'The day it happened; of a correction, the day of what it takes back.': 'Tanggal kejadian; untuk pembetulan, tanggal kejadian yang dibetulkan.',
  'The facility that took the person over.': 'UPT yang menerima yang bersangkutan.',
  'The entry that this one takes back (pembetulan); both stay on record.': 'Catatan yang dibetulkan oleh catatan ini (pembetulan); keduanya tetap tercatat.',
  'The entry that took this one back; null while it stands.': 'Catatan yang membetulkan catatan ini; null selama masih berlaku.',
  'List the custody changes of an inmate': 'Daftar mutasi warga binaan',
  'What happened to the custody of one person (mutasi), entry by entry, also at earlier facilities, with what was taken back. Append-only.':
    'Riwayat mutasi satu orang, catatan demi catatan, juga di UPT sebelumnya, beserta yang dibetulkan. Hanya dapat ditambah.',
  'Take a custody change back': 'Batalkan mutasi',
  'For a change that was a mistake, or has a wrong day (pembetulan): adds an entry that names it, and the custody is again what it was before; both stay on record. Only the last change that stands can be taken back. Enrollments, work and register entries that it ended do not come back by themselves. A return or a transfer stays while enrollments or register entries have begun since.':
    'Untuk mutasi yang keliru, atau yang tanggalnya salah (pembetulan): menambah catatan yang menyebutnya, dan statusnya kembali seperti sebelumnya; keduanya tetap tercatat. Hanya mutasi terakhir yang masih berlaku yang dapat dibatalkan. Kepesertaan, pekerjaan, dan catatan register yang diakhirinya tidak kembali dengan sendirinya. Kembali masuk atau pindah tetap berlaku selama ada kepesertaan atau catatan register yang mulai sesudahnya.',
  'The person was erased.': 'Identitas yang bersangkutan sudah dihapus.',
  'The inmate is not in custody here.': 'Warga binaan tidak ditahan di sini.',
  'The inmate is absent for a time.': 'Warga binaan sedang tidak di tempat untuk sementara.',
  'The inmate is archived.': 'Warga binaan sudah diarsipkan.',
  'The birth date lies after the admission.': 'Tanggal lahir sesudah tanggal masuk.',
  'The expected release lies before the admission.': 'Perkiraan bebas sebelum tanggal masuk.',
  'This number is taken in this book of the facility.': 'Nomor ini sudah dipakai dalam buku register tersebut di UPT ini.',
  'The last day lies before the first.': 'Tanggal terakhir sebelum tanggal pertama.',
  'Another registration of the inmate covers a part of this period.': 'Registrasi lain warga binaan ini mencakup sebagian masa tersebut.',
  'Another inmate of the facility has this NIK.': 'Warga binaan lain di UPT ini sudah memakai NIK tersebut.',
  'List inmates': 'Daftar warga binaan',
  'Persons in custody (warga binaan). To find one by name or registration number, use `POST /v1/inmates/_search`.':
    'Warga binaan. Untuk mencari menurut nama atau nomor register, pakai `POST /v1/inmates/_search`.',
  'Admitted on this day or later.': 'Masuk pada tanggal ini atau sesudahnya.',
  'Admitted on this day or earlier.': 'Masuk pada tanggal ini atau sebelumnya.',
  'Expected release on this day or later.': 'Tanggal ekspirasi pada tanggal ini atau sesudahnya.',
  'Expected release on this day or earlier.': 'Tanggal ekspirasi pada tanggal ini atau sebelumnya.',
  'Add an inmate': 'Tambah warga binaan',
  'Adds a person (warga binaan) to a facility, in custody there. Register entries follow one by one.':
    'Menambah seorang warga binaan pada UPT tempatnya berada. Catatan register menyusul satu per satu.',
  'Search inmates': 'Cari warga binaan',
  'Persons (warga binaan) by name, alias or registration number, which must not stand in a URL. Archived ones are found too. For the next page send `next` as `cursor` with the same search.':
    'Warga binaan menurut nama, alias, atau nomor register, yang tidak boleh ada dalam URL. Yang diarsipkan juga ditemukan. Untuk halaman berikutnya kirim `next` sebagai `cursor` dengan pencarian yang sama.',
  'Read an inmate': 'Lihat warga binaan',
  'One person (warga binaan) with the entries in the register books.': 'Seorang warga binaan dengan catatannya dalam buku register.',
  'Change an inmate': 'Ubah warga binaan',
  'Merge patch; `archived` hides the person (warga binaan) from lists. The facility and the custody status change through a custody change only.':
    'Merge patch; `archived` menyembunyikan warga binaan dari daftar. UPT dan status warga binaan hanya berubah melalui mutasi.',
  'Delete an inmate': 'Hapus warga binaan',
  'Takes back an entry made by mistake: on the same day, before another client has seen it, and while nothing refers to the person (warga binaan), register entries included. Archive otherwise.':
    'Membatalkan entri yang keliru: pada hari yang sama, sebelum dilihat aplikasi klien lain, dan selama tidak ada yang merujuk orangnya, termasuk entri register. Selain itu arsipkan.',
  'List the registrations of an inmate': 'Daftar registrasi warga binaan',
  'The entries in register books (buku register) of one person, also those of earlier facilities.':
    'Catatan satu orang dalam buku register, juga dari UPT sebelumnya.',
  'Register an inmate': 'Registrasi warga binaan',
  'Adds an entry in a register book (buku register) of the facility that keeps the person. Entries of one person do not overlap, but a day may be the last of one and the first of the next.':
    'Menambah catatan dalam buku register UPT tempat yang bersangkutan berada. Catatan satu orang tidak tumpang tindih, tetapi satu tanggal boleh menjadi tanggal terakhir catatan yang satu dan tanggal pertama catatan berikutnya.',
  'Read a registration': 'Lihat registrasi',
  'One entry in a register book (buku register).': 'Satu catatan dalam buku register.',
  'The registration.': 'Registrasi.',
  'Change a registration': 'Ubah registrasi',
  'Merge patch of an entry in a register book (buku register); `to` closes it, null opens it again.':
    'Merge patch atas catatan dalam buku register; `to` menutupnya, null membukanya kembali.',
  'Delete a registration': 'Hapus registrasi',
  'Removes an entry (buku register) that was made by mistake.': 'Menghapus catatan buku register yang dibuat karena keliru.',
  'Change the custody of an inmate': 'Mutasi warga binaan',
  'Records that an inmate was transferred (pindah), released (bebas), died, escaped, is absent for a time or is back. Changes come in order. Except for an absence or a return, every open enrollment, all work on batches and the open register entry end on that day, in the same transaction.':
    'Mencatat bahwa warga binaan pindah, bebas, meninggal, melarikan diri, keluar untuk sementara, atau kembali. Mutasi dicatat berurutan. Kecuali bila keluar sementara atau kembali, setiap kepesertaan yang terbuka, semua pekerjaan pada bets, dan catatan register yang terbuka berakhir pada hari itu, dalam transaksi yang sama.',
  'Persons in custody (warga binaan) and their register entries.': 'Warga binaan dan catatan registernya.',
  'The person was erased; what names a person cannot be set again.': 'Identitas orang ini sudah dihapus; yang menyebut seseorang tidak dapat diisi kembali.',
  'The day of the last custody change: when the person left, for one who is not here.':
    'Tanggal mutasi terakhir: tanggal kepergian, bagi yang tidak lagi di sini.',
  'Only a transfer leads to another facility.': 'Hanya pemindahan yang membawa warga binaan ke UPT lain.',
  'The inmate is at this facility already.': 'Warga binaan sudah berada di UPT ini.',
  'National identity number (NIK), 16 digits; unique per facility. Never compared with the birth date: it stays even where the two differ.':
    'Nomor induk kependudukan (NIK), 16 digit; unik per UPT. Tidak pernah dicocokkan dengan tanggal lahir: tetap berlaku walau keduanya berbeda.',
  'The facility (UPT) that keeps the person; the register book, for a registration.':
    'UPT tempat yang bersangkutan berada; untuk registrasi, UPT buku registernya.',
  'Register book (buku register): A_I to A_V for detainees, B_I to B_III for convicts, C for hostages.':
    'Buku register: A_I sampai A_V untuk tahanan, B_I sampai B_III untuk narapidana, C untuk sandera.',
  'Number in the book (nomor register), as it is written there; unique per facility and book, whatever its case, blanks, dots after letters and leading zeros.':
    'Nomor register seperti tertulis dalam buku; unik per UPT dan buku, tanpa membedakan huruf besar-kecil, spasi, titik sesudah huruf, dan nol di depan.',
  'First day of the entry; not later than today at the facility. It may be the last day of another entry.':
    'Tanggal pertama catatan; tidak sesudah hari ini di UPT. Boleh tanggal terakhir catatan lain.',
  'Last day of the entry, inclusive; null while it is open.': 'Tanggal terakhir catatan, termasuk hari itu; null selama masih terbuka.',
  'The inmate.': 'Warga binaan.',
  'Sex as registered.': 'Jenis kelamin sesuai register.',
  'Detainee (tahanan), convict (narapidana) or juvenile (anak binaan).': 'Tahanan, narapidana, atau anak binaan.',
  'Day of admission; not later than today at the facility.': 'Tanggal masuk; tidak sesudah hari ini di UPT.',
  'Other name the person is known by (nama alias).': 'Nama alias.',
  'Birth date; not later than the admission.': 'Tanggal lahir; tidak sesudah tanggal masuk.',
  'Highest completed education (pendidikan terakhir), from primary school (SD) to doctorate (S3).':
    'Pendidikan terakhir yang ditamatkan, dari sekolah dasar (SD) sampai doktor (S3).',
  'Expected day of release (tanggal ekspirasi); not before the admission.': 'Tanggal ekspirasi; tidak sebelum tanggal masuk.',
  'What reports for the public call the person: the initials of the name unless another one is given. It stays when the name changes.':
    'Sebutan dalam laporan untuk umum: inisial nama, kecuali bila diberikan yang lain. Tetap sama walaupun nama berubah.',
  'Country of citizenship, ISO 3166-1 alpha-2.': 'Kewarganegaraan, ISO 3166-1 alpha-2.',
  'A skill in a few words.': 'Keterampilan dalam beberapa kata.',
  'What the person can do (keterampilan).': 'Keterampilan yang bersangkutan.',
  'Whether the person is in custody here; changed by a custody change only.': 'Apakah yang bersangkutan berada di sini; hanya berubah melalui mutasi.',
  'Entries in register books, the earliest first.': 'Catatan dalam buku register, yang paling awal lebih dahulu.',
  'Text anywhere in name or alias, at least three characters; case, accents and apostrophes make no difference.':
    'Teks di mana saja dalam nama atau alias, paling sedikit tiga karakter; huruf besar-kecil, tanda aksen, dan apostrof tidak dibedakan.',
  'A registration number; case, blanks, dots after letters and leading zeros make no difference.':
    'Nomor register; huruf besar-kecil, spasi, titik sesudah huruf, dan nol di depan tidak dibedakan.',
  'At least one of `name`, `registrationNumber` and `nik`.': 'Sekurangnya satu dari `name`, `registrationNumber`, dan `nik`.',
  'What becomes of the person: back in custody, transferred (pindah), released (bebas), deceased, escaped, or absent for a time.':
    'Yang terjadi pada yang bersangkutan: kembali berada di sini, pindah, bebas, meninggal, melarikan diri, atau keluar untuk sementara.',
  'The day it happened; not before the admission or the last change, not later than today at the facility.':
    'Tanggal kejadian; tidak sebelum tanggal masuk atau mutasi terakhir, tidak sesudah hari ini di UPT.',
  'Only with TRANSFERRED: the facility that takes the person over, one in service and no regional office, where the custody goes on as ACTIVE. Without it the person leaves the system.':
    'Hanya dengan TRANSFERRED: UPT yang menerima, yang sedang beroperasi dan bukan kantor wilayah, tempat yang bersangkutan berstatus ACTIVE. Tanpa ini yang bersangkutan keluar dari sistem.',
  inmate: 'warga binaan',
  'Where a person in custody is entered: A.I to A.V for detainees, B.I to B.III for convicts, C for hostages.':
    'Tempat mencatat penghuni: A.I sampai A.V untuk tahanan, B.I sampai B.III untuk narapidana, C untuk sandera.',
  'A person who serves a sentence: legal status CONVICT.': 'Orang yang menjalani pidana: status hukum CONVICT.',
  'The national registry of persons in custody (Sistem Database Pemasyarakatan).': 'Sistem Database Pemasyarakatan: data nasional tahanan dan warga binaan.',
  'A person held before the verdict is final: legal status DETAINEE.': 'Orang yang ditahan sebelum putusan berkekuatan tetap: status hukum DETAINEE.',
  'Whoever is in custody. The law (UU 22/2022, article 1) means convicts, juveniles and those whom a Bapas guides by it, and keeps detainees apart.':
    'Di sini setiap penghuni UPT. Menurut UU 22/2022 pasal 1, warga binaan adalah narapidana, anak binaan, dan klien; tahanan disebut tersendiri.',
  'A person between 14 and 18 who serves a sentence in an LPKA: legal status JUVENILE.':
    'Orang berusia 14 sampai 18 tahun yang menjalani pembinaan di LPKA: status hukum JUVENILE.',
  Inmates: 'Warga binaan',
}
