export const indonesian = {
  'Another officer of the facility has this NIP.': 'NIP ini sudah dipakai petugas lain di UPT ini.',
  'The officer is archived.': 'Petugas sudah diarsipkan.',
  'The officer is not in service.': 'Petugas tidak sedang bertugas.',
  'List officers': 'Daftar petugas',
  'Staff (petugas) of the facilities that the caller may see. Names and NIPs are personal data, which a URL must not hold: they cannot be filtered by.':
    'Petugas UPT yang boleh dilihat pemanggil. Nama dan NIP adalah data pribadi yang tidak boleh ada dalam URL: keduanya tidak dapat dijadikan filter.',
  'Only officers in service, or only the others.': 'Hanya petugas yang bertugas, atau hanya yang lain.',
  'Add an officer': 'Tambah petugas',
  'Adds a member of staff (petugas) to a facility.': 'Menambah seorang petugas pada UPT.',
  'Read an officer': 'Lihat petugas',
  'One member of staff (petugas).': 'Seorang petugas.',
  'Change an officer': 'Ubah petugas',
  'Merge patch; `active: false` for who (petugas) left the service, `archived` hides the row from lists.':
    'Merge patch; `active: false` untuk petugas yang tidak lagi bertugas, `archived` menyembunyikan barisnya dari daftar.',
  'Delete an officer': 'Hapus petugas',
  'Takes back an entry made by mistake: on the same day, before another client has seen it, and while nothing refers to the officer (petugas). Archive otherwise.':
    'Membatalkan entri yang keliru: pada hari yang sama, sebelum dilihat aplikasi klien lain, dan selama tidak ada yang merujuk petugasnya. Selain itu arsipkan.',
  'Staff (petugas) who supervise programs and batches.': 'Petugas penanggung jawab program dan bets.',
  'Full name.': 'Nama lengkap.',
  'The facility (UPT) the officer serves at: one in service.': 'UPT tempat petugas bertugas: yang sedang beroperasi.',
  'Position (jabatan), e.g. `Kasubsi Kegiatan Kerja`.': 'Jabatan, misalnya `Kasubsi Kegiatan Kerja`.',
  'Civil servant number (NIP), 18 digits; unique per facility.': 'Nomor Induk Pegawai (NIP), 18 digit; unik per UPT.',
  'Whether the officer is in service here.': 'Apakah petugas masih bertugas di sini.',
  'Staff who supervise programs and batches.': 'Petugas penanggung jawab program dan bets.',
  Officers: 'Petugas',
}
