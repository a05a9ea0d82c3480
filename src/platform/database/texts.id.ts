export const indonesian = {
  'The current version is {0}.': 'Versi saat ini adalah {0}.',
  'The database does not answer for the moment.': 'Basis data sedang tidak menjawab.',
  'It is still referred to by: {0}.': 'Masih dirujuk oleh: {0}.',
  'The first request with this Idempotency-Key has just ended; this one changed nothing.':
    'Permintaan pertama dengan Idempotency-Key ini baru saja selesai; permintaan ini tidak mengubah apa pun.',
  'A number that follows from these values is too large to be stored.': 'Angka yang dihasilkan dari nilai-nilai ini terlalu besar untuk disimpan.',
  'Other requests hold the same rows; this one changed nothing.': 'Permintaan lain sedang mengerjakan data yang sama; permintaan ini tidak mengubah apa pun.',
  'The cursor cannot be read.': 'Kursor tidak dapat dibaca.',
  'The cursor was given for another list, caller, sort or set of filters.': 'Kursor ini diberikan untuk daftar, pemanggil, urutan, atau filter lain.',
}
