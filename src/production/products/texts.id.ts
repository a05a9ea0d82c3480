export const indonesian = {
  'List products': 'Daftar produk',
  'What the facilities make (produk), by facility, category, unit, publication or text.':
    'Yang dibuat UPT (produk), menurut UPT, jenis, satuan, publikasi, atau teks.',
  'Published products, or the others.': 'Produk yang dipublikasikan, atau yang lain.',
  'Services, or goods.': 'Jasa, atau barang.',
  'Text anywhere in SKU or name; case, accents and apostrophes make no difference.':
    'Teks di mana saja dalam SKU atau nama; huruf besar-kecil, tanda aksen, dan apostrof tidak dibedakan.',
  'Add a product': 'Tambah produk',
  'Adds a product (produk) with its grades (mutu) and list prices. Without `grades` it has one sellable grade `A`.':
    'Menambah produk dengan mutu dan daftar harganya. Tanpa `grades` produk mempunyai satu mutu `A` yang dijual.',
  'Read a product': 'Lihat produk',
  'One product (produk).': 'Satu produk.',
  'Change a product': 'Ubah produk',
  'Merge patch. `grades` and `listPrices` are replaced as whole lists; a grade that stock or sales refer to cannot be left out, nor be sold otherwise than before, and the unit stays once batches are counted in it. `archived` hides it from lists and keeps it out of new batches and sales; what was made of it stays in sight.':
    'Merge patch. `grades` dan `listPrices` diganti seluruh daftarnya; mutu yang dirujuk persediaan atau penjualan tidak dapat dihilangkan, dan boleh tidaknya dijual tidak dapat diubah lagi; satuan tetap setelah ada bets yang dihitung dengannya. `archived` menyembunyikannya dari daftar dan dari bets serta penjualan baru; hasil produksinya tetap terlihat.',
  'Delete a product': 'Hapus produk',
  'What is made (produk), its grades and list prices.': 'Yang dibuat (produk), mutu, dan daftar harganya.',
  '{0} is counted in whole numbers.': '{0} dihitung dengan bilangan bulat.',
  'Two grades have the same code.': 'Dua mutu mempunyai kode yang sama.',
  'Batches or sales are counted in {0}; the unit can no longer change.': 'Bets atau penjualan sudah dihitung dalam {0}; satuan tidak dapat diubah lagi.',
  'Batches or sales know the product as what it is now.': 'Bets atau penjualan sudah memakai produk ini sebagaimana adanya.',
  'A grade that is left out is still referred to by: {0}.': 'Mutu yang dihilangkan masih dirujuk oleh: {0}.',
  'The product is archived.': 'Produk sudah diarsipkan.',
  'The product is a service: it has no batches and no stock.': 'Produk ini berupa jasa: tidak mempunyai bets dan persediaan.',
  'Outputs or sales know grade {0} as what it is; add another grade instead.':
    'Hasil atau penjualan sudah memakai mutu {0} sebagaimana adanya; tambahkan mutu lain.',
  'Two list prices hold on the same day.': 'Dua harga berlaku pada hari yang sama.',
  'Another product of the facility has this SKU.': 'SKU ini sudah dipakai produk lain di UPT ini.',
  'A list price ends before it begins.': 'Suatu harga berakhir sebelum mulai berlaku.',
  'Code of the grade (mutu), unique within the product, e.g. `A`.': 'Kode mutu, unik dalam satu produk, misalnya `A`.',
  'Whether goods of this grade may be sold.': 'Apakah barang bermutu ini boleh dijual.',
  'Price of one unit (harga satuan), in rupiah.': 'Harga satuan, dalam rupiah.',
  'First day it holds.': 'Tanggal pertama berlaku.',
  'Last day it holds; without it until the day before the next one begins.':
    'Tanggal terakhir berlaku; bila tidak disebut, sampai sehari sebelum harga berikutnya mulai.',
  'The facility (UPT) that makes it: one in service. It never changes.': 'UPT yang membuatnya: yang sedang beroperasi. Tidak pernah berubah.',
  'Stock keeping unit, unique within the facility, e.g. `BSK-20`.': 'Kode barang (SKU), unik dalam satu UPT, misalnya `BSK-20`.',
  'Kind of goods, one word, e.g. `HANDICRAFT` (kerajinan).': 'Jenis barang, satu kata, misalnya `HANDICRAFT` (kerajinan).',
  'What it is counted in (satuan). Three decimals: {0}; the others are whole. Also understood: {1}.':
    'Satuan hitungnya. Tiga angka desimal: {0}; yang lain bilangan bulat. Dipahami juga: {1}.',
  'What buyers should know.': 'Yang perlu diketahui pembeli.',
  'Barcode, unique within the facility. One of 8, 12, 13 or 14 digits is a GTIN (EAN, UPC), whose last digit checks the others.':
    'Kode batang, unik dalam satu UPT. Yang terdiri atas 8, 12, 13, atau 14 digit adalah GTIN (EAN, UPC), dan digit terakhirnya memeriksa yang lain.',
  'Another product of the facility has this barcode.': 'Kode batang ini sudah dipakai produk lain di UPT ini.',
  'The last digit of the barcode does not fit the others.': 'Digit terakhir kode batang tidak cocok dengan yang lain.',
  'A service (jasa), such as a haircut, and not goods.': 'Jasa, misalnya pangkas rambut, dan bukan barang.',
  'Whether it may be shown to the public.': 'Apakah boleh ditampilkan kepada umum.',
  'Grades (mutu), best first. A change replaces them all.': 'Mutu, yang terbaik lebih dahulu. Suatu perubahan mengganti semuanya.',
  'List prices (daftar harga), the earliest first in an answer; periods do not overlap. A change replaces them all.':
    'Daftar harga, dalam jawaban yang paling awal lebih dahulu; masa berlakunya tidak tumpang tindih. Suatu perubahan mengganti semuanya.',
  'The product.': 'Produk.',
  'Woven box of split bamboo for food, such as salted fish: the product of the story.':
    'Kotak anyaman bambu untuk makanan, misalnya ikan asin: produk dalam cerita.',
  'How good a piece is; some grades are not sold.': 'Seberapa baik suatu barang; sebagian mutu tidak dijual.',
  Products: 'Produk',
}
