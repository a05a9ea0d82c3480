export const indonesian = {
  'As many inmates are proposed or enrolled as the program has places, or more than it would have.':
    'Jumlah warga binaan yang diusulkan atau terdaftar sudah sebanyak daya tampung program, atau melebihi daya tampung yang baru.',
  'Wait until an enrollment ends, or raise the capacity of the program.': 'Tunggu sampai ada kepesertaan yang berakhir, atau naikkan daya tampung program.',
  'The program has {0} places, and {1} are taken.': 'Program mempunyai {0} tempat, dan {1} sudah terisi.',
  'How many places are taken.': 'Berapa tempat yang sudah terisi.',
  'List programs': 'Daftar program',
  'Work and training programs (program pembinaan), by facility, status, category, kind, supervisor, start or text.':
    'Program pembinaan, menurut UPT, status, jenis pekerjaan, jenis program, penanggung jawab, tanggal mulai, atau teks.',
  'Programs that start on this day or later.': 'Program yang mulai pada tanggal ini atau sesudahnya.',
  'Programs that start on this day or earlier.': 'Program yang mulai pada tanggal ini atau sebelumnya.',
  'Add a program': 'Tambah program',
  'Adds a program (program pembinaan) as a DRAFT. Without `eligibility` detainees and convicts may take part.':
    'Menambah program pembinaan sebagai DRAFT. Tanpa `eligibility` tahanan dan narapidana boleh ikut.',
  'Read a program': 'Lihat program',
  'One program (program pembinaan).': 'Satu program pembinaan.',
  'Change a program': 'Ubah program',
  'Merge patch; `archived` hides it from lists and is all that can change once the program is CLOSED. Period and capacity stay around what the program holds.':
    'Merge patch; `archived` menyembunyikannya dari daftar dan merupakan satu-satunya yang dapat diubah setelah program CLOSED. Masa dan daya tampung tetap mencakup isi program.',
  'Delete a program': 'Hapus program',
  'Activate a program': 'Aktifkan program',
  'Suspend a program': 'Tangguhkan program',
  'Close a program': 'Tutup program',
  'Work and training programs (program pembinaan kemandirian).': 'Program pembinaan kemandirian.',
  'The program is closed.': 'Program sudah ditutup.',
  'The program is archived.': 'Program sudah diarsipkan.',
  'Another program of the facility has this code.': 'Kode ini sudah dipakai program lain di UPT ini.',
  'The program ends before it starts.': 'Program berakhir sebelum dimulai.',
  'Name.': 'Nama.',
  'Who may take part: detainees (tahanan), convicts (narapidana), juveniles (anak binaan).': 'Siapa yang boleh ikut: tahanan, narapidana, anak binaan.',
  'Days that must at least remain until the expected release; null for no such rule.':
    'Sisa hari paling sedikit sampai tanggal ekspirasi; null bila tidak ada syarat itu.',
  'The facility (UPT) that runs it: one in service, and no regional office. It never changes.':
    'UPT yang menyelenggarakannya: yang sedang beroperasi, dan bukan kantor wilayah. Tidak pernah berubah.',
  'Code that is unique within the facility, e.g. `BESEK-2025`.': 'Kode yang unik dalam satu UPT, misalnya `BESEK-2025`.',
  'Kind of work, one word, e.g. `HANDICRAFT` (kerajinan).': 'Jenis pekerjaan, satu kata, misalnya `HANDICRAFT` (kerajinan).',
  'Training (pelatihan), production (produksi) or internship (magang).': 'Pelatihan, produksi, atau magang.',
  'Inside the walls, or outside (luar tembok).': 'Di dalam tembok, atau di luar tembok.',
  'The officer (petugas) in charge: one in service at the same facility.': 'Petugas penanggung jawab: yang sedang bertugas di UPT yang sama.',
  'First day; not after that of an enrollment or a batch.': 'Tanggal pertama; tidak sesudah tanggal pertama suatu kepesertaan atau bets.',
  'How the contribution of each worker is weighed, unless a batch says otherwise.':
    'Cara menimbang sumbangan setiap pekerja, kecuali bila bets menentukan lain.',
  'How many may be enrolled at the same time; not fewer than are.':
    'Berapa orang yang dapat terdaftar pada saat yang sama; tidak kurang dari yang sudah terdaftar.',
  'Last day that is planned; not before the first day of an enrollment or a batch.':
    'Tanggal terakhir yang direncanakan; tidak sebelum tanggal pertama suatu kepesertaan atau bets.',
  'The point of the 13 acceleration programs (program akselerasi) that it serves.': 'Butir dari 13 program akselerasi yang didukungnya.',
  'Its state; changed by activation, suspension and closure.': 'Statusnya; diubah dengan pengaktifan, penangguhan, dan penutupan.',
  'The program.': 'Program.',
  'DRAFT or SUSPENDED to ACTIVE: starts a program, or resumes it (mengaktifkan). It is not archived, and its facility and its supervisor are in service.':
    'DRAFT atau SUSPENDED menjadi ACTIVE: memulai program, atau melanjutkannya (mengaktifkan). Program tidak diarsipkan, UPT-nya beroperasi, dan pengawasnya bertugas.',
  'ACTIVE to SUSPENDED: pauses a program (menangguhkan). Its enrollments stay as they are.':
    'ACTIVE menjadi SUSPENDED: menghentikan program untuk sementara (menangguhkan). Kepesertaannya tetap seperti semula.',
  'ACTIVE or SUSPENDED to CLOSED: ends a program for good (menutup) once its batches are finished. Open enrollments end today, in the same transaction.':
    'ACTIVE atau SUSPENDED menjadi CLOSED: menutup program untuk seterusnya (menutup) setelah bets-betsnya selesai. Kepesertaan yang terbuka berakhir hari ini, dalam transaksi yang sama.',
  'Who may take part (syarat peserta).': 'Syarat peserta: siapa yang boleh ikut.',
  program: 'program',
  'Work and training that prepare for a life after release.': 'Pekerjaan dan pelatihan sebagai bekal hidup setelah bebas.',
  Programs: 'Program',
}
