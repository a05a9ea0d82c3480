export const indonesian = {
  'List enrollments': 'Daftar kepesertaan',
  'Who takes part in which program (kepesertaan), by facility, program, inmate, status, role or first day.':
    'Siapa mengikuti program apa (kepesertaan), menurut UPT, program, warga binaan, status, peran, atau tanggal pertama.',
  'Enrollments that start on this day or later.': 'Kepesertaan yang mulai pada tanggal ini atau sesudahnya.',
  'Enrollments that start on this day or earlier.': 'Kepesertaan yang mulai pada tanggal ini atau sebelumnya.',
  'Propose an enrollment': 'Usulkan kepesertaan',
  'Proposes an inmate for a program (usulan). The rules of the program are checked for the first day; `override` sets them aside by a decision, and is kept. A proposal takes one of the places.':
    'Mengusulkan warga binaan untuk suatu program (usulan). Syarat program diperiksa untuk tanggal pertama; `override` mengesampingkannya dengan suatu keputusan, dan disimpan. Satu usulan mengisi satu tempat.',
  'Read an enrollment': 'Lihat kepesertaan',
  'One enrollment (kepesertaan).': 'Satu kepesertaan.',
  'Change an enrollment': 'Ubah kepesertaan',
  'Merge patch: the role while the enrollment is open, the first day until it is activated; the rules of the program are checked again.':
    'Merge patch: peran selama kepesertaan terbuka, tanggal pertama sampai diaktifkan; syarat program diperiksa lagi.',
  'Delete a proposal': 'Hapus usulan',
  'Takes a proposal back. What has been decided stays.': 'Menarik kembali suatu usulan. Yang sudah diputuskan tetap ada.',
  'Approve an enrollment': 'Setujui kepesertaan',
  'Reject an enrollment': 'Tolak kepesertaan',
  'Activate an enrollment': 'Aktifkan kepesertaan',
  'Suspend an enrollment': 'Tangguhkan kepesertaan',
  'Terminate an enrollment': 'Akhiri kepesertaan',
  'Ends an enrollment (pengakhiran) as COMPLETED, WITHDRAWN or DISMISSED, and with it the work on batches of the program.':
    'Mengakhiri kepesertaan (pengakhiran) sebagai COMPLETED, WITHDRAWN, atau DISMISSED, beserta pekerjaan pada bets program itu.',
  'Who takes part in which program (kepesertaan).': 'Siapa mengikuti program apa (kepesertaan).',
  'The program admits others; `facts.rules` names every rule that is not met on the first day of the enrollment.':
    'Syarat program tidak terpenuhi; `facts.rules` menyebut setiap syarat yang belum terpenuhi pada tanggal pertama kepesertaan.',
  'Choose another inmate or program or a fitting first day, or propose with `override` where a decision allows the exception.':
    'Pilih warga binaan, program, atau tanggal pertama yang sesuai, atau usulkan dengan `override` bila ada keputusan yang mengizinkan pengecualian.',
  'These rules of the program are not met: {0}.': 'Syarat program berikut tidak terpenuhi: {0}.',
  'The enrollment begins on {0}.': 'Kepesertaan dimulai pada {0}.',
  'What was never active cannot be completed.': 'Yang belum pernah aktif tidak dapat diselesaikan.',
  'The inmate has an open enrollment in this program.': 'Warga binaan masih mempunyai kepesertaan dalam program ini.',
  'Number of the decision, e.g. of the assessment board (sidang TPP).': 'Nomor keputusan, misalnya keputusan sidang TPP.',
  'Day of the decision; not later than today at the facility.': 'Tanggal keputusan; tidak sesudah hari ini di UPT.',
  'The officer (petugas) who signed it: one in service at the facility.': 'Petugas yang menandatanganinya: yang sedang bertugas di UPT.',
  'Why the rules of the program are set aside.': 'Alasan syarat program dikesampingkan.',
  'Number of the decision that allows it.': 'Nomor keputusan yang mengizinkannya.',
  'The facility (UPT) of the program.': 'UPT program.',
  'The inmate: in custody at the facility of the program.': 'Warga binaan: yang berada di UPT program.',
  'Worker (pekerja), leader of a group (ketua kelompok) or trainee (peserta pelatihan).': 'Pekerja, ketua kelompok, atau peserta pelatihan.',
  'Its state. ENDED: ended because the inmate left or the program closed.': 'Statusnya. ENDED: berakhir karena warga binaan pergi atau program ditutup.',
  'Day of the proposal; not later than today at the facility, which it is when left out.':
    'Tanggal pengusulan; tidak sesudah hari ini di UPT, dan itulah nilainya bila tidak disebut.',
  'First day: within the period of the program, not before the present custody here began, and after an earlier enrollment of the inmate in the program.':
    'Tanggal pertama: dalam masa program, tidak sebelum yang bersangkutan mulai berada di sini, dan sesudah kepesertaan sebelumnya dalam program itu.',
  'The inmate takes part in this program until {0}.': 'Warga binaan mengikuti program ini sampai {0}.',
  'Another enrollment of the inmate in this program covers a part of this period.':
    'Kepesertaan lain warga binaan dalam program ini mencakup sebagian masa itu.',
  'Last day; null while it is open, and when it ended before it began.': 'Tanggal terakhir; null selama masih terbuka, dan bila berakhir sebelum dimulai.',
  'Why it ended.': 'Alasan berakhir.',
  'Completed (selesai), withdrawn (mengundurkan diri) or dismissed (dikeluarkan).': 'Selesai, mengundurkan diri, atau dikeluarkan.',
  'Last day; not before the first, not later than today at the facility.': 'Tanggal terakhir; tidak sebelum tanggal pertama, tidak sesudah hari ini di UPT.',
  'Why it ends.': 'Alasan mengakhiri.',
  'PROPOSED to APPROVED (persetujuan) by the decision named, e.g. of the assessment board (sidang TPP).':
    'PROPOSED menjadi APPROVED (persetujuan) dengan keputusan yang disebut, misalnya keputusan sidang TPP.',
  'PROPOSED to REJECTED (penolakan); the place is free again. Send `{}` when no decision is on record.':
    'PROPOSED menjadi REJECTED (penolakan); tempatnya kosong lagi. Kirim `{}` bila tidak ada keputusan tercatat.',
  'APPROVED to ACTIVE from the first day on, or SUSPENDED to ACTIVE again (pengaktifan). The program is ACTIVE, the inmate in custody here, and the rules of the program are checked again unless they were set aside.':
    'APPROVED menjadi ACTIVE sejak tanggal pertama, atau SUSPENDED menjadi ACTIVE lagi (pengaktifan). Program berstatus ACTIVE, warga binaan berada di sini, dan syarat program diperiksa lagi kecuali dikesampingkan.',
  'ACTIVE to SUSPENDED (penangguhan); the place stays taken. Work on batches of the program ends today, and activation does not bring it back.':
    'ACTIVE menjadi SUSPENDED (penangguhan); tempatnya tetap terisi. Pekerjaan pada bets program itu berakhir hari ini, dan pengaktifan tidak mengembalikannya.',
  'The decision about it (keputusan sidang TPP).': 'Keputusan sidang TPP tentangnya.',
  'That the rules of the program are set aside (pengecualian), and why.': 'Pengecualian dari syarat program, dan alasannya.',
  enrollment: 'kepesertaan',
  'That an inmate takes part in a program, from the proposal to the end.': 'Ikutnya warga binaan dalam program, dari usulan sampai berakhir.',
  'Decides who may take part in a program.': 'Sidang Tim Pengamat Pemasyarakatan: memutuskan siapa yang boleh mengikuti program.',
  'The inmate does not meet the rules of the program': 'Warga binaan tidak memenuhi syarat program',
  'The program is full': 'Daya tampung program sudah penuh',
  Enrollments: 'Kepesertaan',
}
