/** The dialog that asks for the key, or gets a token as a client: a native one, which keeps the focus, ends with Escape and gives the focus back. */
const dialog = document.querySelector('dialog')
const [ask, authorized] = dialog.querySelectorAll('form')
const asClient = ask.querySelector('details')
const refusal = ask.querySelector('[role=alert]')

/** Only what is in sight must be filled in. */
function requireWhatIsSeen() {
  for (const input of ask.querySelectorAll('input')) input.required = asClient.contains(input) === asClient.open
}

/** An access token for a client, from the token endpoint. @throws Error with what the service says of it */
async function fetchToken(id, secret) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
  // Else the browser asks for the password itself when the answer is 401.
  const answer = await fetch('/v1/oauth/token', { method: 'POST', body: form, credentials: 'omit' })
  const body = await answer.json()
  if (!answer.ok) throw new Error(body.error_description ?? body.detail)
  return body.access_token
}

export const authorization =
  (demoKey = '') =>
  ({ React }) => {
    ask.key.value = demoKey
    asClient.addEventListener('toggle', requireWhatIsSeen)
    requireWhatIsSeen()

    /** Swagger UI shows this while the dialog is wanted, and knows the scheme: a token is sent as a key is. */
    function authorizationPopup({ authActions, authSelectors }) {
      React.useEffect(() => {
        const [name, schema] = authSelectors
          .definitionsToAuthorize()
          .flatMap((each) => each.entrySeq())
          .find(([, scheme]) => scheme.get('type') === 'http')
        authorized.hidden = !authSelectors.authorized().has(name)
        ask.hidden = !authorized.hidden
        refusal.textContent = ''
        ask.onsubmit = async (event) => {
          if (event.submitter.value === 'close') return
          event.preventDefault()
          const [key, id, secret] = [ask.key, ask.client, ask.secret].map((input) => input.value.trim())
          try {
            authActions.authorizeWithPersistOption({ [name]: { name, schema, value: asClient.open ? await fetchToken(id, secret) : key } })
            dialog.close()
          } catch (error) {
            refusal.textContent = error.message
          }
        }
        authorized.onsubmit = ({ submitter }) => submitter.value === 'logout' && authActions.logoutWithPersistOption([name])
        dialog.onclose = () => authActions.showDefinitions(false)
        dialog.showModal()
      }, [])
      return null
    }
    return { components: { authorizationPopup } }
  }
