export const indonesian = {
  'The payments of a sale never exceed its total; `facts.outstanding` is still owed.':
    'Jumlah pembayaran suatu penjualan tidak pernah melebihi totalnya; `facts.outstanding` adalah sisa yang belum dibayar.',
  'Record at most what is outstanding.': 'Catat paling banyak sebesar sisa yang belum dibayar.',
  'List payments': 'Daftar pembayaran',
  'Money received for sales (pembayaran). Append-only.': 'Uang yang diterima untuk penjualan (pembayaran). Hanya ditambah.',
  'Paid on or after this day.': 'Dibayar pada tanggal ini atau sesudahnya.',
  'Paid on or before this day.': 'Dibayar pada tanggal ini atau sebelumnya.',
  'Record a payment': 'Catat pembayaran',
  'Money received for a confirmed sale, at most what is outstanding (catat pembayaran).':
    'Uang yang diterima untuk penjualan yang sudah dikonfirmasi, paling banyak sebesar sisanya (catat pembayaran).',
  'Read a payment': 'Lihat pembayaran',
  'One payment (pembayaran).': 'Satu pembayaran.',
  'The facility that was paid.': 'UPT yang menerima pembayaran.',
  'The sale that is paid.': 'Penjualan yang dibayar.',
  'What was received, in rupiah.': 'Jumlah yang diterima, dalam rupiah.',
  'The day it was received, not after today.': 'Tanggal penerimaan, tidak sesudah hari ini.',
  'How it was paid (cara bayar).': 'Cara bayar.',
  'Receipt or transfer number.': 'Nomor kuitansi atau transfer.',
  'Money received for a sale, in whole rupiah.': 'Uang yang diterima untuk suatu penjualan, dalam rupiah bulat.',
  'The share of the proceeds that belongs to the state.': 'Penerimaan negara bukan pajak: bagian hasil yang menjadi hak negara.',
  'More than is owed': 'Melebihi yang harus dibayar',
}
