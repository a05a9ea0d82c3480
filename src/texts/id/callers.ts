/** Who asks: keys, tokens, and how a client gets them. */
export const callers = {
  'The credentials are malformed, unknown, revoked or not meant for this API.':
    'Kredensial salah bentuk, tidak dikenal, sudah dicabut, atau tidak ditujukan untuk API ini.',
  'The credentials have expired.': 'Kredensial sudah kedaluwarsa.',
  'The header On-Behalf-Of is not usable.': 'Header On-Behalf-Of tidak dapat dipakai.',
  'must be 1 to 100 visible ASCII characters': 'harus 1 sampai 100 karakter ASCII yang terlihat',
  'Send an API key or an access token: Authorization: Bearer <credential>.': 'Kirim kunci API atau token akses: Authorization: Bearer <credential>.',
  'The keys of the identity provider cannot be read for the moment.': 'Kunci penyedia identitas untuk sementara tidak dapat dibaca.',
  'The operation needs an API key or an access token and the request has none.':
    'Operasi ini memerlukan kunci API atau token akses, tetapi permintaan tidak memuatnya.',
  'Send `Authorization: Bearer <key or token>`.': 'Kirim `Authorization: Bearer <key or token>`.',
  'The API key or access token is malformed, unknown, revoked or meant for another service, or the client is suspended.':
    'Kunci API atau token akses salah bentuk, tidak dikenal, sudah dicabut, atau ditujukan untuk layanan lain, atau klien sedang ditangguhkan.',
  'Check what was sent, get a new token, or ask the operator.': 'Periksa yang dikirim, ambil token baru, atau tanyakan kepada pengelola.',
  'The API key, the access token or the client itself was valid and no longer is.':
    'Kunci API, token akses, atau klien itu sendiri pernah berlaku dan sekarang tidak lagi.',
  'Get a new access token, or ask the operator for a new key.': 'Ambil token akses baru, atau minta kunci baru kepada pengelola.',
  'The database or the identity provider cannot be reached or does not answer in time, or the service is stopping.':
    'Basis data atau penyedia identitas tidak dapat dihubungi atau tidak menjawab tepat waktu, atau layanan sedang berhenti.',
  'Send `Authorization: Bearer <API key or access token>`; a client gets access tokens at `/v1/oauth/token`. Give `Idempotency-Key` with every POST and `If-Match` with every change. Errors are problem details (RFC 9457) from the catalogue at `/v1/problems`.':
    'Kirim `Authorization: Bearer <API key or access token>`; klien mengambil token akses di `/v1/oauth/token`. Sertakan `Idempotency-Key` pada setiap POST dan `If-Match` pada setiap perubahan. Kesalahan berbentuk problem details (RFC 9457) dari katalog di `/v1/problems`.',
  'An API key (kunci API), or an access token that was got already.': 'Kunci API, atau token akses yang sudah diambil.',
  'Access tokens (token akses) for ten minutes, got with the id and the secret of a client, and checked as RFC8725 asks.':
    'Token akses untuk sepuluh menit, diambil dengan id dan rahasia suatu klien, dan diperiksa menurut RFC8725.',
  'How a client gets in (akses): access tokens and the keys that sign them.': 'Cara klien masuk: token akses dan kunci yang menandatanganinya.',
  'Whom the client acts for: an id of its own for a person or a system, which says nothing to others. It is kept with what is recorded of the request.':
    'Untuk siapa klien bertindak: id buatannya sendiri bagi orang atau sistem, yang tidak bermakna bagi pihak lain. Id ini disimpan bersama catatan permintaan.',
  'The one way to get a token here.': 'Satu-satunya cara mengambil token di sini.',
  'The scopes that the token is to have, separated by spaces; all that the client has unless given.':
    'Cakupan izin yang diminta untuk token, dipisahkan spasi; bila tidak diisi, semua yang dimiliki klien.',
  'The id of the client, where no header and no statement names it.': 'Id klien, bila tidak disebut oleh header atau pernyataan.',
  'Its secret (`client_secret_post`). In the header it is `client_secret_basic`.':
    'Rahasianya (`client_secret_post`). Di header namanya `client_secret_basic`.',
  'How the client proves itself by a signature (`private_key_jwt`).': 'Cara klien membuktikan diri dengan tanda tangan (`private_key_jwt`).',
  'The statement that it has signed, a JWT.': 'Pernyataan yang ditandatanganinya, sebuah JWT.',
  'The access token, a JWT.': 'Token akses, sebuah JWT.',
  'How it is sent.': 'Cara mengirimnya.',
  'For how many seconds it is good.': 'Berapa detik token itu berlaku.',
  'The scopes that it has, separated by spaces.': 'Cakupan izin yang dimilikinya, dipisahkan spasi.',
  'What is wrong, for programs.': 'Yang salah, untuk dibaca program.',
  'The kind of key.': 'Jenis kunci.',
  'The curve.': 'Kurvanya.',
  'A coordinate.': 'Satu koordinat.',
  'The other coordinate.': 'Koordinat yang lain.',
  'The name of the key, which the header of a token has.': 'Nama kunci, yang ada di header token.',
  'The algorithm it is for.': 'Algoritma yang memakainya.',
  'It signs.': 'Untuk menandatangani.',
  'The keys: those that sign, will sign, or have signed a moment ago.': 'Kunci: yang sedang, akan, atau baru saja dipakai menandatangani.',
  'What the form asks for cannot be given (RFC 6749, 5.2).': 'Yang diminta formulir tidak dapat diberikan (RFC 6749, 5.2).',
  'The client did not prove who it is (RFC 6749, 5.2).': 'Klien tidak membuktikan siapa dirinya (RFC 6749, 5.2).',
  'Get an access token': 'Ambil token akses',
  'The token endpoint of OAuth 2.0 (token akses) for client credentials. The client proves itself by `client_secret_basic`, `client_secret_post` or `private_key_jwt`. What RFC 6749 has a code for is refused as it says, in `application/json`; what goes wrong before that is a problem as everywhere.':
    'Titik akhir token OAuth 2.0 untuk kredensial klien. Klien membuktikan diri dengan `client_secret_basic`, `client_secret_post`, atau `private_key_jwt`. Yang punya kode di RFC 6749 ditolak menurut RFC itu, dalam `application/json`; yang gagal sebelum itu dijawab sebagai masalah seperti di tempat lain.',
  'The token.': 'Tokennya.',
  'Read the keys that sign access tokens': 'Baca kunci yang menandatangani token akses',
  'The key set (kumpulan kunci publik, RFC 7517) with which anybody can check an access token. A key is here for an hour before it signs.':
    'Kumpulan kunci publik (RFC 7517) yang dapat dipakai siapa pun untuk memeriksa token akses. Setiap kunci ada di sini satu jam sebelum mulai menandatangani.',
  'The keys.': 'Kunci-kuncinya.',
}
