export const indonesian = {
  'Work logs': 'Catatan kerja',
  'Day-sheets (absensi dan hasil kerja harian): who was there, for how long, on what, and how.':
    'Lembar harian (absensi dan hasil kerja): siapa yang hadir, berapa lama, mengerjakan apa, dan bagaimana.',
  'The inmate: enrolled in the program on that day.': 'Warga binaan: peserta program pada hari itu.',
  'Present (hadir), late (terlambat), sick (sakit), away with permission (izin), absent (alpa), refused (menolak), or there was no work (tidak ada pekerjaan).':
    'PRESENT (hadir), LATE (terlambat), SICK (sakit), PERMITTED (izin), ABSENT (alpa), REFUSED (menolak), atau NO_WORK (tidak ada pekerjaan).',
  'The shift (regu kerja): full day, morning (pagi), afternoon (siang) or night (malam).': 'Giliran kerja: sehari penuh, pagi, siang, atau malam.',
  'Minutes at work; 0 of somebody who was not there. At most 720 on one day, over all shifts and programs.':
    'Menit kerja; 0 untuk yang tidak hadir. Paling banyak 720 dalam satu hari, dari semua giliran dan program.',
  'Good pieces, in the unit of the product; only with a batch.': 'Hasil baik, dalam satuan produk; hanya dengan bets.',
  'Rejected pieces (afkir), in the unit of the product; only with a batch.': 'Hasil afkir, dalam satuan produk; hanya dengan bets.',
  'Whether a rule of production was broken (pelanggaran tata tertib).': 'Apakah ada pelanggaran tata tertib produksi.',
  'The batch that was worked on, of the same program: started by then, and not completed before.':
    'Bets yang dikerjakan, dari program yang sama: sudah dimulai, dan belum selesai sebelumnya.',
  'How good the work was (mutu kerja); null where it was not judged.': 'Mutu kerja; null jika tidak dinilai.',
  'How the inmate behaved at work (sikap kerja); null where it was not judged.': 'Sikap kerja; null jika tidak dinilai.',
  'Whether work safety (K3) was observed; null where nobody looked.': 'Apakah keselamatan kerja (K3) dijalankan; null jika tidak diperiksa.',
  'What else is to be said.': 'Keterangan lain.',
  'One row for each inmate, shift and batch, in the order of these.': 'Satu baris untuk setiap warga binaan, giliran, dan bets, dalam urutan itu.',
  'The working day, a local day of the facility.': 'Hari kerja, menurut waktu setempat UPT.',
  'Rises with every change; the ETag. 0 while nobody has written the sheet.': 'Naik pada setiap perubahan; menjadi ETag. 0 selama lembar belum ditulis.',
  'Work on this day or later.': 'Kerja pada tanggal ini atau sesudahnya.',
  'Work on this day or earlier.': 'Kerja pada tanggal ini atau sebelumnya.',
  'The facility (UPT) where it was.': 'UPT tempat kerja itu.',
  'First day of the month.': 'Hari pertama bulan itu.',
  'Days on which the inmate was at work.': 'Jumlah hari warga binaan bekerja.',
  'Minutes at work.': 'Menit kerja.',
  'Good pieces.': 'Hasil baik.',
  'Rejected pieces (afkir).': 'Hasil afkir.',
  'When a row of the month was last changed.': 'Kapan baris dari bulan itu terakhir diubah.',
  'Months that begin on this day or later.': 'Bulan yang dimulai pada tanggal ini atau sesudahnya.',
  'Months that begin on this day or earlier.': 'Bulan yang dimulai pada tanggal ini atau sebelumnya.',
  'Rows of the sheet are refused': 'Baris lembar harian ditolak',
  'A sheet is taken as a whole or not at all; `errors` names what is wrong with each row, the first 200 of it.':
    'Lembar diterima seluruhnya atau tidak sama sekali; `errors` menyebut kesalahan setiap baris, 200 yang pertama.',
  'Correct the rows that `errors` points to, and send the whole sheet again.': 'Perbaiki baris yang ditunjuk `errors`, lalu kirim kembali seluruh lembar.',
  'How many rows are refused.': 'Berapa baris yang ditolak.',
  '{0} rows of the sheet are refused; nothing was written.': '{0} baris lembar harian ditolak; tidak ada yang dicatat.',
  'Row {0} is about the same inmate, shift and batch.': 'Baris {0} tentang warga binaan, giliran, dan bets yang sama.',
  'Who was not there has no minutes.': 'Yang tidak hadir tidak mempunyai menit kerja.',
  'Who was not there has made no pieces.': 'Yang tidak hadir tidak membuat hasil.',
  'Pieces are those of a batch.': 'Hasil harus menyebut betsnya.',
  'No active enrollment in the program covers this day.': 'Tidak ada kepesertaan aktif dalam program yang mencakup hari ini.',
  'Batch {0} is archived.': 'Bets {0} sudah diarsipkan.',
  'Nobody works on batch {0}: it is {1}.': 'Tidak ada yang mengerjakan bets {0}: statusnya {1}.',
  'The pieces of batch {0} are counted: it is {1}.': 'Hasil bets {0} sudah dihitung: statusnya {1}.',
  'Batch {0} begins on {1}.': 'Bets {0} dimulai pada {1}.',
  'Batch {0} was completed on {1}.': 'Bets {0} selesai pada {1}.',
  'Over all shifts and programs the day would have {0} minutes; {1} are possible.':
    'Dari semua giliran dan program hari itu akan menjadi {0} menit; yang mungkin {1}.',
  'Read a day-sheet': 'Lihat lembar harian',
  'Who worked on a day of a program, and how (lembar harian). One that nobody has written yet has no rows and version 0.':
    'Siapa yang bekerja pada suatu hari dalam program, dan bagaimana (lembar harian). Yang belum ditulis tidak mempunyai baris dan versinya 0.',
  'Write a day-sheet': 'Tulis lembar harian',
  'The whole sheet of a day takes the place of the one before, all of it or nothing. A row that stands already stays as it is; what is new or says something else is looked at: the inmate is enrolled on that day, the batch is worked on then, nobody has more than 720 minutes a day over all programs. Sent again it changes nothing, whatever its `If-Match`. Late entry is possible until the month is locked.':
    'Seluruh lembar suatu hari menggantikan yang sebelumnya, semuanya atau tidak sama sekali. Baris yang sudah ada tetap; yang baru atau berubah diperiksa: warga binaan peserta pada hari itu, bets sedang dikerjakan, dan tidak ada yang melebihi 720 menit sehari dari semua program. Jika dikirim lagi tidak ada yang berubah, apa pun `If-Match`-nya. Pencatatan terlambat dapat dilakukan sampai bulan dikunci.',
  'List work logs': 'Daftar catatan kerja',
  'The rows of day-sheets (absensi dan hasil kerja), of whichever day and program.':
    'Baris lembar harian (absensi dan hasil kerja), dari hari dan program mana pun.',
  'Read a work log': 'Lihat catatan kerja',
  'One row of a day-sheet.': 'Satu baris lembar harian.',
  'List the months of work of an inmate': 'Daftar rekap bulanan kerja warga binaan',
  'What the work logs of an inmate come to in each month and facility (rekap bulanan).':
    'Jumlah catatan kerja seorang warga binaan dalam setiap bulan dan UPT (rekap bulanan).',
  'Who was at work on a day, and who was not and why; a row of a day-sheet.':
    'Siapa yang bekerja pada suatu hari, siapa yang tidak dan mengapa; satu baris lembar harian.',
  'What is written down of a day of a program: who worked, for how long, on what.':
    'Yang dicatat dari suatu hari dalam program: siapa yang bekerja, berapa lama, mengerjakan apa.',
}
