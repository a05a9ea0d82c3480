/** What the API is, for its document. */
export const about = {
  summary: 'Work programs in Indonesian correctional facilities (pembinaan kemandirian) as data.',
  description:
    'Inmates (warga binaan) take part in programs, make products in batches, and buyers buy them. Every change is one transaction with its entry in the audit trail; money is whole rupiah; stock never goes below zero.',
}

export const indonesian = {
  [about.summary]: 'Data program pembinaan kemandirian di UPT Pemasyarakatan.',
  [about.description]:
    'Warga binaan mengikuti program, membuat produk dalam bets, dan pembeli membelinya. Setiap perubahan adalah satu transaksi beserta catatannya dalam jejak audit; uang dalam rupiah bulat; persediaan tidak pernah di bawah nol.',
}
