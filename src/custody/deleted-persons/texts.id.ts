export const indonesian = {
  'Deleted persons': 'Orang yang dihapus',
  'Who was deleted as entered by mistake (dihapus karena salah entri), for the privacy officer.':
    'Siapa yang dihapus karena salah entri, untuk pejabat pelindungan data pribadi.',
  'List who was deleted': 'Daftar orang yang dihapus',
  'Inmates, buyers and officers that were deleted as entered by mistake (dihapus), with the names they had and who did it.':
    'Warga binaan, pembeli, dan petugas yang dihapus karena salah entri (dihapus), beserta nama semula dan siapa yang menghapusnya.',
  'Read who was deleted': 'Lihat orang yang dihapus',
  'One person that was deleted as entered by mistake (dihapus), by the id it had.': 'Satu orang yang dihapus karena salah entri (dihapus), menurut id semula.',
  'The facility (UPT) that had entered the person.': 'UPT yang semula memasukkan orang ini.',
  'What the person was entered as.': 'Dimasukkan sebagai apa.',
  'The name, after those it had before it was corrected.': 'Namanya, didahului nama-nama sebelum diperbaiki.',
  'When the person was entered.': 'Kapan dimasukkan.',
  'The client that entered it.': 'Aplikasi klien yang memasukkannya.',
  'When it was deleted.': 'Kapan dihapus.',
  'The client that deleted it.': 'Aplikasi klien yang menghapusnya.',
  'It is in use, and not deleted any more': 'Sudah dipakai, tidak dapat dihapus lagi',
  'A person is deleted only where it was entered by mistake: just now, seen by no other client, and under no hold; `facts.rules` names what stands against it.':
    'Orang hanya dihapus bila salah entri: baru saja dimasukkan, belum dilihat aplikasi klien lain, dan tidak ditahan; `facts.rules` menyebut apa yang menghalangi.',
  'Archive it instead: `PATCH {"archived": true}`. Where the person is to be forgotten, take in a request for `ERASURE` at `/v1/subject-requests`.':
    'Arsipkan: `PATCH {"archived": true}`. Bila identitas orangnya harus dihapus, terima permintaan `ERASURE` di `/v1/subject-requests`.',
  'These stand against the deletion: {0}.': 'Penghapusan data terhalang oleh: {0}.',
}
