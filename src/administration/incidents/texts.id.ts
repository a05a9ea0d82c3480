export const indonesian = {
  Incidents: 'Insiden',
  'Failures of data protection (kegagalan pelindungan data pribadi): the 3 × 24 hours, who is affected, whom to tell and what was done.':
    'Kegagalan pelindungan data pribadi: batas 3 × 24 jam, siapa yang terdampak, siapa yang harus diberi tahu, dan upaya penanganannya.',
  incident: 'insiden',
  'This has not happened yet.': 'Ini belum terjadi.',
  'It was discovered before it began.': 'Diketahui sebelum dimulai.',
  'It ended before it began.': 'Berakhir sebelum dimulai.',
  'Notices of an incident': 'Pemberitahuan insiden',
  'The facility (UPT) that it concerns; null for all, which only a caller that sees all can say.':
    'UPT yang bersangkutan; null untuk semua, yang hanya dapat diisi pemanggil yang melihat semuanya.',
  'The classes of personal data that were exposed (golongan data pribadi).': 'Golongan data pribadi yang terungkap.',
  'Since when data was exposed, as far as is known; not after it was discovered.':
    'Sejak kapan data terungkap, sejauh diketahui; tidak sesudah saat diketahuinya.',
  'What happened and how (apa yang terjadi dan bagaimana). It is told to persons and to the authority, so name nobody.':
    'Apa yang terjadi dan bagaimana. Disampaikan kepada subjek data dan lembaga, jadi jangan menyebut nama siapa pun.',
  'The client that data was shown to wrongly, as the audit trail names it; null for any.':
    'Aplikasi klien yang tidak semestinya diperlihatkan data, menurut rekam jejak; null untuk yang mana pun.',
  'The API key of it that was misused, as the audit trail names it; null for any.':
    'Kunci API-nya yang disalahgunakan, menurut rekam jejak; null untuk yang mana pun.',
  'Until when; null while it goes on.': 'Sampai kapan; null selama masih berlangsung.',
  'When it was discovered, which starts the clock; now unless given, and never later.':
    'Kapan diketahui, saat tenggat mulai dihitung; sekarang bila tidak diisi, dan tidak pernah sesudahnya.',
  'Whether work on it goes on.': 'Apakah penanganannya masih berjalan.',
  'Whether protection had failed (terbukti) or not (tidak terbukti).': 'Apakah pelindungan terbukti gagal atau tidak terbukti.',
  'What was found in the end (kesimpulan).': 'Kesimpulan akhir.',
  'When authority and persons must have been told: 3 × 24 hours after it was discovered.':
    'Batas waktu pemberitahuan kepada lembaga dan subjek data: 3 × 24 jam sesudah diketahui.',
  'When the authority was told (lembaga).': 'Kapan lembaga diberi tahu.',
  'When the persons were told (subjek data).': 'Kapan subjek data diberi tahu.',
  'When the public was told (masyarakat).': 'Kapan masyarakat diberi tahu.',
  'When it was closed.': 'Kapan ditutup.',
  'Only open incidents that the authority or the persons were not told of in time, or only the others.':
    'Hanya insiden terbuka yang belum diberitahukan tepat waktu kepada lembaga atau subjek data, atau hanya yang lain.',
  'Discovered at this instant or later.': 'Diketahui pada saat ini atau sesudahnya.',
  'Discovered at this instant or earlier.': 'Diketahui pada saat ini atau sebelumnya.',
  'Who was told: the authority (lembaga), the persons (subjek data) or the public (masyarakat).':
    'Siapa yang diberi tahu: lembaga, subjek data, atau masyarakat.',
  'When the notice went out; now unless given.': 'Kapan pemberitahuan dikirim; sekarang bila tidak diisi.',
  'What it was for: to find out (penyelidikan), to end it (penghentian), to recover (pemulihan), or that it does not happen again (pencegahan).':
    'Untuk apa: penyelidikan, penghentian, pemulihan, atau pencegahan agar tidak terulang.',
  'What was done (upaya penanganan). It is told to persons and to the authority, so name nobody.':
    'Upaya penanganan. Disampaikan kepada subjek data dan lembaga, jadi jangan menyebut nama siapa pun.',
  'When it was done; now unless given, and never later.': 'Kapan dilakukan; sekarang bila tidak diisi, dan tidak pernah sesudahnya.',
  'The incident.': 'Insidennya.',
  'The measure.': 'Upayanya.',
  'The facility (UPT) under which the person was last shown.': 'UPT tempat data orang ini terakhir diperlihatkan.',
  'How many times records of the person were shown.': 'Berapa kali data orang ini diperlihatkan.',
  'The classes of personal data that were shown.': 'Golongan data pribadi yang diperlihatkan.',
  'When the first of them was shown.': 'Kapan pertama kali diperlihatkan.',
  'When the last of them was shown.': 'Kapan terakhir kali diperlihatkan.',
  'Minutes until then; negative when it is over.': 'Menit sampai saat itu; negatif bila sudah lewat.',
  'How many persons the audit trail names.': 'Berapa orang yang disebut rekam jejak.',
  'The notice to the authority (pemberitahuan kepada lembaga), in Indonesian.': 'Pemberitahuan kepada lembaga, dalam bahasa Indonesia.',
  'The notice to each person (pemberitahuan kepada subjek data), in Indonesian.': 'Pemberitahuan kepada setiap subjek data, dalam bahasa Indonesia.',
  'List incidents': 'Daftar insiden',
  'The register of failures of data protection (kegagalan pelindungan data pribadi), with the clock of 3 × 24 hours.':
    'Catatan kegagalan pelindungan data pribadi, dengan tenggat 3 × 24 jam.',
  'Open an incident': 'Buka insiden',
  'What happened, as far as is known (UU PDP 27/2022, article 46). Client, API key, facility and time say which part of the audit trail it is about; all that is left out narrows nothing.':
    'Apa yang terjadi, sejauh diketahui (UU PDP 27/2022, pasal 46). Aplikasi klien, kunci API, UPT, dan waktu menunjukkan bagian rekam jejak yang dimaksud; yang tidak diisi tidak mempersempit apa pun.',
  'Read an incident': 'Lihat insiden',
  'One failure of data protection (kegagalan pelindungan data pribadi).': 'Satu kegagalan pelindungan data pribadi.',
  'Change an incident': 'Ubah insiden',
  'Merge patch with what became known since. When it was discovered stays; a closed incident stays as it is.':
    'Merge patch dengan hal-hal yang diketahui kemudian. Saat diketahuinya tetap; insiden yang sudah ditutup tidak berubah.',
  'List the affected persons': 'Daftar orang yang terdampak',
  'Whose data was shown (subjek data yang terdampak), found in the audit trail by what the incident says of client, API key, facility, time and classes. Ids only: whoever writes to them reads the person. To read this list stands in the trail as well.':
    'Data siapa yang diperlihatkan (subjek data yang terdampak), dicari dalam rekam jejak menurut aplikasi klien, kunci API, UPT, waktu, dan golongan data pada insiden. Hanya id: siapa yang menyurati mereka membaca data orangnya. Pembacaan daftar ini juga tercatat dalam rekam jejak.',
  'List the measures': 'Daftar upaya penanganan',
  'What was done about an incident (upaya penanganan), entry by entry. Append-only.': 'Upaya penanganan insiden, entri demi entri. Hanya dapat ditambah.',
  'Record a measure': 'Catat upaya penanganan',
  'Adds what was done (upaya penanganan) while the incident is open.': 'Menambahkan upaya penanganan selama insiden masih terbuka.',
  'Read a measure': 'Lihat upaya penanganan',
  'One entry of what was done about an incident (upaya penanganan).': 'Satu entri upaya penanganan insiden.',
  'Read the notices': 'Lihat pemberitahuan',
  'What the authority and the persons have to be told (pemberitahuan), written in Indonesian from the facts as they are now, with the time that is left; as JSON or as a document to print.':
    'Yang harus disampaikan kepada lembaga dan subjek data (pemberitahuan), disusun dalam bahasa Indonesia dari fakta saat ini, dengan sisa waktunya; sebagai JSON atau dokumen untuk dicetak.',
  'The notices.': 'Pemberitahuannya.',
  'Mark that somebody was told': 'Catat pemberitahuan',
  'The notice went out (pemberitahuan), in writing; once each for the authority, the persons and, where the law asks for it, the public.':
    'Pemberitahuan sudah dikirim secara tertulis; masing-masing sekali untuk lembaga, subjek data, dan, bila diwajibkan undang-undang, masyarakat.',
  'Close an incident': 'Tutup insiden',
  'Work on it is over (penutupan). What turned out to be a BREACH is closed once the authority and the persons were told.':
    'Penanganannya selesai (penutupan). Yang terbukti (BREACH) ditutup setelah lembaga dan subjek data diberi tahu.',
}
