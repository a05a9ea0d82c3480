/** What commerce says when it refuses. */
export const commerce = {
  'Another buyer of the facility has this NIB.': 'NIB ini sudah dipakai pembeli lain di UPT ini.',
  'The payments of a sale never exceed its total; `facts.outstanding` is still owed.':
    'Jumlah pembayaran suatu penjualan tidak pernah melebihi totalnya; `facts.outstanding` adalah sisa yang belum dibayar.',
  'Record at most what is outstanding.': 'Catat paling banyak sebesar sisa yang belum dibayar.',
  'Rp {0} is still to be paid.': 'Masih harus dibayar Rp {0}.',
  'The buyer is not active.': 'Pembeli tidak aktif.',
  'A sale is completed when it is handed over and paid in full; `facts.outstanding` is still owed.':
    'Penjualan selesai bila barang sudah diserahkan dan lunas; `facts.outstanding` adalah sisa yang belum dibayar.',
  'Record the missing payment first.': 'Catat dahulu pembayaran yang kurang.',
  'A sale for which money was received cannot be cancelled.': 'Penjualan yang uangnya sudah diterima tidak dapat dibatalkan.',
  'Complete the sale; returning goods and money is a step of its own.': 'Selesaikan penjualan ini; pengembalian barang dan uang adalah langkah tersendiri.',
  'Rp {0} has been received for it.': 'Untuk penjualan ini sudah diterima Rp {0}.',
  'Quantity times price is more than can be stored.': 'Hasil kali jumlah dan harga melebihi yang dapat disimpan.',
  'The lines add up to more than can be stored.': 'Jumlah seluruh baris melebihi yang dapat disimpan.',
  'The discount is larger than the lines, which add up to {0}.': 'Potongan melebihi jumlah seluruh baris, yaitu {0}.',
  'A batch is named twice.': 'Ada bets yang disebut dua kali.',
  'The batches add up to {0}, the line asks for {1}.': 'Bets yang dipilih berjumlah {0}, sedangkan baris ini meminta {1}.',
  'The product is archived.': 'Produk sudah diarsipkan.',
  'The product is a service: there is no stock to sell from.': 'Produk ini jasa: tidak ada persediaan yang dapat dijual.',
  'Grade {0} is not sold.': 'Mutu {0} tidak dijual.',
  'Batch {0} is on hold: {1}.': 'Bets {0} ditahan: {1}.',
  'Batch {0} is not completed.': 'Bets {0} belum selesai.',
  'Batch {0} was completed on {1}, after the sale.': 'Bets {0} baru selesai pada {1}, sesudah tanggal penjualan.',
  'Another sale of the facility has this number.': 'Nomor ini sudah dipakai penjualan lain di UPT ini.',
  'More has been paid than the sale would come to.': 'Pembayaran yang sudah diterima melebihi total penjualan yang baru.',
  'Another buyer of the facility has this NPWP.': 'Pembeli lain di UPT ini sudah memakai NPWP tersebut.',
} satisfies Record<string, string>
