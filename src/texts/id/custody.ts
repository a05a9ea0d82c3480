/** What custody says when it refuses. */
export const custody = {
  'Another facility has this code.': 'Kode ini sudah dipakai UPT lain.',
  'A regional office (Kanwil) has no parent.': 'Kantor wilayah (Kanwil) tidak mempunyai induk.',
  'Only a regional office (KANWIL) stands above a facility.': 'Hanya kantor wilayah (KANWIL) yang dapat menjadi induk suatu UPT.',
  'The birth date lies after the admission.': 'Tanggal lahir sesudah tanggal masuk.',
  'The expected release lies before the admission.': 'Perkiraan bebas sebelum tanggal masuk.',
  'This number is taken in this book of the facility.': 'Nomor ini sudah dipakai dalam buku register tersebut di UPT ini.',
  'The last day lies before the first.': 'Hari terakhir sebelum hari pertama.',
  'Another registration of the inmate covers a part of this period.': 'Registrasi lain warga binaan ini mencakup sebagian masa tersebut.',
  'Another officer of the facility has this NIP.': 'NIP ini sudah dipakai petugas lain di UPT ini.',
  'Officer {0} is not in service.': 'Petugas {0} tidak sedang bertugas.',
  'Another inmate of the facility has this NIK.': 'Warga binaan lain di UPT ini sudah memakai NIK tersebut.',
} satisfies Record<string, string>
