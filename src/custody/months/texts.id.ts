export const indonesian = {
  'Facility months': 'Bulan pembukuan',
  'Months of a facility (bulan pembukuan): in one that is locked nothing is entered any more.':
    'Bulan pembukuan suatu UPT: dalam bulan yang dikunci tidak ada lagi yang dicatat.',
  'The month, as `2025-10`.': 'Bulan, misalnya `2025-10`.',
  'OPEN, or LOCKED (dikunci): then no output, movement, cost, sale, payment or day-sheet is entered with a day in it.':
    'OPEN (terbuka), atau LOCKED (dikunci): tidak ada hasil, mutasi, biaya, penjualan, pembayaran, atau lembar harian yang dicatat dengan tanggal di dalamnya.',
  'Why it was opened again, while it is open; null otherwise.': 'Mengapa dibuka kembali, selama terbuka; selain itu null.',
  'Rises with every step; the ETag. 0 while the month was never locked.': 'Naik pada setiap langkah; menjadi ETag. 0 selama bulan itu belum pernah dikunci.',
  'Why it is opened again; it stays in the audit trail.': 'Mengapa dibuka kembali; tersimpan dalam jejak audit.',
  'The month is locked': 'Bulan sudah dikunci',
  'The books of the facility are closed for the month of this day: nothing is entered with a day in it any more.':
    'Pembukuan UPT untuk bulan dari tanggal ini sudah ditutup: tidak ada lagi yang dicatat dengan tanggal di dalamnya.',
  'Enter it with a day in an open month, or have the month opened again: `POST /v1/facilities/{id}/months/{month}/reopening`.':
    'Catat dengan tanggal dalam bulan yang terbuka, atau mintalah bulan itu dibuka kembali: `POST /v1/facilities/{id}/months/{month}/reopening`.',
  'The month of this day is locked.': 'Bulan dari tanggal ini sudah dikunci.',
  month: 'bulan',
  'The month is not over at the facility.': 'Bulan itu belum berakhir di UPT.',
  'Read a month': 'Lihat bulan',
  'Whether a month of a facility is open or locked (dikunci). One that nobody has locked yet is open.':
    'Apakah suatu bulan di UPT terbuka atau dikunci. Yang belum pernah dikunci berarti terbuka.',
  'Lock a month': 'Kunci bulan',
  'OPEN to LOCKED (kunci bulan), once the month is over at the facility. What is being entered at the same moment is entered before, or refused: 409 `month-locked`.':
    'OPEN menjadi LOCKED (kunci bulan), setelah bulan itu berakhir di UPT. Yang sedang dicatat pada saat yang sama tercatat lebih dahulu, atau ditolak: 409 `month-locked`.',
  'Open a month again': 'Buka kembali bulan',
  'LOCKED to OPEN (buka kembali bulan), with a reason.': 'LOCKED menjadi OPEN (buka kembali bulan), dengan alasan.',
  'Closes the books of a facility for a month.': 'Menutup pembukuan UPT untuk satu bulan.',
}
