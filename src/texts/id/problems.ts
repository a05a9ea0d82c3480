/** The catalogue of problems: what causes each, and what to do. */
export const problems = {
  'A body, query parameter, path parameter or header breaks its schema. All violations are listed.':
    'Isi, parameter kueri, parameter alamat, atau header tidak sesuai skemanya. Semua pelanggaran disebutkan.',
  'Correct every entry of `errors` and send the request again.': 'Perbaiki setiap butir dalam `errors`, lalu kirim ulang permintaan.',
  'The body is not valid UTF-8 JSON, repeats a member, holds `__proto__`, or nests deeper than 20 levels.':
    'Isi bukan JSON UTF-8 yang sah, mengulang suatu anggota, memuat `__proto__`, atau bersarang lebih dari 20 tingkat.',
  'Send one JSON document in UTF-8 with unique member names.': 'Kirim satu dokumen JSON dalam UTF-8 dengan nama anggota yang unik.',
  'The cursor was changed or shortened on the way.': 'Kursor berubah atau terpotong di perjalanan.',
  'Use `next` or the `Link` header as they were given, or start again without a cursor.':
    'Pakai `next` atau header `Link` persis seperti yang diberikan, atau mulai lagi tanpa kursor.',
  'The cursor was given for another operation, caller, sort order or set of filters.':
    'Kursor ini diberikan untuk operasi, pemanggil, urutan, atau saringan lain.',
  'Repeat the filters and the sort order of the first page, or start again without a cursor.':
    'Ulangi saringan dan urutan halaman pertama, atau mulai lagi tanpa kursor.',
  'The caller is known, but was not given the scope that the operation needs.':
    'Pemanggil dikenal, tetapi tidak diberi cakupan izin yang diperlukan operasi ini.',
  'Ask the operator for the scope named in `facts.requiredScope`.': 'Minta cakupan izin yang disebut dalam `facts.requiredScope` kepada pengelola.',
  'The operation concerns the list of facilities itself and needs a caller that is not bound to some of them.':
    'Operasi ini menyangkut daftar UPT itu sendiri dan memerlukan pemanggil yang tidak terikat pada UPT tertentu.',
  'Use a national caller.': 'Pakai pemanggil tingkat nasional.',
  'There is no such path or row, or the caller may not see it. The answer does not tell which.':
    'Alamat atau data itu tidak ada, atau pemanggil tidak boleh melihatnya. Jawaban tidak memberitahukan yang mana.',
  'Check the path and the id, and whether the caller may see the facility.': 'Periksa alamat dan id, serta apakah pemanggil boleh melihat UPT tersebut.',
  'The path exists, but not with this method.': 'Alamat ini ada, tetapi tidak dengan metode tersebut.',
  'Use one of the methods in the `Allow` header.': 'Pakai salah satu metode dalam header `Allow`.',
  'The `Accept` header leaves out `application/json`.': 'Header `Accept` tidak mencakup `application/json`.',
  'Accept `application/json`.': 'Terima `application/json`.',
  'Another row has the same value where it must be unique.': 'Data lain mempunyai nilai yang sama pada anggota yang harus unik.',
  'Choose another value for the member named in `errors`, or use the row that exists.':
    'Pilih nilai lain untuk anggota yang disebut dalam `errors`, atau pakai data yang sudah ada.',
  'The row cannot be deleted while others refer to it; `facts.heldBy` names them.':
    'Data tidak dapat dihapus selama masih dirujuk data lain; `facts.heldBy` menyebutkannya.',
  'Delete those first, or archive the row instead: `PATCH {"archived": true}`.':
    'Hapus dahulu yang merujuk, atau arsipkan data ini: `PATCH {"archived": true}`.',
  'The resource is not in a state from which this step is possible; `facts` names the state and the possible steps.':
    'Status data tidak memungkinkan langkah ini; `facts` menyebut status dan langkah yang mungkin.',
  'Read the resource again and take one of the steps in `facts.allowed`.': 'Baca ulang data, lalu ambil salah satu langkah dalam `facts.allowed`.',
  'Another row of the same kind covers a part of the period.': 'Data lain yang sejenis mencakup sebagian masa tersebut.',
  'End the earlier period first, or choose other dates.': 'Akhiri dahulu masa sebelumnya, atau pilih tanggal lain.',
  'The first request with this Idempotency-Key has not finished, or another one holds the same rows.':
    'Permintaan pertama dengan Idempotency-Key ini belum selesai, atau permintaan lain sedang mengerjakan data yang sama.',
  'Send the same request again after `Retry-After` seconds, with the same Idempotency-Key.':
    'Kirim ulang permintaan yang sama setelah `Retry-After` detik, dengan Idempotency-Key yang sama.',
  'Send the request again after `Retry-After` seconds, with the same Idempotency-Key.':
    'Kirim ulang permintaan setelah `Retry-After` detik, dengan Idempotency-Key yang sama.',
  'The version in `If-Match` is not the current one: somebody changed the resource in between.':
    'Versi dalam `If-Match` bukan versi saat ini: data sudah diubah pihak lain.',
  'Read the resource again, look at the change, and repeat with the new ETag.': 'Baca ulang data, periksa perubahannya, lalu ulangi dengan ETag yang baru.',
  'The body is larger than 256 KiB.': 'Isi permintaan lebih besar dari 256 KiB.',
  'Send less in one request.': 'Kirim lebih sedikit dalam satu permintaan.',
  'The URL is longer than 8 KiB, or one of its parts longer than 100 characters.':
    'URL lebih panjang dari 8 KiB, atau salah satu bagiannya lebih panjang dari 100 karakter.',
  'Use fewer or shorter filters.': 'Pakai saringan yang lebih sedikit atau lebih pendek.',
  'The body is not announced as JSON in UTF-8.': 'Isi tidak dinyatakan sebagai JSON dalam UTF-8.',
  'Send `Content-Type: application/json` (for PATCH `application/merge-patch+json` as well).':
    'Kirim `Content-Type: application/json` (untuk PATCH boleh juga `application/merge-patch+json`).',
  'A member names a row that does not exist, belongs to another facility, or that the caller may not see.':
    'Suatu anggota menyebut data yang tidak ada, milik UPT lain, atau tidak boleh dilihat pemanggil.',
  'Correct the member named in `errors`.': 'Perbaiki anggota yang disebut dalam `errors`.',
  'Every member fits its schema, but together, or with what is stored, they cannot be true.':
    'Setiap anggota sesuai skemanya, tetapi bersama-sama, atau dengan data tersimpan, tidak mungkin benar.',
  'Correct the members named in `errors`.': 'Perbaiki anggota-anggota yang disebut dalam `errors`.',
  'The key was first sent with another body or path.': 'Kunci ini pertama kali dikirim dengan isi atau alamat lain.',
  'Use a new key for a new request.': 'Pakai kunci baru untuk permintaan baru.',
  'A change of an existing resource must say which version it was made for.': 'Perubahan atas data yang sudah ada harus menyebut versi yang diubah.',
  'Read the resource and send its ETag in `If-Match`.': 'Baca data, lalu kirim ETag-nya dalam `If-Match`.',
  'The client has sent more requests of this kind than it may in a minute, or was shown more records of persons than it may in a day, or its address has sent too many credentials that are not valid.':
    'Klien mengirim lebih banyak permintaan sejenis ini per menit daripada yang diperbolehkan, atau telah menerima lebih banyak data orang per hari daripada yang diperbolehkan, atau alamatnya terlalu sering memakai kredensial yang tidak sah.',
  'Wait for `Retry-After` seconds, and keep an eye on the `RateLimit` header: it says how many are left.':
    'Tunggu selama `Retry-After` detik, dan perhatikan header `RateLimit`: di sana tertulis sisa kuota.',
  'The headers are larger than 16 KiB.': 'Header lebih besar dari 16 KiB.',
  'Send fewer or shorter headers.': 'Kirim header yang lebih sedikit atau lebih pendek.',
  'The request could not be parsed as HTTP.': 'Permintaan tidak dapat dibaca sebagai HTTP.',
  'Send a well-formed HTTP/1.1 request.': 'Kirim permintaan HTTP/1.1 yang benar.',
  'Headers or body did not arrive in time.': 'Header atau isi tidak tiba tepat waktu.',
  'Send the request again.': 'Kirim ulang permintaan.',
  'A fault in the service. It has been logged with the request id.': 'Terjadi kesalahan pada layanan. Kejadian ini sudah dicatat beserta id permintaan.',
  'Report the `instance` to the operator. With an Idempotency-Key the request can be sent again safely.':
    'Laporkan `instance` kepada pengelola. Dengan Idempotency-Key permintaan aman dikirim ulang.',
} satisfies Record<string, string>
