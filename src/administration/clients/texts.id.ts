export const indonesian = {
  'This is the client that you call as.': 'Inilah aplikasi klien yang Anda pakai untuk memanggil.',
  'This client comes from the settings of the service.': 'Aplikasi klien ini berasal dari pengaturan layanan.',
  'A client that sees all facilities is given none by name.': 'Aplikasi klien yang melihat semua UPT tidak diberi UPT satu per satu.',
  'Give the client facilities that you see yourself: all or none can be given by a caller that sees all.':
    'Berilah aplikasi klien UPT yang Anda lihat sendiri: semua atau tidak satu pun hanya dapat diberikan oleh pemanggil yang melihat semua.',
  'This is over already.': 'Saat ini sudah lewat.',
  'A credential ends within two years.': 'Kredensial berakhir paling lama dua tahun.',
  'The client has {0} valid credentials of the kind {1}.': 'Aplikasi klien sudah punya {0} kredensial berlaku berjenis {1}.',
  'This is no public key that can be used: EC (P-256, P-384), OKP (Ed25519) or RSA (2048 to 4096 bits).':
    'Ini bukan kunci publik yang dapat dipakai: EC (P-256, P-384), OKP (Ed25519), atau RSA (2048 sampai 4096 bit).',
  'A public key belongs to the kind PUBLIC_KEY, and to no other.': 'Kunci publik hanya untuk jenis PUBLIC_KEY.',
  'Another client has this name.': 'Aplikasi klien lain sudah memakai nama ini.',
  'Whom this token is of has claimed a client already: revoke that credential first.':
    'Pemilik token ini sudah mengklaim sebuah aplikasi klien: cabut dahulu kredensial itu.',
  'This is no valid access token of the OpenID provider that this service trusts.':
    'Ini bukan token akses yang berlaku dari penyedia OpenID yang dipercaya layanan ini.',
  'A token belongs to the kind EXTERNAL_SUBJECT, and to no other.': 'Token hanya untuk jenis EXTERNAL_SUBJECT.',
  'The OpenID provider that names it (`iss`); null for other kinds, as are the next two.':
    'Penyedia OpenID yang menyebutnya (`iss`); null untuk jenis lain, begitu pula dua properti berikutnya.',
  'The client of that provider through which it comes (`client_id`, or `azp`).': 'Klien penyedia itu yang menjadi perantaranya (`client_id`, atau `azp`).',
  'Whom the tokens are of (`sub`): that client itself, or a person who uses it.': 'Pemilik token (`sub`): klien itu sendiri, atau orang yang memakainya.',
  'Of an external subject: an access token of it that is valid now. It proves whom it is of, and is not kept.':
    'Untuk subjek luar: token akses miliknya yang sedang berlaku. Token itu membuktikan siapa pemiliknya, dan tidak disimpan.',
  'Nobody changes the client that it calls as; and what the service makes itself, from its settings, is changed there.':
    'Tidak ada yang mengubah aplikasi klien yang dipakainya sendiri; aplikasi klien yang dibuat layanan dari pengaturannya diubah di sana.',
  'Let another client with the scope `api-clients:manage` do it, or change the settings of the service.':
    'Mintalah aplikasi klien lain yang memiliki cakupan `api-clients:manage`, atau ubah pengaturan layanan.',
  'At most two credentials of a kind are valid at once, the old one and the new one, while a client changes over; of an external subject one, since two would be two callers.':
    'Paling banyak dua kredensial sejenis berlaku bersamaan, yang lama dan yang baru, selama aplikasi klien beralih; subjek luar satu saja, sebab dua berarti dua pemanggil.',
  'Revoke the one that is no longer used; `lastUsedAt` shows which.': 'Cabut yang tidak dipakai lagi; `lastUsedAt` menunjukkan yang mana.',
  'What the client is called; unique.': 'Nama aplikasi klien; unik.',
  'The office or company behind it (instansi).': 'Instansi atau perusahaan di belakangnya.',
  'Whom to ask about it.': 'Siapa yang dapat ditanya tentang aplikasi klien ini.',
  'Where to write to that person.': 'Alamat surel orang tersebut.',
  'What it reads and writes data for (tujuan pemrosesan); kept with what it does.':
    'Tujuan pemrosesan: untuk apa aplikasi klien membaca dan menulis data; disimpan bersama apa yang dilakukannya.',
  'A bundle of scopes (peran).': 'Peran: kumpulan cakupan izin.',
  'Its roles (peran): together they say what it may do.': 'Peran-perannya: bersama-sama menentukan apa yang boleh dilakukan.',
  'Whether the rows of all facilities exist for it.': 'Apakah kewenangannya meliputi data semua UPT.',
  'A facility (UPT). A regional office (Kanwil) stands for those below it as well.': 'Satu UPT. Kanwil mewakili pula UPT di bawahnya.',
  'The facilities whose rows exist for it, in the order of their ids in an answer. None means none.':
    'UPT yang datanya menjadi kewenangannya, dalam jawaban menurut urutan id-nya. Kosong berarti tidak ada.',
  'Classes of personal data that it never sees, whatever its roles.': 'Golongan data pribadi yang tidak pernah dilihatnya, apa pun perannya.',
  'Whether it is locked out for the time being (dibekukan).': 'Apakah untuk sementara dibekukan.',
  'What it may do: the scopes of its roles together.': 'Apa yang boleh dilakukannya: gabungan cakupan izin dari peran-perannya.',
  'From when on it may do nothing any more.': 'Sejak kapan aplikasi klien tidak boleh berbuat apa pun lagi.',
  'The curve of an EC or OKP key.': 'Kurva kunci EC atau OKP.',
  'A coordinate of an EC key; the whole of an OKP key.': 'Satu koordinat kunci EC; seluruh isi kunci OKP.',
  'The other coordinate of an EC key.': 'Koordinat lain dari kunci EC.',
  'The modulus of an RSA key, 2048 to 4096 bits.': 'Modulus kunci RSA, 2048 sampai 4096 bit.',
  'The exponent of an RSA key.': 'Eksponen kunci RSA.',
  'How the client names the key in what it signs.': 'Sebutan aplikasi klien bagi kunci ini di dalam yang ditandatanganinya.',
  'The one algorithm to be used with it.': 'Satu-satunya algoritma yang boleh dipakai dengannya.',
  'What it is for.': 'Kegunaannya.',
  'A public key (JWK). Private members are refused.': 'Kunci publik (JWK). Properti yang bersifat privat ditolak.',
  'Identifier (UUIDv7). Also stands in an API key or secret, without dashes.':
    'Pengenal (UUIDv7). Terdapat pula di dalam kunci API atau rahasia, tanpa tanda hubung.',
  'The client it belongs to.': 'Aplikasi klien pemiliknya.',
  'An API key goes into the `Authorization` header; a secret, or a signature that fits a public key, gets access tokens; an external subject has those of the OpenID provider that the service trusts.':
    'Kunci API diisikan pada header `Authorization`; rahasia, atau tanda tangan yang cocok dengan kunci publik, dipakai mengambil token akses; subjek luar memakai token penyedia OpenID yang dipercaya layanan.',
  'When it ends; null for never, which only keys of the settings have.':
    'Kapan berakhir; null berarti tidak pernah, yang hanya dimiliki kunci dari pengaturan.',
  'When it was revoked.': 'Kapan dicabut.',
  'When it was last used, to the minute. Moves without a new version.': 'Kapan terakhir dipakai, sampai hitungan menit. Berubah tanpa versi baru.',
  'When it ends: at most two years away; a year when it is left out.': 'Kapan berakhir: paling lama dua tahun lagi; satu tahun bila tidak diisi.',
  'The API key or client secret: keep it now, it is not kept here. Null for a public key, and when a request is repeated (replayed).':
    'Kunci API atau rahasia aplikasi klien: simpanlah sekarang, di sini tidak disimpan. Null untuk kunci publik, dan bila permintaan diulang.',
  'List clients': 'Daftar aplikasi klien',
  'Who may call (aplikasi klien). A caller of some facilities sees the clients that have facilities, and none but those.':
    'Aplikasi klien yang boleh memanggil. Pemanggil yang terikat beberapa UPT hanya melihat aplikasi klien yang memiliki UPT, dan tidak satu pun di luar UPT tersebut.',
  'A facility that it was given itself, not by its regional office.': 'UPT yang diberikan langsung kepadanya, bukan melalui Kanwil.',
  'Only those that are locked out, or only the others.': 'Hanya yang dibekukan, atau hanya yang lain.',
  'Text anywhere in name or organisation; case, accents and apostrophes make no difference.':
    'Teks di bagian mana pun dari nama atau instansi; huruf besar dan kecil sama saja.',
  'Add a client': 'Tambah aplikasi klien',
  'Registers an organisation (daftarkan aplikasi klien), with the roles and facilities it is given; it calls with a credential that is made next. A caller of some facilities gives at least one of them, and no other.':
    'Mendaftarkan aplikasi klien suatu instansi, dengan peran dan UPT yang diberikan; aplikasi klien memanggil dengan kredensial yang dibuat sesudahnya. Pemanggil yang terikat beberapa UPT memberi sekurang-kurangnya satu di antaranya, dan tidak yang lain.',
  'Read a client': 'Lihat aplikasi klien',
  'One client (aplikasi klien), with the scopes that follow from its roles.': 'Satu aplikasi klien, dengan cakupan izin yang mengikuti perannya.',
  'Change a client': 'Ubah aplikasi klien',
  'Merge patch; lists are replaced as a whole. What changes holds from the next request of the client (aplikasi klien) on: `suspended` and `archived` lock it out at once. Nobody changes the client that it calls as.':
    'Merge patch; daftar diganti seluruhnya. Perubahan berlaku sejak permintaan aplikasi klien berikutnya: `suspended` dan `archived` menutup aksesnya seketika. Tidak ada yang mengubah aplikasi klien yang dipakainya sendiri.',
  'Prepare what a client is to be given': 'Usulkan yang akan diberikan kepada aplikasi klien',
  'What takes two persons waits as `preparedChange` (usulan perubahan) until another person approves it, within 72 hours. Any other change of the client (aplikasi klien) drops it.':
    'Yang memerlukan dua orang menunggu sebagai `preparedChange` (usulan perubahan) sampai disetujui orang lain, dalam waktu 72 jam. Perubahan lain apa pun pada aplikasi klien menggugurkannya.',
  'Approve what is prepared for a client': 'Setujui usulan bagi aplikasi klien',
  'The second person gives it (setujui usulan): `preparedChange` holds from the next request of the client on.':
    'Orang kedua menyetujui usulan: `preparedChange` berlaku sejak permintaan aplikasi klien berikutnya.',
  'Reject what is prepared for a client': 'Tolak usulan bagi aplikasi klien',
  'What is prepared is dropped (tolak usulan), also by whoever has prepared it; the client keeps what it has.':
    'Usulan ditolak, juga dapat oleh penyiapnya sendiri; aplikasi klien tetap dengan yang dimilikinya.',
  'Approve a credential of a client': 'Setujui kredensial aplikasi klien',
  'A credential of a client with scopes that no one person gives works once another person than its maker has approved it (setujui kredensial), within 72 hours.':
    'Kredensial aplikasi klien dengan cakupan izin yang tidak diberikan oleh satu orang saja baru berlaku sesudah disetujui orang lain selain pembuatnya, dalam waktu 72 jam.',
  client: 'aplikasi klien',
  credential: 'kredensial',
  'Delete a client': 'Hapus aplikasi klien',
  'Only a client (aplikasi klien) that never had a credential; archive it otherwise.':
    'Hanya aplikasi klien yang belum pernah punya kredensial; selain itu arsipkan.',
  'List the credentials of a client': 'Daftar kredensial aplikasi klien',
  'API keys, secrets, public keys and external subjects (kredensial), also those that were revoked. What is secret of them is not kept, and so never shown.':
    'Kredensial: kunci API, rahasia, kunci publik, dan subjek luar, termasuk yang sudah dicabut. Bagian rahasianya tidak disimpan, sehingga tidak pernah ditampilkan.',
  'Only those that were revoked, or only the others.': 'Hanya yang sudah dicabut, atau hanya yang lain.',
  'Make a credential for a client': 'Buat kredensial untuk aplikasi klien',
  'Makes an API key or a client secret, registers a public key, or claims an external subject by a token of it (buat kredensial). `secret` is shown in this answer and never again: a repeated request is answered without it. Two of a kind may be valid at once, so that a client changes over without a gap; of an external subject one.':
    'Membuat kunci API atau rahasia aplikasi klien, mendaftarkan kunci publik, atau mengklaim subjek luar dengan token miliknya. `secret` hanya ditampilkan dalam jawaban ini: permintaan yang diulang dijawab tanpa isinya. Dua yang sejenis boleh berlaku bersamaan, agar aplikasi klien beralih tanpa jeda; subjek luar hanya satu.',
  'The new credential, with its secret.': 'Kredensial baru, beserta rahasianya.',
  'Read a credential of a client': 'Lihat kredensial aplikasi klien',
  'One credential (kredensial), without what is secret of it.': 'Satu kredensial, tanpa bagian rahasianya.',
  'The credential.': 'Kredensialnya.',
  'Revoke a credential of a client': 'Cabut kredensial aplikasi klien',
  'It is refused from the next request on (cabut kredensial). It can still be read, and cannot be revoked a second time: 404.':
    'Kredensial ditolak sejak permintaan berikutnya. Masih dapat dibaca, dan tidak dapat dicabut dua kali: 404.',
  'It is revoked.': 'Kredensial telah dicabut.',
  'Who may call (aplikasi klien), in which roles, at which facilities, with which credentials.':
    'Aplikasi klien yang boleh memanggil, dengan peran apa, di UPT mana, dan dengan kredensial apa.',
  'This client is not changed by this caller': 'Aplikasi klien ini tidak diubah oleh pemanggil ini',
  'The client has as many credentials of this kind as it may': 'Jumlah kredensial sejenis milik aplikasi klien sudah penuh',
  'API clients': 'Aplikasi klien',
  'What was prepared and waits for a second person (menunggu persetujuan); null where nothing does.':
    'Yang sudah disiapkan dan menunggu persetujuan orang kedua; null bila tidak ada.',
}
