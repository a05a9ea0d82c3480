export const indonesian = {
  'What goes into a batch (biaya produksi), in whole rupiah.': 'Biaya produksi suatu bets, dalam rupiah bulat.',
  'List costs': 'Daftar biaya',
  'What went into batches (biaya produksi). Append-only; counter-entries are below zero, so that all add up to `costTotal` of the batch.':
    'Biaya produksi bets. Hanya ditambah; entri pembalik bernilai di bawah nol, sehingga semuanya berjumlah `costTotal` bets.',
  'Enter a cost': 'Catat biaya',
  'Material, tools, energy or transport for a batch, also after it is closed (catat biaya). A mistake is taken back by a counter-entry.':
    'Bahan, alat, energi, atau angkutan untuk suatu bets, juga setelah bets ditutup. Kekeliruan dibalik dengan entri pembalik.',
  'Read a cost': 'Lihat biaya',
  'One cost (biaya produksi).': 'Satu biaya produksi.',
  'Take a cost back': 'Balik biaya',
  'Adds a counter-entry that names the cost, once; then enter what is right.':
    'Menambah entri pembalik yang menyebut biaya itu, satu kali; setelah itu catat yang benar.',
  'The batch that it goes into: neither archived nor cancelled.': 'Bets yang dibiayai: tidak diarsipkan dan tidak dibatalkan.',
  'What was paid for (jenis biaya).': 'Jenis biaya.',
  'Who bears it: the working capital (modal kerja), the state budget (anggaran), or a partner (mitra).':
    'Siapa yang menanggungnya: modal kerja, anggaran negara, atau mitra.',
  'The day it arose, not after today; it may lie before the first day of the batch.':
    'Tanggal timbulnya, tidak sesudah hari ini; boleh sebelum tanggal pertama bets.',
  'What it was for, in words; in a counter-entry, why.': 'Untuk apa, dengan kata-kata; pada entri pembalik, alasannya.',
  'Number of the receipt (nomor bukti).': 'Nomor bukti.',
  'The facility of the batch.': 'UPT bets itu.',
  'In rupiah; below zero in a counter-entry.': 'Dalam rupiah; di bawah nol pada entri pembalik.',
  'In rupiah.': 'Dalam rupiah.',
  'The cost that this counter-entry takes back.': 'Biaya yang dibalik oleh entri ini.',
  'The counter-entry that took it back; null while the cost stands.': 'Entri yang membaliknya; null selama biaya itu berlaku.',
  'The day of the counter-entry: from that of the cost to today.': 'Tanggal entri pembalik: dari tanggal biaya itu sampai hari ini.',
  'Why it is taken back.': 'Alasan dibalik.',
  'Arose on or after this day.': 'Timbul pada tanggal ini atau sesudahnya.',
  'Arose on or before this day.': 'Timbul pada tanggal ini atau sebelumnya.',
  'The cost was reversed already.': 'Biaya itu sudah dibalik.',
  'The cost is a counter-entry itself; enter a new cost instead.': 'Biaya itu sendiri entri pembalik; catat biaya baru.',
  'The costs of the batch add up to more than can be stored.': 'Jumlah biaya bets melebihi yang dapat disimpan.',
  'What goes into a batch, in whole rupiah, and who bears it.': 'Yang dikeluarkan untuk suatu bets, dalam rupiah bulat, dan siapa yang menanggungnya.',
  'The money of a facility that pays for material.': 'Uang UPT yang membayar bahan.',
  Costs: 'Biaya',
}
