export const indonesian = {
  'Another facility has this code.': 'Kode ini sudah dipakai UPT lain.',
  'A regional office (Kanwil) has no parent.': 'Kantor wilayah (Kanwil) tidak mempunyai induk.',
  'The facility is archived.': 'UPT sudah diarsipkan.',
  'The facility is not in service.': 'UPT tidak sedang beroperasi.',
  'A regional office (Kanwil) keeps no inmates and runs no programs.': 'Kantor wilayah (Kanwil) tidak menahan warga binaan dan tidak menyelenggarakan program.',
  'Only a regional office (KANWIL) stands above a facility.': 'Hanya kantor wilayah (KANWIL) yang dapat menjadi induk suatu UPT.',
  'List facilities': 'Daftar UPT',
  'The units (UPT) that the caller may see.': 'UPT yang boleh dilihat pemanggil.',
  'Text anywhere in code or name; case, accents and apostrophes make no difference.':
    'Teks di mana saja dalam kode atau nama; huruf besar-kecil, tanda aksen, dan apostrof tidak dibedakan.',
  'Add a facility': 'Tambah UPT',
  'Adds a unit (UPT). Only for callers that see all facilities.': 'Menambah satu unit (UPT). Hanya untuk pemanggil yang melihat semua UPT.',
  'Read a facility': 'Lihat UPT',
  'One unit (UPT).': 'Satu unit (UPT).',
  'Change a facility': 'Ubah UPT',
  'Merge patch; `archived` hides it from lists. `type` and `parentId`, which decide who sees it, are changed by callers that see all facilities. Once `archived` or not `active`, no new row names it. A KANWIL stays one while units report to it, and nothing with inmates or programs becomes one. The time zone stays once rows hold days.':
    'Merge patch; `archived` menyembunyikannya dari daftar. `type` dan `parentId`, yang menentukan siapa yang melihatnya, diubah oleh pemanggil yang melihat semua UPT. Setelah `archived` atau tidak `active`, tidak ada baris baru yang menyebutnya. KANWIL tetap KANWIL selama ada unit di bawahnya, dan yang mempunyai warga binaan atau program tidak dapat menjadi KANWIL. Zona waktu tetap setelah ada baris dengan tanggal.',
  'Delete a facility': 'Hapus UPT',
  'Only while nothing refers to it; archive it otherwise.': 'Hanya selama tidak dirujuk apa pun; selain itu arsipkan.',
  'Technical units (UPT): Rutan, Lapas, LPKA and the regional offices (Kanwil) above them.':
    'Unit pelaksana teknis (UPT): Rutan, Lapas, LPKA, dan kantor wilayah (Kanwil) di atasnya.',
  'The facility.': 'UPT.',
  'Code that is unique in the country, e.g. `RUTAN-BANJARNEGARA`.': 'Kode yang unik secara nasional, misalnya `RUTAN-BANJARNEGARA`.',
  'Official name.': 'Nama resmi.',
  'Kind of unit. A KANWIL is the regional office above the others.': 'Jenis unit. KANWIL adalah kantor wilayah di atas yang lain.',
  'Region it lies in (Kemendagri), e.g. `33.04`.': 'Wilayah letaknya (kode Kemendagri), misalnya `33.04`.',
  'Time zone that decides which day it is (WIB, WITA, WIT).': 'Zona waktu yang menentukan harinya (WIB, WITA, WIT).',
  'Level of the unit (kelas): I is the highest. Most LPKA and BAPAS are of II, without a letter.':
    'Kelas unit: I yang tertinggi. Kebanyakan LPKA dan BAPAS berkelas II, tanpa huruf.',
  'The regional office (Kanwil) it reports to: one in service.': 'Kantor wilayah (Kanwil) yang membawahinya: yang sedang beroperasi.',
  'Work unit code (kode satker), 6 digits.': 'Kode satker, 6 digit.',
  'Whether it is in service.': 'Apakah masih beroperasi.',
  'Guides people outside prison; a kind of facility.': 'Balai pemasyarakatan: membimbing orang di luar lembaga; salah satu jenis UPT.',
  'Heads all facilities of the country.': 'Direktorat Jenderal Pemasyarakatan: membawahi semua UPT di Indonesia.',
  'Stands above the facilities of a region.': 'Kantor wilayah: membawahi UPT di suatu wilayah.',
  'Holds convicts; a kind of facility.': 'Lembaga pemasyarakatan: tempat narapidana; salah satu jenis UPT.',
  'Guides and educates children who were convicted; a kind of facility.':
    'Lembaga pembinaan khusus anak: membina dan mendidik anak yang dipidana; salah satu jenis UPT.',
  'Holds detainees, and convicts with short sentences; a kind of facility.':
    'Rumah tahanan negara: tempat tahanan, dan narapidana dengan pidana pendek; salah satu jenis UPT.',
  'The unit of the state budget; its code has six digits.': 'Satuan kerja dalam anggaran negara; kodenya enam digit.',
  'Technical unit in which people are held and work is done; every row belongs to one.':
    'Unit pelaksana teknis tempat penghuni berada dan bekerja; setiap data milik satu UPT.',
  Facilities: 'UPT',
}
