export const indonesian = {
  'Another buyer of the facility has this NIB.': 'NIB ini sudah dipakai pembeli lain di UPT ini.',
  'Another buyer of the facility has this NPWP.': 'Pembeli lain di UPT ini sudah memakai NPWP tersebut.',
  'The buyer is archived.': 'Pembeli sudah diarsipkan.',
  'The buyer is not active.': 'Pembeli tidak aktif.',
  'List buyers': 'Daftar pembeli',
  'Who buys (pembeli).': 'Siapa yang membeli (pembeli).',
  'Buyers in this region or a part of it.': 'Pembeli di wilayah ini atau bagiannya.',
  'Only those who can, or cannot, be sold to.': 'Hanya pembeli aktif, atau hanya yang tidak aktif.',
  'Add a buyer': 'Tambah pembeli',
  'A person or organisation that a facility sells to.': 'Orang atau organisasi yang membeli dari suatu UPT.',
  'Search buyers by name': 'Cari pembeli menurut nama',
  'The name travels in the body, because it is personal data (cari pembeli).': 'Nama dikirim dalam isi karena merupakan data pribadi (cari pembeli).',
  'Read a buyer': 'Lihat pembeli',
  'One buyer (pembeli).': 'Satu pembeli.',
  'Change a buyer': 'Ubah pembeli',
  'Merge patch; `archived` hides it from lists, `active: false` stops new sales.':
    'Merge patch; `archived` menyembunyikannya dari daftar, `active: false` menghentikan penjualan baru.',
  'Delete a buyer': 'Hapus pembeli',
  'Takes back an entry made by mistake: on the same day, before another client has seen it, and while no sale refers to it. Archive it otherwise.':
    'Membatalkan entri yang keliru: pada hari yang sama, sebelum dilihat aplikasi klien lain, dan selama tidak ada penjualan yang merujuknya. Selain itu arsipkan.',
  'The facility that sells to this buyer: one in service.': 'UPT yang menjual kepada pembeli ini: yang sedang beroperasi.',
  'Kind of buyer (jenis pembeli).': 'Jenis pembeli.',
  'Name of the person or organisation. Organisations, and persons who consent, are shown to everybody.':
    'Nama orang atau organisasi. Organisasi, dan orang yang menyetujuinya, tampak bagi semua pemanggil.',
  'Taxpayer number (NPWP): 16 digits; one of 15 digits is kept with a 0 before it. Unique per facility.':
    'Nomor pokok wajib pajak (NPWP): 16 digit; yang 15 digit disimpan dengan 0 di depannya. Unik per UPT.',
  'What the buyer does, e.g. `penjual ikan asin`.': 'Usaha pembeli, misalnya `penjual ikan asin`.',
  'Phone number (E.164); one without a country is Indonesian.': 'Nomor telepon (E.164); yang tanpa kode negara adalah nomor Indonesia.',
  'Region the buyer lives or works in (Kemendagri), e.g. `33.04.06`; of a person masked to the district.':
    'Wilayah tempat tinggal atau usaha pembeli (kode Kemendagri), misalnya `33.04.06`; untuk perorangan disamarkan sampai kecamatan.',
  'Address.': 'Alamat.',
  'Business number (NIB), 13 digits; that of an organisation is public.': 'Nomor Induk Berusaha (NIB), 13 digit; milik organisasi bersifat umum.',
  'Whether the buyer agreed to be named in public.': 'Apakah pembeli setuju namanya disebut di muka umum.',
  'Whether new sales can be made to this buyer.': 'Apakah penjualan baru dapat dibuat untuk pembeli ini.',
  'Text anywhere in the name; case, accents and apostrophes make no difference.':
    'Teks di mana saja dalam nama; huruf besar-kecil, tanda aksen, dan apostrof tidak dibedakan.',
  'Rows per page; 25 unless given.': 'Jumlah baris per halaman; 25 bila tidak disebut.',
  '`next` of the page before.': '`next` dari halaman sebelumnya.',
  'Who buys what was made.': 'Yang membeli hasil produksi.',
  Buyers: 'Pembeli',
}
