/** The pages of the API about itself. */
export const about = {
  'This page': 'Halaman ini',
  'The contract (OpenAPI 3.1)': 'Kontrak (OpenAPI 3.1)',
  'Swagger UI': 'Swagger UI',
  'Whether the service is ready': 'Apakah layanan siap',
  'The catalogue of APIs of this server': 'Katalog API server ini',
  'What can go wrong': 'Yang dapat gagal',
  'What the Indonesian words mean': 'Arti kata-kata Indonesia',
  'Who you are': 'Siapa Anda',
  'The list of {0}': 'Daftar {0}',
  Glossary: 'Glosarium',
  'Guides people outside prison; a kind of facility.': 'Balai pemasyarakatan: membimbing orang di luar lembaga; salah satu jenis UPT.',
  'Woven box of split bamboo for food, such as salted fish: the product of the story.':
    'Kotak anyaman bambu untuk makanan, misalnya ikan asin: produk dalam cerita.',
  'One production run of one product, with its workers, outputs and stock.': 'Satu kali produksi satu produk, dengan pekerja, hasil, dan persediaannya.',
  'Where a person in custody is entered: A.I to A.V for detainees, B.I to B.III for convicts, C for hostages.':
    'Tempat mencatat orang yang ditahan: A.I sampai A.V untuk tahanan, B.I sampai B.III untuk narapidana, C untuk sandera.',
  'Heads all facilities of the country.': 'Direktorat Jenderal Pemasyarakatan: membawahi semua UPT di Indonesia.',
  'Stands above the facilities of a region.': 'Kantor wilayah: membawahi UPT di suatu wilayah.',
  'That an inmate takes part in a program, from the proposal to the end.': 'Ikutnya warga binaan dalam program, dari usulan sampai berakhir.',
  'Holds convicts; a kind of facility.': 'Lembaga pemasyarakatan: tempat narapidana; salah satu jenis UPT.',
  'Guides and educates children who were convicted; a kind of facility.':
    'Lembaga pembinaan khusus anak: membina dan mendidik anak yang dipidana; salah satu jenis UPT.',
  'How good a piece is; some grades are not sold.': 'Seberapa baik suatu barang; sebagian mutu tidak dijual.',
  'A person who serves a sentence: legal status CONVICT.': 'Orang yang menjalani pidana: status hukum CONVICT.',
  'Money received for a sale, in whole rupiah.': 'Uang yang diterima untuk suatu penjualan, dalam rupiah bulat.',
  'Who buys what was made.': 'Yang membeli hasil produksi.',
  'Work and training that prepare for a life after release.': 'Pekerjaan dan pelatihan sebagai bekal hidup setelah bebas.',
  'What a buyer takes at which price; its confirmation takes the goods out of stock.':
    'Yang diambil pembeli dan harganya; konfirmasinya mengeluarkan barang dari persediaan.',
  'What is left of a batch in each grade; never below zero.': 'Sisa suatu bets dalam setiap mutu; tidak pernah di bawah nol.',
  'Staff who supervise programs and batches.': 'Pegawai yang mengawasi program dan bets.',
  'The share of the proceeds that belongs to the state.': 'Penerimaan negara bukan pajak: bagian hasil yang menjadi hak negara.',
  'What an inmate earns with work.': 'Yang diperoleh warga binaan dari bekerja.',
  'Holds detainees, and convicts with short sentences; a kind of facility.':
    'Rumah tahanan negara: tempat tahanan, dan narapidana dengan pidana pendek; salah satu jenis UPT.',
  'The unit of the state budget; its code has six digits.': 'Satuan kerja dalam anggaran negara; kodenya enam angka.',
  'The national registry of persons in custody (Sistem Database Pemasyarakatan).': 'Sistem Database Pemasyarakatan: data nasional orang yang ditahan.',
  'Decides who may take part in a program.': 'Sidang Tim Pengamat Pemasyarakatan: memutuskan siapa yang boleh mengikuti program.',
  'A person held before the verdict is final: legal status DETAINEE.': 'Orang yang ditahan sebelum putusan berkekuatan tetap: status hukum DETAINEE.',
  'Technical unit in which people are held and work is done; every row belongs to one.':
    'Unit pelaksana teknis tempat orang ditahan dan bekerja; setiap data milik satu UPT.',
  'A person in custody, detainee or convict.': 'Orang yang dibina di lembaga, tahanan atau narapidana.',
} satisfies Record<string, string>
