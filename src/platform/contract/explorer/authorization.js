/** The dialog that asks for the key, or gets a token as a client: a native one, which keeps the focus, ends with Escape and gives the focus back. */
const dialog = document.querySelector('dialog')
const form = dialog.querySelector('form')
const refusal = form.querySelector('[role=alert]')
/** The scheme of the contract under which keys and tokens are sent. */
const name = 'apiKey'
/** Where the key stays while the page is read in another language or loaded again; the browser forgets it with the tab. */
const kept = 'binakarya-key'

const authorize = ({ authActions, specSelectors }, value) =>
  authActions.authorize({ [name]: { name, schema: specSelectors.securityDefinitions().get(name), value } })

/** Takes up the key that was given in this tab before; for when the contract is there. */
export function restoreAuthorization(system) {
  // Swagger UI kept it there, which outlives the tab.
  localStorage.removeItem('authorized')
  const value = sessionStorage.getItem(kept)
  if (value !== null) authorize(system, value)
}

/** An access token for a client, from the token endpoint. @throws Error with what the service says of it */
async function fetchToken(id, secret) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
  // Else the browser asks for the password itself when the answer is 401.
  const answer = await fetch('/v1/oauth/token', { method: 'POST', body, credentials: 'omit' })
  const { access_token, error_description, detail } = await answer.json()
  if (!answer.ok) throw new Error(error_description ?? detail)
  return access_token
}

export function authorization({ getSystem }) {
  form.addEventListener('submit', async (event) => {
    if (event.submitter.value === 'logout') {
      getSystem().authActions.logout([name])
      sessionStorage.removeItem(kept)
    }
    if (event.submitter.value !== 'authorize') return
    event.preventDefault()
    const [key, client, secret] = [form.key, form.client, form.secret].map((input) => input.value.trim())
    try {
      const value = client === '' ? key : await fetchToken(client, secret)
      authorize(getSystem(), value)
      sessionStorage.setItem(kept, value)
      dialog.close()
    } catch (error) {
      refusal.textContent = error.message
    }
  })
  const showDefinitions = () => () => {
    refusal.textContent = ''
    dialog.showModal()
  }
  return { statePlugins: { auth: { wrapActions: { showDefinitions } } } }
}
