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
  'Merge patch; `archived` hides it from lists, `active: false` stops new sales. A change of `consentPublicName` adds an entry to its consents.':
    'Merge patch; `archived` menyembunyikannya dari daftar, `active: false` menghentikan penjualan baru. Perubahan `consentPublicName` menambah catatan persetujuannya.',
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
  'Whether the buyer agreed to be named in public; its consents say since when and on what evidence.':
    'Apakah pembeli setuju disebut namanya di muka umum; catatan persetujuannya memuat sejak kapan dan apa buktinya.',
  'What for: to be named in public, as `consentPublicName` of the buyer says.':
    'Untuk apa: disebut namanya di muka umum, sebagaimana `consentPublicName` pembeli.',
  'Whether it was given; false where it was withdrawn (dicabut).': 'Apakah diberikan; false bila dicabut.',
  'Who decided: the person itself, counsel, guardian (wali, for a child) or family. No name.':
    'Siapa yang memutuskan: yang bersangkutan sendiri, penasihat hukum, wali (bagi anak), atau keluarga. Tanpa nama.',
  'What proves it (bukti), e.g. number and day of the form.': 'Buktinya, misalnya nomor dan tanggal formulir.',
  'The day it was given or withdrawn; today unless given, and never later.':
    'Tanggal diberikan atau dicabut; hari ini bila tidak diisi, dan tidak pernah sesudahnya.',
  'The facility of the buyer.': 'UPT pembeli itu.',
  'The day of the entry that took its place; null while it stands.': 'Tanggal catatan yang menggantikannya; null selama masih berlaku.',
  'List the consents of a buyer': 'Daftar persetujuan pembeli',
  'What the buyer agreed to and withdrew (persetujuan), with who recorded it, on what evidence, since when and until when. Append-only.':
    'Persetujuan pembeli dan pencabutannya, beserta siapa yang mencatat, apa buktinya, sejak kapan, dan sampai kapan. Hanya bertambah.',
  'The buyer.': 'Pembelinya.',
  'The entry.': 'Catatannya.',
  'Read a consent of a buyer': 'Lihat persetujuan pembeli',
  'One entry (persetujuan pembeli). It never changes, but that a later one ends it.':
    'Satu catatan persetujuan pembeli. Tidak pernah berubah, kecuali diakhiri oleh catatan berikutnya.',
  'Record a consent of a buyer, or its withdrawal': 'Catat persetujuan pembeli, atau pencabutannya',
  'Adds an entry with its evidence (bukti persetujuan), and sets `consentPublicName` of the buyer by it.':
    'Menambah catatan dengan bukti persetujuan, dan mengubah `consentPublicName` pembeli sesuai isinya.',
  'Whether new sales can be made to this buyer.': 'Apakah penjualan baru dapat dibuat untuk pembeli ini.',
  'Text anywhere in the name; case, accents and apostrophes make no difference.':
    'Teks di mana saja dalam nama; huruf besar-kecil, tanda aksen, dan apostrof tidak dibedakan.',
  'Rows per page; 25 unless given.': 'Jumlah baris per halaman; 25 bila tidak disebut.',
  '`next` of the page before.': '`next` dari halaman sebelumnya.',
  'Who buys what was made.': 'Yang membeli hasil produksi.',
  Buyers: 'Pembeli',
}
