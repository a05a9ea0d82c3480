export const indonesian = {
  "Why few are shown what is personal here (pelindungan khusus): RESTRICTED, the processing of the person's data is restricted, so that it is masked without the scope `persons:read:restricted` and work goes on by number; MINOR, the person is a child, whose identity is masked without `persons:read:minors`.":
    'Mengapa data pribadi di sini ditampilkan kepada sedikit pihak saja (pelindungan khusus): RESTRICTED, pemrosesan data yang bersangkutan dibatasi, sehingga disamarkan tanpa cakupan izin `persons:read:restricted` dan pekerjaan berjalan dengan nomor; MINOR, yang bersangkutan anak, yang identitasnya disamarkan tanpa `persons:read:minors`.',
}
