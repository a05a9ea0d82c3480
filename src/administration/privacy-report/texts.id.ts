export const indonesian = {
  'A calendar year, in the time of Jakarta; the present one unless given.': 'Tahun kalender, menurut waktu Jakarta; tahun ini bila tidak diisi.',
  'The calendar year, in the time of Jakarta.': 'Tahun kalender, menurut waktu Jakarta.',
  'How many came in.': 'Berapa yang masuk.',
  'How many of these were answered within 3 × 24 hours.': 'Berapa di antaranya yang dijawab dalam 3 × 24 jam.',
  'How many were answered later, or still wait though their time is over.': 'Berapa yang dijawab sesudahnya, atau masih menunggu meski tenggatnya lewat.',
  'How many still wait.': 'Berapa yang masih menunggu.',
  'How many were fulfilled.': 'Berapa yang dipenuhi.',
  'How many were refused.': 'Berapa yang ditolak.',
  'How many requests were refused on it.': 'Berapa permintaan yang ditolak atas dasar itu.',
  'How many were discovered.': 'Berapa yang diketahui.',
  'How many of these are open.': 'Berapa di antaranya yang masih terbuka.',
  'How many turned out to be a failure (terbukti).': 'Berapa yang terbukti.',
  'How many turned out to be none (tidak terbukti).': 'Berapa yang tidak terbukti.',
  'Of how many the authority was told.': 'Berapa yang diberitahukan kepada lembaga.',
  'Of how many the persons were told.': 'Berapa yang diberitahukan kepada subjek data.',
  'Of how many the public was told.': 'Berapa yang diberitahukan kepada masyarakat.',
  'Of how many the authority or the persons were told later than 3 × 24 hours after the discovery, or wait to be told longer than that.':
    'Berapa yang diberitahukan kepada lembaga atau subjek data lebih dari 3 × 24 jam sesudah diketahui, atau lebih lama dari itu belum diberitahukan.',
  'Requests of persons that came in that year (permintaan subjek data), by kind.': 'Permintaan subjek data yang masuk tahun itu, menurut jenisnya.',
  'Why requests of that year were refused (alasan penolakan).': 'Alasan penolakan permintaan tahun itu.',
  'Persons who were made nameless that year, on request or after their period (penghapusan identitas).':
    'Orang yang identitasnya dihapus tahun itu, atas permintaan atau sesudah masa simpan.',
  'Incidents that were discovered that year (insiden pelindungan data).': 'Insiden pelindungan data yang diketahui tahun itu.',
  'Read the figures of a year': 'Lihat angka tahunan',
  'For the yearly report on the protection of personal data (laporan tahunan): requests of persons, refusals, erasures, incidents and notices. They count what the caller may see, and name nobody.':
    'Untuk laporan tahunan pelindungan data pribadi: permintaan subjek data, penolakan, penghapusan identitas, insiden, dan pemberitahuan. Yang dihitung hanya yang boleh dilihat pemanggil, tanpa menyebut siapa pun.',
  'The figures.': 'Angkanya.',
}
