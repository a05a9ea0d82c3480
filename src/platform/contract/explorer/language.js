/** The language of the page: from its address, else as chosen before, else English. And our own few words in each. */
const texts = {
  en: {
    skip: 'Skip to the operations',
    language: 'Language',
    contract: 'Contract',
    demo: 'This is a demo: all persons are made up. Press Authorize twice, then Execute.',
    operations: 'Operations',
    filter: 'Find an operation',
    nothing: 'No operation matches.',
    loading: 'Loading the contract …',
    body: 'Request body',
    example: 'Example',
    failed: 'The contract could not be loaded. Is the server running?',
    keyTitle: 'Authorize',
    key: 'API key',
    keyStays: 'It is kept in this browser until you log out.',
    demoKey: 'The key of the demo is filled in already.',
    asClient: 'Or get an access token with a client and its secret',
    client: 'Client id',
    secret: 'Client secret',
    tokenLasts: 'The token is good for ten minutes.',
    authorized: 'A key is in use.',
    authorize: 'Authorize',
    logout: 'Log out',
    close: 'Close',
    request: 'The request as code',
    copy: 'Copy',
    copied: 'Copied',
  },
  id: {
    skip: 'Langsung ke daftar operasi',
    language: 'Bahasa',
    contract: 'Kontrak',
    demo: 'Ini demo: semua orang adalah rekaan. Tekan Authorize dua kali, lalu Execute.',
    operations: 'Operasi',
    filter: 'Cari operasi',
    nothing: 'Tidak ada operasi yang cocok.',
    loading: 'Memuat kontrak …',
    body: 'Badan permintaan',
    example: 'Contoh',
    failed: 'Kontrak tidak dapat dimuat. Apakah server berjalan?',
    keyTitle: 'Beri akses',
    key: 'Kunci API',
    keyStays: 'Kunci disimpan di peramban ini sampai Anda keluar.',
    demoKey: 'Kunci demo sudah terisi.',
    asClient: 'Atau ambil token akses dengan klien dan rahasianya',
    client: 'Id klien',
    secret: 'Rahasia klien',
    tokenLasts: 'Token berlaku sepuluh menit.',
    authorized: 'Sebuah kunci sedang dipakai.',
    authorize: 'Authorize',
    logout: 'Keluar',
    close: 'Tutup',
    request: 'Permintaan sebagai kode',
    copy: 'Salin',
    copied: 'Tersalin',
  },
}
export const languages = { en: 'English', id: 'Bahasa Indonesia' }

const kept = 'binakarya-language'
const wished = [new URLSearchParams(location.search).get('lang'), localStorage.getItem(kept)]
export const language = wished.find((lang) => lang in languages) ?? 'en'
export const words = texts[language]

/** The address of this page, with the place in it, in a language. */
export const addressIn = (lang) => `${location.pathname}?lang=${lang}${location.hash}`

export function rememberLanguage() {
  localStorage.setItem(kept, language)
  document.documentElement.lang = language
  history.replaceState(history.state, '', addressIn(language))
}
